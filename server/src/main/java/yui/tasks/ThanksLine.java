package yui.tasks;

/** One line of thanks as pages show it: the name of an icon, and words. */
public record ThanksLine(String icon, String text) {}
