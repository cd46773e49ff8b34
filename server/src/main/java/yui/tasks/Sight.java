package yui.tasks;

/** How much of a task somebody may see. */
enum Sight {
  /** What is public: the place as its mesh cell. */
  STRANGER,
  /** Selected or confirmed: the exact place and who can be reached. */
  CHOSEN,
  /** The task's own side: also who pays and the check-in code. */
  STAFF;

  boolean isExact() {
    return this != STRANGER;
  }
}
