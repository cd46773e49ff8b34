package yui.calendars;

import java.time.Instant;

/**
 * One entry of a calendar.
 *
 * @param uid the same for ever, so that a later version replaces an earlier one
 * @param sequence grows with each change
 * @param description may have several lines
 * @param changedAt when it became as it is
 */
public record Event(
    String uid,
    int sequence,
    Status status,
    Instant startsAt,
    Instant endsAt,
    String summary,
    String description,
    String location,
    String url,
    Instant changedAt) {

  /** How sure it is. */
  public enum Status {
    TENTATIVE,
    CONFIRMED,
    CANCELLED
  }
}
