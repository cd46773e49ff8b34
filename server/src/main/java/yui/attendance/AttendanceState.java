package yui.attendance;

/** What the host's side says of a party in a slot. */
enum AttendanceState {
  UNRECORDED,
  ATTENDED,
  PARTLY,
  ABSENT_TOLD,
  ABSENT_UNTOLD;

  /** Whether anybody came. */
  boolean isPresence() {
    return this == ATTENDED || this == PARTLY;
  }
}
