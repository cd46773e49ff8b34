package yui.ledger;

import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/** Travel at actual cost: claimed by the resident, approved or returned by the official desk. */
public final class TravelClaims {
  private static final UUID FIRST = new UUID(0, 0);
  private static final UUID LAST = new UUID(-1, -1);

  private static final String CLAIMS =
      """
      select id, community_id, application_id, person_id, amount, cap, receipts, note, state, paid,
          reason, claimed_at, decided_at
        from travel_claims
      """;
  private static final String ONE = CLAIMS + " where id = $1";
  private static final String OF_COMMUNITY =
      CLAIMS
          + """
             where community_id = $1 and ($2::text is null or state = $2) and id > $3
              order by id limit $4
            """;
  private static final String OF_PERSON =
      CLAIMS + " where person_id = $1 and id < $2 order by id desc limit $3";

  /** Oldest first, after an id. */
  public List<TravelClaim> ofCommunity(
      Tx tx,
      Caller caller,
      CommunityId community,
      TravelClaim.@Nullable State state,
      @Nullable UUID after,
      int most) {
    Rights.read(caller, community);
    return tx.list(
        OF_COMMUNITY,
        TravelClaims::claim,
        community.value(),
        state == null ? null : state.name(),
        after == null ? FIRST : after,
        most);
  }

  /** Newest first, before an id. */
  public List<TravelClaim> ofPerson(Tx tx, PersonId person, @Nullable UUID before, int most) {
    return tx.list(
        OF_PERSON, TravelClaims::claim, person.value(), before == null ? LAST : before, most);
  }

  /** Travel money that waits for its claim. */
  record Claimable(UUID applicationId, long capYen, @Nullable Instant until) {}

  private static final String CLAIMABLE =
      """
      select (p.about ->> 'applicationId')::uuid as application_id, sum(p.amount)::bigint as cap,
          min(p.expires_at) as until
        from transfers p
        where p.person_id = $1 and p.kind = 'PENDING' and p.purpose = 'TRAVEL'
          and not exists (select from transfers r where r.pending_id = p.id)
          and not exists (select from travel_claims c where c.state = 'CLAIMED'
            and c.application_id::text = p.about ->> 'applicationId')
        group by 1 order by 1
      """;

  /** What a person may still claim, of those promises that pay actual costs. */
  List<Claimable> claimable(Tx tx, PersonId person) {
    List<Claimable> waiting =
        tx.list(
            CLAIMABLE,
            row ->
                new Claimable(
                    row.getUUID("application_id"),
                    row.getLong("cap"),
                    Instants.maybe(row, "until")),
            person.value());
    Map<UUID, Naming.Work> work =
        Naming.work(tx, waiting.stream().map(Claimable::applicationId).toList());
    return waiting.stream()
        .filter(
            c -> {
              Naming.Work known = work.get(c.applicationId());
              return known != null && known.paysActualTravel();
            })
        .toList();
  }

  private static final String ADD =
      """
      insert into travel_claims (id, community_id, application_id, person_id, amount, cap, receipts,
          note, claimed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, yui_now())
      """;

  /** Says what was spent, even beyond the cap: the desk sees both, and grants up to the cap. */
  public TravelClaim claim(
      Tx tx, Caller caller, UUID application, long amountYen, List<String> receipts, String note) {
    Naming.Work work = Naming.work(tx, application).orElseThrow(Refusal::notFound);
    if (!caller.is(work.personId())) throw Refusal.notFound();
    if (!work.paysActualTravel()) throw Refusal.conflict("travel_not_offered");
    UUID id = Ids.next();
    long cap = pending(tx, application).stream().mapToLong(Promised::amount).sum();
    if (cap == 0) {
      throw Refusal.conflict(
          tx.rows(APPROVED, application).isEmpty()
              ? "travel_not_offered"
              : "travel_claimed_already");
    }
    tx.change(
        ADD,
        id,
        work.communityId().value(),
        application,
        work.personId().value(),
        amountYen,
        cap,
        new JsonArray(receipts),
        note);
    return find(tx, id);
  }

