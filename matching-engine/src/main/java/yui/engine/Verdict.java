package yui.engine;

/** What the engine says of one pair: a match with its score, or the first filter that said no. */
public sealed interface Verdict permits Match, Blocker {}
