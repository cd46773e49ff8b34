package yui.applications;

import yui.communities.Rules;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.people.Blocks;
import yui.people.Identity;
import yui.tasks.Care;
import yui.tasks.Task;

/** What keeps somebody from applying beyond the work itself: a block, safety, identity. */
final class Admission {
  private Admission() {}

  /** Who is blocked learns no more than that. */
  static void check(Tx tx, Rules rules, Task task, PersonId person) {
    if (Blocks.between(tx, person, task.groupId())) throw Refusal.conflict("not_allowed_here");
    Care.mustBeSafe(tx, rules, task, person);
    if (Care.of(tx, task.id()).verifiedNeeded() && !Identity.isVerified(tx, person)) {
      throw Refusal.conflict("identity_needed");
    }
  }
}
