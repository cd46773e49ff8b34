package yui.tasks;

/** Something hard about the work, told before anybody comes. */
public record HardPart(String code, String note) {}
