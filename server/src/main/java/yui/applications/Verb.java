package yui.applications;

import static yui.applications.ApplicationState.APPLIED;
import static yui.applications.ApplicationState.CANCELLED_BY_HOST;
import static yui.applications.ApplicationState.CONFIRMED;
import static yui.applications.ApplicationState.DECLINED;
import static yui.applications.ApplicationState.DONE;
import static yui.applications.ApplicationState.EXPIRED;
import static yui.applications.ApplicationState.OFFERED;
import static yui.applications.ApplicationState.SELECTED;
import static yui.applications.ApplicationState.WAITLISTED;
import static yui.applications.ApplicationState.WITHDRAWN;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can happen to an application in one slot: from which states, and where it leads. */
enum Verb {
  /** The host's side chooses, also from the waiting list. */
  SELECT(SELECTED, APPLIED, WAITLISTED),
  DECLINE(DECLINED, APPLIED, WAITLISTED),
  WAITLIST(WAITLISTED, APPLIED),
  /** A place got free; nobody's decision but the waiting list's order. */
  OFFER(OFFERED, WAITLISTED),
  CONFIRM(CONFIRMED, SELECTED, OFFERED),
  /** By the resident, until the slot begins. */
  WITHDRAW(WITHDRAWN, APPLIED, WAITLISTED, OFFERED, SELECTED, CONFIRMED),
  /** The host's side takes a choice back, until the slot begins. */
  CANCEL(CANCELLED_BY_HOST, OFFERED, SELECTED, CONFIRMED),
  /** Silence past the confirm-by time. */
  EXPIRE(EXPIRED, OFFERED, SELECTED),
  /** Nobody answered before the slot began. */
  LAPSE(EXPIRED, APPLIED, WAITLISTED),
  /** The host said who came, or did not. */
  RECORD(DONE, CONFIRMED, DONE),
  /** What the host said was taken back. */
  UNRECORD(CONFIRMED, DONE, CONFIRMED),
  /** The whole task is called off. */
  CALL_OFF(CANCELLED_BY_HOST, APPLIED, WAITLISTED, OFFERED, SELECTED, CONFIRMED),
  /** The slot moved: whoever was chosen is asked again. */
  MOVE(SELECTED, SELECTED, CONFIRMED),
  /** The slot moved to a time at which this person is engaged elsewhere: the place is kept open. */
  MOVE_ASIDE(OFFERED, OFFERED, SELECTED, CONFIRMED),
  /** The slot moved; nothing was decided yet. */
  MOVE_ALONG(null, APPLIED, WAITLISTED);

  private final @Nullable ApplicationState to;
  private final Set<ApplicationState> from;

  Verb(@Nullable ApplicationState to, ApplicationState first, ApplicationState... more) {
    this.to = to;
    this.from = EnumSet.of(first, more);
  }

  boolean isFor(ApplicationState state) {
    return from.contains(state);
  }

  ApplicationState after(ApplicationState state) {
    return to == null ? state : to;
  }

  /** As it is written in the events. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
