package yui.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operations about hand-overs and travel claims. */
public final class ThanksRoutes {
  private final HandOvers handOvers = new HandOvers();
  private final TravelClaims claims = new TravelClaims();

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
    api.write("claimTravel", this::claimTravel);
    api.write(
        "approveTravelClaim",
        (request, tx) ->
            Answer.ok(
                shown(tx, claims.approve(tx, request.caller(), request.id("travelClaimId")))));
    api.write(
        "returnTravelClaim",
        (request, tx) ->
            Answer.ok(
                shown(
                    tx,
                    claims.giveBack(
                        tx,
                        request.caller(),
                        request.id("travelClaimId"),
                        request.body(Reasoned.class).reason()))));
    api.read("listTravelClaims", this::listTravelClaims);
    api.read("listMyTravelClaims", this::listMyTravelClaims);
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

  private Answer claimTravel(Request request, Tx tx) {
    TravelClaimEntry entry = request.body(TravelClaimEntry.class);
    return Answer.created(
        shown(
            tx,
            claims.claim(
                tx,
                request.caller(),
                request.id("applicationId"),
                entry.amountYen(),
                Objects.requireNonNullElse(entry.receipts(), List.of()),
                Objects.requireNonNullElse(entry.note(), ""))));
  }

  private Answer listTravelClaims(Request request, Tx tx) {
    int limit = request.limit();
    List<TravelClaim> found =
        claims.ofCommunity(
            tx,
            request.caller(),
            LedgerRoutes.community(request),
            request.query("state").map(TravelClaim.State::valueOf).orElse(null),
            Places.id(request).orElse(null),
            limit + 1);
    return claimPage(tx, found, limit);
  }

  private Answer listMyTravelClaims(Request request, Tx tx) {
    int limit = request.limit();
    List<TravelClaim> found =
        claims.ofPerson(tx, request.caller().known(), Places.id(request).orElse(null), limit + 1);
    return claimPage(tx, found, limit);
  }

  private static Answer claimPage(Tx tx, List<TravelClaim> found, int limit) {
    Cursor<TravelClaim> page = Cursor.cut(found, limit, c -> c.id().toString());
    return Answer.ok(new Cursor<>(shownClaims(tx, page.items()), page.nextCursor()));
  }

  private static TravelClaimShown shown(Tx tx, TravelClaim claim) {
    return shownClaims(tx, List.of(claim)).getFirst();
  }

  private static List<TravelClaimShown> shownClaims(Tx tx, List<TravelClaim> claims) {
    Map<UUID, Naming.Work> work =
        Naming.work(tx, claims.stream().map(TravelClaim::applicationId).toList());
    Map<UUID, String> names =
        Naming.displayNames(tx, claims.stream().map(c -> c.personId().value()).toList());
    return claims.stream().map(c -> shown(c, work.get(c.applicationId()), names)).toList();
  }

  private static TravelClaimShown shown(
      TravelClaim c, Naming.@Nullable Work work, Map<UUID, String> names) {
    Objects.requireNonNull(work, "application of a claim");
    return new TravelClaimShown(
        c.id(),
        c.applicationId(),
        c.communityId(),
        work.taskId(),
        work.title(),
        c.personId(),
        names.getOrDefault(c.personId().value(), ""),
        c.state(),
        c.amountYen(),
        c.capYen(),
        c.grantedYen(),
        c.receipts(),
        c.note(),
        c.state() == TravelClaim.State.RETURNED ? c.reason() : null,
        c.claimedAt(),
        c.decidedAt());
  }

  record HandOverEntry(UUID applicationId, int rewardLine, long quantity, @Nullable String note) {}

  record TravelClaimEntry(long amountYen, @Nullable List<String> receipts, @Nullable String note) {}

  record Reasoned(String reason) {}

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

  record TravelClaimShown(
      UUID id,
      UUID applicationId,
      CommunityId communityId,
      UUID taskId,
      String taskTitle,
      PersonId residentId,
      String displayName,
      TravelClaim.State state,
      long amountYen,
      long capYen,
      @Nullable Long grantedYen,
      List<String> receipts,
      String note,
      @Nullable String reason,
      Instant claimedAt,
      @Nullable Instant decidedAt) {}
}
