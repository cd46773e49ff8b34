package yui.applications;

import java.time.Duration;
import java.time.Instant;
import yui.communities.Rules;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Tx;
import yui.people.People;
import yui.tasks.Spot;
import yui.tasks.Task;

/** Until when a chosen applicant has to say that they come. */
final class Deadlines {
  private static final Duration SOON = Duration.ofDays(7);

  private final Rules rules;
  private final People people;

  Deadlines(Rules rules, People people) {
    this.rules = rules;
    this.people = people;
  }

  /**
   * By the community's rule: later for those who come from far and buy a ticket first, sooner
   * within a week of the day, never after the slot begins.
   */
  Instant confirmBy(Tx tx, Task task, PersonId person, Instant startsAt) {
    Rules.ConfirmHours hours = rules.confirmHours(tx, task.communityId(), Days.of(tx.now()));
    return confirmBy(tx.now(), startsAt, comesFromFar(tx, task, person, startsAt, hours), hours);
  }

  private boolean comesFromFar(
      Tx tx, Task task, PersonId person, Instant startsAt, Rules.ConfirmHours hours) {
    Spot spot = task.spot();
    return spot != null
        && people
            .comesFromKm(tx, person, Days.of(startsAt), spot.lat(), spot.lon())
            .filter(km -> km > hours.farKm())
            .isPresent();
  }

  static Instant confirmBy(Instant now, Instant startsAt, boolean far, Rules.ConfirmHours hours) {
    boolean soon = Duration.between(now, startsAt).compareTo(SOON) <= 0;
    int granted = far ? soon ? hours.farSoon() : hours.far() : soon ? hours.soon() : hours.usual();
    Instant by = now.plus(Duration.ofHours(granted));
    return by.isAfter(startsAt) ? startsAt : by;
  }
}
