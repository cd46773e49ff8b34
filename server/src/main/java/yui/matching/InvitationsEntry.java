package yui.matching;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;
import yui.tasks.TaskId;

/** Whom to invite to which task, with the same words for all. */
record InvitationsEntry(List<InvitationRow> rows, @Nullable String message) {

  /** One resident for one task. */
  record InvitationRow(TaskId taskId, PersonId residentId) {}
}
