package yui.mail;

/** Letters that a person may do without; everything else tells of what they have agreed to. */
public enum Topic {
  /** A host would like to see them. */
  INVITATIONS,
  /** The week before and on the morning; the day before is always told. */
  REMINDERS,
  /** What waits for a host's answer. */
  REQUESTS,
  /** What is new in a saved search, once a week. */
  DIGESTS
}
