package yui.tasks;

/** What sort of work it is; REMOTE alone has no place to go to. */
public enum TaskKind {
  WORK,
  EVENT,
  LECTURE,
  REMOTE,
  CARE
}
