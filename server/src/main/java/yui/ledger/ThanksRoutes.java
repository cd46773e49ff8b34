package yui.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operations about hand-overs. */
public final class ThanksRoutes {
  private final HandOvers handOvers = new HandOvers();

  public void bind(Api api) {
    api.write("handOver", this::handOver);
    api.write(
        "acknowledgeHandOver",
        (request, tx) ->
            Answer.ok(
                shown(tx, handOvers.acknowledge(tx, request.caller(), request.id("handOverId")))));
    api.write(
        "enterPaperReceipt",
        (request, tx) ->
            Answer.ok(
                shown(tx, handOvers.enterPaper(tx, request.caller(), request.id("handOverId")))));
    api.read("listHandOvers", this::listHandOvers);
    api.read("listMyHandOvers", this::listMyHandOvers);
  }

  private Answer handOver(Request request, Tx tx) {
    HandOverEntry entry = request.body(HandOverEntry.class);
    return Answer.created(
        shown(
            tx,
            handOvers.handOver(
                tx,
                request.caller(),
                entry.applicationId(),
                entry.rewardLine(),
                entry.quantity(),
                Objects.requireNonNullElse(entry.note(), ""))));
  }

  private Answer listHandOvers(Request request, Tx tx) {
    int limit = request.limit();
    List<HandOver> found =
        handOvers.ofApplication(
            tx,
            request.caller(),
            request.id("applicationId"),
            Places.id(request).orElse(null),
            limit + 1);
    return handOverPage(tx, found, limit);
  }

  private Answer listMyHandOvers(Request request, Tx tx) {
    int limit = request.limit();
    List<HandOver> found =
        handOvers.ofPerson(
            tx, request.caller().known(), Places.id(request).orElse(null), limit + 1);
    return handOverPage(tx, found, limit);
  }

  private static Answer handOverPage(Tx tx, List<HandOver> found, int limit) {
    Cursor<HandOver> page = Cursor.cut(found, limit, h -> h.id().toString());
    return Answer.ok(new Cursor<>(shownHandOvers(tx, page.items()), page.nextCursor()));
  }

  private static HandOverShown shown(Tx tx, HandOver handOver) {
    return shownHandOvers(tx, List.of(handOver)).getFirst();
  }

  private static List<HandOverShown> shownHandOvers(Tx tx, List<HandOver> handOvers) {
    Map<UUID, Naming.Work> work =
        Naming.work(tx, handOvers.stream().map(HandOver::applicationId).toList());
    List<UUID> givers = new ArrayList<>();
    handOvers.forEach(h -> givers.add(h.givenBy().value()));
    work.values().forEach(w -> givers.add(w.groupId().value()));
    Map<UUID, String> names = Naming.owners(tx, givers);
    return handOvers.stream().map(h -> shown(h, work.get(h.applicationId()), names)).toList();
  }

  private static HandOverShown shown(
      HandOver h, Naming.@Nullable Work work, Map<UUID, String> names) {
    Objects.requireNonNull(work, "application of a hand-over");
    // A resident may not see the giver's account, but the group everybody knows.
    String group = names.getOrDefault(work.groupId().value(), "");
    return new HandOverShown(
        h.id(),
        h.applicationId(),
        work.taskId(),
        work.title(),
        h.communityId(),
        h.rewardLine(),
        h.unit(),
        h.quantity(),
        h.note(),
        names.getOrDefault(h.givenBy().value(), group),
        h.givenAt(),
        h.acknowledgedAt(),
        h.onPaper());
  }

  record HandOverEntry(UUID applicationId, int rewardLine, long quantity, @Nullable String note) {}

  record HandOverShown(
      UUID id,
      UUID applicationId,
      UUID taskId,
      String taskTitle,
      CommunityId communityId,
      int rewardLine,
      String unit,
      long quantity,
      String note,
      String handedBy,
      Instant handedAt,
      @Nullable Instant acknowledgedAt,
      boolean onPaper) {}
}
