package yui.applications;

import java.time.Duration;
import java.time.Instant;
import yui.communities.Rules;
import yui.core.Days;
import yui.db.Tx;
import yui.tasks.Task;

/** Until when a chosen applicant has to say that they come. */
final class Deadlines {
  private static final Duration SOON = Duration.ofDays(7);

  private final Rules rules;

  Deadlines(Rules rules) {
    this.rules = rules;
  }

  /** By the community's rule, sooner within a week of the day, never after the slot begins. */
  Instant confirmBy(Tx tx, Task task, Instant startsAt) {
    Rules.ConfirmHours hours = rules.confirmHours(tx, task.communityId(), Days.of(tx.now()));
    return confirmBy(tx.now(), startsAt, hours);
  }

  static Instant confirmBy(Instant now, Instant startsAt, Rules.ConfirmHours hours) {
    boolean soon = Duration.between(now, startsAt).compareTo(SOON) <= 0;
    Instant by = now.plus(Duration.ofHours(soon ? hours.soon() : hours.usual()));
    return by.isAfter(startsAt) ? startsAt : by;
  }
}
