package yui.engine;

import java.util.UUID;

/** One step of the change log; applying a step twice is the same as once. */
public sealed interface Change {
  /** The resident as it is now. */
  record PutResident(ResidentRow resident) implements Change {}

  record DeleteResident(UUID id) implements Change {}

  /** The task as it is now. */
  record PutTask(TaskRow task) implements Change {}

  record DeleteTask(UUID id) implements Change {}
}
