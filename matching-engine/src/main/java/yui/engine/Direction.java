package yui.engine;

/** From which side a pair of task and resident is looked at. */
public enum Direction {
  /** A host looks for residents: the resident must let the community find them. */
  CANDIDATES,
  /** A resident looks for tasks: the task must be open. */
  RECOMMENDATIONS
}
