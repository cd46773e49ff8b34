package yui.applications;

/** A line of a history, as its part of a page shows it; all but when and text may be empty. */
public record PastLine(String when, String text, String reason, String why, String standing) {}
