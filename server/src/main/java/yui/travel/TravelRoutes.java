package yui.travel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.db.Tx;
import yui.ledger.Ledger;
import yui.people.People;
import yui.photos.Darkroom;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operations about travel claims, their receipts, and what was bought. */
public final class TravelRoutes {
  private final TravelClaims claims;
  private final Purchases purchases;
  private final People people;
  private final Darkroom darkroom;

  public TravelRoutes(TravelClaims claims, Ledger ledger, People people, Darkroom darkroom) {
    this.claims = claims;
    this.purchases = new Purchases(ledger);
    this.people = people;
    this.darkroom = darkroom;
  }

  public void bind(Api api) {
    api.write("claimTravel", this::claim);
    api.read(
        "getTravelClaim", (rq, tx) -> answer(tx, claims.visible(tx, rq.caller(), claim(rq)), rq));
    api.write(
        "changeTravelClaim",
        (rq, tx) ->
            answer(
                tx,
                claims.change(
                    tx, rq.caller(), claim(rq), rq.body(TypedClaim.Entry.class).claim(null)),
                rq));
    api.write(
        "sendTravelClaim", (rq, tx) -> answer(tx, claims.send(tx, rq.caller(), claim(rq)), rq));
    api.write(
        "dropTravelClaim",
        (rq, tx) -> {
          claims.drop(tx, rq.caller(), claim(rq));
          return Answer.nothing();
        });
    api.write(
        "approveTravelClaim",
        (rq, tx) -> answer(tx, claims.approve(tx, rq.caller(), claim(rq)), rq));
    api.write(
        "returnTravelClaim",
        (rq, tx) ->
            answer(
                tx,
                claims.giveBack(tx, rq.caller(), claim(rq), rq.body(Reasoned.class).reason()),
                rq));
    api.read("listTravelClaims", this::listOfCommunity);
    api.read("listMyTravelClaims", this::listMine);
    api.upload(
        "addTravelReceipt",
        rq -> Paper.of(rq.file("receipt").orElseThrow(), darkroom),
        (rq, tx) ->
            Answer.created(
                shown(
                    tx,
                    claims.attach(tx, rq.caller(), claim(rq), List.of(rq.made(Paper.class))),
                    rq)));
    // Looking writes: another's look at a receipt is kept.
    api.write(
        "getTravelReceipt",
        (rq, tx) -> {
          TravelClaims.Opened opened = claims.open(tx, rq.caller(), rq.id("travelReceiptId"));
          return Answer.file(
              opened.receipt().kind().contentType, name(opened.receipt()), opened.bytes());
        });
    api.write(
        "removeTravelReceipt",
        (rq, tx) -> answer(tx, claims.detach(tx, rq.caller(), rq.id("travelReceiptId")), rq));
    api.write(
        "buyTravel",
        (rq, tx) -> {
          Bought bought = rq.body(Bought.class);
          return Answer.created(
              purchases.buy(
                  tx, rq.caller(), rq.id("applicationId"), bought.amountYen(), bought.what()));
        });
    api.read(
        "listTravelPurchases",
        (rq, tx) ->
            Answer.ok(
                new Cursor<>(
                    purchases.ofApplication(tx, rq.caller(), rq.id("applicationId")), null)));
  }

  static String name(Receipt receipt) {
    return "receipt-" + receipt.id() + "." + receipt.kind().ending;
  }

  private Answer claim(Request rq, Tx tx) {
    TypedClaim.Entry entry = rq.body(TypedClaim.Entry.class);
    TypedClaim typed = entry.claim(rq.id("applicationId"));
    if (rq.query("preview").filter("true"::equals).isPresent()) {
      List<TravelClaim.Part> parts = claims.preview(tx, rq.caller(), typed);
      return Answer.ok(Preview.of(typed.amountYen(), parts));
    }
    return Answer.created(shown(tx, claims.claim(tx, rq.caller(), typed, entry.isDraft()), rq));
  }

  private Answer listOfCommunity(Request rq, Tx tx) {
    int limit = rq.limit();
    List<TravelClaim> found =
        claims.ofCommunity(
            tx,
            rq.caller(),
            new CommunityId(rq.id("communityId")),
            rq.query("state").map(TravelClaim.State::valueOf).orElse(null),
            place(rq).orElse(null),
            limit + 1);
    return page(tx, found, limit, rq);
  }

  private Answer listMine(Request rq, Tx tx) {
    int limit = rq.limit();
    return page(
        tx, claims.ofPerson(tx, rq.caller().known(), place(rq).orElse(null), limit + 1), limit, rq);
  }

  private static Optional<UUID> place(Request rq) {
    return rq.query("cursor").map(Cursor::decodeId);
  }

  private Answer page(Tx tx, List<TravelClaim> found, int limit, Request rq) {
    return Answer.ok(
        Cursor.cut(found, limit, claim -> claim.id().toString())
            .map(claim -> shown(tx, claim, rq)));
  }

  private Answer answer(Tx tx, TravelClaim claim, Request rq) {
    return Answer.ok(shown(tx, claim, rq));
  }

  private Shown shown(Tx tx, TravelClaim claim, Request rq) {
    TravelClaim.Part first = claim.parts().getFirst();
    Map<PersonId, String> names = people.displayNames(tx, List.of(claim.personId()));
    return new Shown(
        claim.id(),
        first.applicationId(),
        claim.communityId(),
        first.taskId(),
        claim.title(),
        claim.personId(),
        names.getOrDefault(claim.personId(), ""),
        claim.state(),
        claim.amountYen(),
        claim.capYen(),
        claim.grantedYen(),
        claim.notCoveredYen(),
        claim.receipts(),
        claim.note(),
        claim.reason().isEmpty() ? null : claim.reason(),
        claim.claimedAt(),
        claim.decidedAt(),
        claim.parts(),
        TravelClaims.seesReceipts(rq.caller(), claim)
            ? claim.files().stream().map(Shown.File::of).toList()
            : List.of());
  }

  private static UUID claim(Request rq) {
    return rq.id("travelClaimId");
  }

  record Reasoned(String reason) {}

  record Bought(long amountYen, String what) {}

  /** How a cost would fall on the tasks. */
  record Preview(long amountYen, long capYen, long notCoveredYen, List<TravelClaim.Part> parts) {
    static Preview of(long amountYen, List<TravelClaim.Part> parts) {
      long cap = parts.stream().mapToLong(TravelClaim.Part::capYen).sum();
      return new Preview(amountYen, cap, Math.max(0, amountYen - cap), parts);
    }
  }

  record Shown(
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
      long notCoveredYen,
      List<String> receipts,
      String note,
      @Nullable String reason,
      Instant claimedAt,
      @Nullable Instant decidedAt,
      List<TravelClaim.Part> parts,
      List<File> files) {

    record File(UUID id, Receipt.Kind kind, int pages, int bytes, Instant addedAt) {
      static File of(Receipt receipt) {
        return new File(
            receipt.id(), receipt.kind(), receipt.pages(), receipt.bytes(), receipt.addedAt());
      }
    }
  }
}
