package yui.tasks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.GroupId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.photos.Photos;

/** Makes drafts of a told problem: one, or several where it takes several. */
final class Turning {
  /** What to make: a group to post, and a title each. */
  record Entry(GroupId groupId, List<DraftEntry> drafts) {}

  /** One draft; what is not told is taken from the problem. */
  record DraftEntry(String title, @Nullable String description, @Nullable TaskKind kind) {}

  private final Needs needs;
  private final Posting posting;

  Turning(Needs needs, Posting posting) {
    this.needs = needs;
    this.posting = posting;
  }

  Need turn(Tx tx, Caller caller, NeedId id, Entry entry) {
    Need need = needs.visible(tx, caller, id);
    if (!caller.isAdmin() && !caller.posts(need.communityId())) {
      throw Refusal.forbidden("forbidden");
    }
    for (DraftEntry draft : entry.drafts()) {
      Task task = posting.write(tx, caller, need.communityId(), task(need, entry.groupId(), draft));
      if (need.household()) continue;
      tx.actingFor(
          need.communityId(),
          caller,
          () -> {
            Photos.copy(tx, id.value(), task.id().value(), caller.known());
            return task;
          });
    }
    return needs.visible(tx, caller, id);
  }

  private static TaskEntry task(Need need, GroupId group, DraftEntry draft) {
    return new TaskEntry(
        group,
        need.id(),
        draft.title(),
        draft.description() == null ? need.words() : draft.description(),
        null,
        draft.kind() == null ? TaskKind.WORK : draft.kind(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
