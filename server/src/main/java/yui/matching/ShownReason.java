package yui.matching;

/** A reason with a stable code and words for people. */
record ShownReason(String code, String detail) {}
