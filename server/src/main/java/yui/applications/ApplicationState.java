package yui.applications;

import java.util.List;

/** How far an application has come in one slot; the furthest first. */
public enum ApplicationState {
  DONE,
  CONFIRMED,
  SELECTED,
  OFFERED,
  WAITLISTED,
  APPLIED,
  EXPIRED,
  CANCELLED_BY_HOST,
  WITHDRAWN,
  DECLINED;

  /** Names in order, for SQL that reads an application's state from its slots. */
  static final String[] IN_ORDER =
      List.of(values()).stream().map(Enum::name).toArray(String[]::new);

  /** Whether something can still come of it, or came of it. */
  public boolean isLive() {
    return compareTo(APPLIED) <= 0;
  }

  /** Whether it takes places of its slot. */
  public boolean takesPlaces() {
    return compareTo(OFFERED) <= 0;
  }

  /** Whether the host's side has chosen this party, so that contacts and the place are theirs. */
  public boolean isChosen() {
    return compareTo(SELECTED) <= 0;
  }
}
