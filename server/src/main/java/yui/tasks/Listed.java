package yui.tasks;

/** A task and what a list may show of it to one caller. */
public record Listed(Task task, TaskSummary summary) {}
