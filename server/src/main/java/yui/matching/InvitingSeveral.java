package yui.matching;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.matching.InvitationsEntry.InvitationRow;
import yui.tasks.Task;
import yui.tasks.Tasks;
import yui.web.Words;

/**
 * Sends what a desk chose of a proposal, each by the verb for one; one refused holds up no other.
 */
final class InvitingSeveral {
  private final Invitations invitations;
  private final Tasks tasks;
  private final Words words;

  InvitingSeveral(Invitations invitations, Tasks tasks, Words words) {
    this.invitations = invitations;
    this.tasks = tasks;
    this.words = words;
  }

  InvitationsSent send(Tx tx, Caller caller, CommunityId community, InvitationsEntry entry) {
    Proposals.coordinating(caller, community);
    Invitations.waitFor(tx, entry.rows().stream().map(row -> row.residentId().value()).toList());
    // Tasks are locked on the way: in one order, so that two desks never wait for one another.
    List<InvitationRow> inOrder =
        entry.rows().stream()
            .distinct()
            .sorted(
                Comparator.comparing((InvitationRow row) -> row.taskId().value())
                    .thenComparing(row -> row.residentId().value()))
            .toList();
    Map<InvitationRow, InvitationsSent.Row> sent = new HashMap<>();
    for (InvitationRow row : inOrder) {
      tx.pace().at(sent.size(), inOrder.size());
      sent.put(row, sent(tx, caller, community, row, entry));
    }
    return new InvitationsSent(
        entry.rows().stream().map(row -> Objects.requireNonNull(sent.get(row))).toList());
  }

  private InvitationsSent.Row sent(
      Tx tx, Caller caller, CommunityId community, InvitationRow row, InvitationsEntry entry) {
    try {
      Task task = tasks.visible(tx, caller, row.taskId());
      if (!task.communityId().equals(community)) throw Refusal.notFound();
      Invitation invitation =
          invitations.invite(
              tx, caller, task.id(), new InvitationEntry(row.residentId(), entry.message()));
      return new InvitationsSent.Row(row.taskId(), row.residentId(), invitation, null);
    } catch (Refusal refusal) {
      // Every refusal comes before anything is written for its row.
      String detail = words.say(caller.lang(), "problem." + refusal.code(), refusal.values());
      return new InvitationsSent.Row(
          row.taskId(), row.residentId(), null, new ShownReason(refusal.code(), detail));
    }
  }
}
