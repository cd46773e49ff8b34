package yui.matching;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;
import yui.tasks.TaskId;

/** What became of each row: an invitation, or why there is none. */
record InvitationsSent(List<Row> items) {

  /** One of both is there. */
  record Row(
      TaskId taskId,
      PersonId residentId,
      @Nullable Invitation invitation,
      @Nullable ShownReason problem) {}
}
