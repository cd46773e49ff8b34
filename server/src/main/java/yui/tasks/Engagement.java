package yui.tasks;

/**
 * What the work is between the two sides, as its poster answers it: which rules look at its money.
 */
public enum Engagement {
  UNPAID,
  THANKS,
  LECTURE,
  CONTRACT,
  /** Asked so that it is noticed, and sent to the office that deals with it. */
  EMPLOYMENT;

  /** Where nobody answered. */
  static Engagement usual(TaskKind kind) {
    return kind == TaskKind.LECTURE ? LECTURE : THANKS;
  }
}
