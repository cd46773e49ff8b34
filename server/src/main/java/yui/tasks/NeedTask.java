package yui.tasks;

/** A task that came of a problem, as its teller may know it. */
public record NeedTask(TaskId id, String title, TaskState state) {}
