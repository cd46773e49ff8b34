package yui.tasks;

/** How far a task has come. */
public enum TaskState {
  DRAFT,
  REVIEW,
  RETURNED,
  OPEN,
  CLOSED,
  DONE,
  SETTLED,
  CANCELLED,
  POSTPONED
}
