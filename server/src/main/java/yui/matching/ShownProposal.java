package yui.matching;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.tasks.TaskId;

/** Who could fill the open places of a community's tasks, and what would stay open. */
record ShownProposal(
    List<ForTask> items, int placesOpen, int placesProposed, double total, double bound) {

  record ForTask(TaskId taskId, String title, List<ForSlot> slots) {}

  record ForSlot(
      UUID slotId,
      OffsetDateTime startsAt,
      OffsetDateTime endsAt,
      int places,
      int awaiting,
      List<Candidate> residents,
      @Nullable Unfilled unfilled) {}

  /** Places nobody is proposed for, and why in words. */
  record Unfilled(int places, String code, String detail) {}
}
