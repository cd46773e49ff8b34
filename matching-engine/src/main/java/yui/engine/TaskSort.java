package yui.engine;

/** Order of found tasks; equals stand by smaller id. */
public enum TaskSort {
  /**
   * The highest {@link Relevance} first, equals by the next slot; where there is neither a word nor
   * an asker the same as {@link #DATE}.
   */
  RELEVANCE,
  /** The next slot to come first, tasks without one last. */
  DATE,
  /** Youngest first. */
  NEWEST,
  /** Nearest first, tasks without a place last; needs {@code near}. */
  DISTANCE
}
