package yui.engine;

/** How far a task is, as far as matching cares. */
public enum Stage {
  /** Neither searched nor recommended, and no candidates. */
  HIDDEN,
  /** Candidates may be looked for. */
  REVIEW,
  /** Searched, recommended, with candidates. */
  OPEN
}
