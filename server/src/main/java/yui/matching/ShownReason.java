package yui.matching;

/** A reason with a stable code and words for people. */
public record ShownReason(String code, String detail) {}
