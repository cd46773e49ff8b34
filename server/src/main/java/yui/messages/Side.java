package yui.messages;

/** Who somebody speaks for. */
enum Side {
  APPLICANT,
  HOST,
  /** A coordinator, called by one side or standing in for a group without hosts. */
  DESK
}