  private static final String APPROVED =
      "select id from travel_claims where application_id = $1 and state = 'APPROVED'";
  private static final String APPROVE =
      """
      update travel_claims set state = 'APPROVED', paid = $2, decided_by = $3,
          decided_at = yui_now(), version = version + 1
        where id = $1 and state = 'CLAIMED'
      """;

  /** Posts the cost up to the cap and gives the rest of the promise back. */
  public TravelClaim approve(Tx tx, Caller caller, UUID id) {
    TravelClaim claim = toDecide(tx, caller, id);
    List<Promised> pending = pending(tx, claim.applicationId());
    if (pending.isEmpty()) throw Refusal.conflict("travel_not_offered");
    List<Event> events = new ArrayList<>();
    long rest = claim.amountYen();
    for (Promised promise : pending) {
      long part = Math.min(rest, promise.amount());
      events.add(part == 0 ? nothing(tx, promise) : cost(tx, promise, part, id));
      rest -= part;
    }
    if (tx.change(APPROVE, id, claim.amountYen() - rest, caller.known().value()) == 0) {
      throw Refusal.conflict("travel_claim_decided");
    }
    LedgerStore.post(tx, events);
    audit(tx, caller, claim, "approve");
    return find(tx, id);
  }

  private static final String RETURN =
      """
      update travel_claims set state = 'RETURNED', reason = $2, decided_by = $3,
          decided_at = yui_now(), version = version + 1
        where id = $1 and state = 'CLAIMED'
      """;

  /** Sends it back with the reason; the resident may claim again. */
  public TravelClaim giveBack(Tx tx, Caller caller, UUID id, String reason) {
    TravelClaim claim = toDecide(tx, caller, id);
    if (tx.change(RETURN, id, reason, caller.known().value()) == 0) {
      throw Refusal.conflict("travel_claim_decided");
    }
    audit(tx, caller, claim, "return");
    return find(tx, id);
  }

  private static void audit(Tx tx, Caller caller, TravelClaim claim, String verb) {
    Audit.write(
        tx,
        caller.known(),
        claim.communityId(),
        "travel_claim_" + verb,
        Map.of("claimId", claim.id().toString()));
  }

  private static TravelClaim toDecide(Tx tx, Caller caller, UUID id) {
    TravelClaim claim = tx.row(ONE, id).map(TravelClaims::claim).orElseThrow(Refusal::notFound);
    Rights.settle(caller, claim.communityId());
    if (caller.is(claim.personId())) throw Refusal.forbidden("not_your_own");
    if (claim.state() != TravelClaim.State.CLAIMED) {
      throw Refusal.conflict("travel_claim_decided");
    }
    return claim;
  }

  private static List<Promised> pending(Tx tx, UUID application) {
    return LedgerStore.promisedOf(tx, application).stream()
        .filter(p -> p.purpose() == Purpose.TRAVEL && p.state() == Promised.State.PENDING)
        .toList();
  }

  private static Event cost(Tx tx, Promised promise, long amount, UUID claim) {
    return new Event.Post(
        Cause.of("resolve", promise.id()).transfer(),
        promise.communityId(),
        promise.id(),
        Code.TRAVEL,
        amount,
        promise.about().claim(claim),
        tx.now());
  }

  private static Event nothing(Tx tx, Promised promise) {
    return new Event.Void(
        Cause.of("resolve", promise.id()).transfer(),
        promise.communityId(),
        promise.id(),
        Code.VOID,
        About.NOTHING,
        tx.now());
  }

  private static TravelClaim find(Tx tx, UUID id) {
    return tx.row(ONE, id).map(TravelClaims::claim).orElseThrow();
  }

  private static TravelClaim claim(Row row) {
    List<String> receipts = new ArrayList<>();
    row.getJsonArray("receipts").forEach(line -> receipts.add((String) line));
    return new TravelClaim(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        row.getUUID("application_id"),
        new PersonId(row.getUUID("person_id")),
        row.getLong("amount"),
        row.getLong("cap"),
        receipts,
        row.getString("note"),
        TravelClaim.State.valueOf(row.getString("state")),
        row.getLong("paid"),
        row.getString("reason"),
        Instants.of(row, "claimed_at"),
        Instants.maybe(row, "decided_at"));
  }
}
