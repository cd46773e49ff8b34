package yui.travel;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.core.Caller;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;
import yui.ledger.Ledger;
import yui.ledger.Posted;
import yui.ledger.Promised;
import yui.ledger.Purpose;

/** Tickets and such that the desk bought for somebody who comes: given at once, never settled. */
final class Purchases {
  /** One thing that was bought. */
  record Purchase(UUID id, UUID applicationId, long amountYen, String what, Instant boughtAt) {}

  private final Ledger ledger;

  Purchases(Ledger ledger) {
    this.ledger = ledger;
  }

  private static final String ADD =
      """
      insert into travel_purchases (id, community_id, application_id, person_id, amount, what,
          transfer_id, bought_by, bought_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, yui_now())
      """;

  /** By the official desk, out of what was promised for the way. */
  Purchase buy(Tx tx, Caller caller, UUID application, long amountYen, String what) {
    ClaimStore.Work work = ofDesk(tx, caller, application);
    if (!caller.settles(work.communityId())) throw Refusal.forbidden("forbidden");
    caller.demandProof();
    if (caller.is(work.personId())) throw Refusal.forbidden("not_your_own");
    if (!work.paidDirectly()) throw Refusal.conflict("travel_not_bought_here");
    Promised promise =
        ledger.promisedOf(tx, application).stream()
            .filter(p -> p.purpose() == Purpose.TRAVEL && p.state() == Promised.State.PENDING)
            .findFirst()
            .orElseThrow(() -> Refusal.conflict("travel_not_promised"));
    UUID id = Ids.next();
    Posted posted = ledger.buy(tx, id, promise, amountYen);
    tx.change(
        ADD,
        id,
        work.communityId().value(),
        application,
        work.personId().value(),
        amountYen,
        what,
        posted.id().value(),
        caller.known().value());
    Audit.write(
        tx,
        caller.known(),
        work.communityId(),
        "travel_bought",
        Map.of("purchaseId", id.toString(), "applicationId", application.toString()));
    return new Purchase(id, application, amountYen, what, tx.now());
  }

  private static final String PURCHASES =
      "select id, application_id, amount, what, bought_at from travel_purchases";
  private static final String OF_APPLICATION = PURCHASES + " where application_id = $1 order by id";
  private static final String OF_PERSON =
      PURCHASES + " where person_id = $1 order by id desc limit $2";

  /** For the one it was bought for, the desk and the auditor. */
  List<Purchase> ofApplication(Tx tx, Caller caller, UUID application) {
    ClaimStore.Work work = ClaimStore.work(tx, application).orElseThrow(Refusal::notFound);
    if (!caller.is(work.personId())) ofDesk(tx, caller, application);
    return tx.list(OF_APPLICATION, Purchases::purchase, application);
  }

  List<Purchase> ofPerson(Tx tx, PersonId person, int most) {
    return tx.list(OF_PERSON, Purchases::purchase, person.value(), most);
  }

  /** What is still promised for the way. */
  long left(Tx tx, UUID application) {
    return ledger.promisedOf(tx, application).stream()
        .filter(p -> p.purpose() == Purpose.TRAVEL && p.state() == Promised.State.PENDING)
        .mapToLong(Promised::amount)
        .sum();
  }

  static ClaimStore.Work ofDesk(Tx tx, Caller caller, UUID application) {
    ClaimStore.Work work = ClaimStore.work(tx, application).orElseThrow(Refusal::notFound);
    boolean books = caller.coordinates(work.communityId()) || caller.audits(work.communityId());
    if (books) return work;
    boolean knows =
        caller.is(work.personId())
            || caller.memberships().stream()
                .anyMatch(m -> m.groupId() != null && m.groupId().value().equals(work.groupId()));
    throw knows ? Refusal.forbidden("forbidden") : Refusal.notFound();
  }

  private static Purchase purchase(Row row) {
    return new Purchase(
        row.getUUID("id"),
        row.getUUID("application_id"),
        row.getLong("amount"),
        row.getString("what"),
        Instants.of(row, "bought_at"));
  }
}
