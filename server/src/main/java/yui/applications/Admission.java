package yui.applications;

import java.util.Optional;
import yui.communities.Rules;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.people.Blocks;
import yui.people.Identity;
import yui.tasks.Care;
import yui.tasks.Task;

/**
 * What keeps somebody from a task beyond the work itself: a block, safety, identity. Asked when
 * they apply, and again when they are chosen, for each may have changed.
 */
final class Admission {
  private Admission() {}

  static void check(Tx tx, Rules rules, Task task, PersonId person) {
    Optional<Refusal> refusal = against(tx, rules, task, person);
    if (refusal.isPresent()) throw refusal.get();
  }

  /** Who is blocked learns no more than that. */
  static Optional<Refusal> against(Tx tx, Rules rules, Task task, PersonId person) {
    if (Blocks.between(tx, person, task.groupId())) {
      return Optional.of(Refusal.conflict("not_allowed_here"));
    }
    return Care.against(tx, rules, task, person)
        .or(
            () ->
                Care.of(tx, task.id()).verifiedNeeded() && !Identity.isVerified(tx, person)
                    ? Optional.of(Refusal.conflict("identity_needed"))
                    : Optional.empty());
  }
}
