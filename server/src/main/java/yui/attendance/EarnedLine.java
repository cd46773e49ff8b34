package yui.attendance;

/**
 * So much of a reward line for the whole party.
 *
 * @param quantity in the ledger's smallest scale
 */
record EarnedLine(int line, long quantity) {}
