package yui.ledger;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Instants;
import yui.db.Tx;

/** The one way into the ledger's tables, and what the façade reads of them. */
final class LedgerStore {
  private LedgerStore() {}

  // So that a long run can say how far it is.
  private static final int AT_ONCE = 200;

  private static final String POST = "select event, transfer, outcome, detail from ledger_post($1)";

  /** All or nothing: the first refusal is thrown and takes the transaction with it. */
  static List<Posted> post(Tx tx, List<? extends Event> events) {
    List<Posted> posted = new ArrayList<>();
    for (int at = 0; at < events.size(); at += AT_ONCE) {
      tx.pace().at(at, events.size());
      JsonArray batch = new JsonArray();
      events
          .subList(at, Math.min(at + AT_ONCE, events.size()))
          .forEach(event -> batch.add(event.json()));
      posted.addAll(tx.list(POST, LedgerStore::posted, batch));
    }
    return posted;
  }

  private static Posted posted(Row row) {
    String outcome = row.getString("outcome");
    JsonObject json = row.getJsonObject("detail");
    Map<String, Object> detail = json == null ? Map.of() : json.getMap();
    TransferId id = new TransferId(row.getUUID("transfer"));
    return switch (outcome) {
      case "pending" -> new Posted(id, Posted.Outcome.PENDING, detail);
      case "posted" -> new Posted(id, Posted.Outcome.POSTED, detail);
      case "voided" -> new Posted(id, Posted.Outcome.VOIDED, detail);
      case "exists" -> new Posted(id, Posted.Outcome.EXISTS, detail);
      default -> throw Refusal.conflict(outcome, detail);
    };
  }

  private static final String PROMISED =
      """
      select p.id, p.community_id, p.person_id, p.purpose, p.unit, p.amount, p.about, p.expires_at,
          a.kind as payer_kind, a.owner_id as payer_owner, r.kind as resolution,
          coalesce(case r.kind when 'POST_PENDING' then r.amount end, 0) + c.amount as earned,
          c.gone, c.corrections
        from transfers p
        join accounts a on a.id = p.debit_account
        left join transfers r on r.pending_id = p.id
        cross join lateral (
          select count(*) filter (where not x.gone)::int as corrections,
              coalesce(sum(case x.debit_account when p.debit_account then x.amount
                else -x.amount end) filter (where not x.gone), 0)::bigint as amount,
              coalesce(sum(x.amount) filter (where x.gone), 0)::bigint as gone
            from (select t.debit_account, t.amount,
                  t.code = 'expire' or t.about ? 'substitutionId' as gone
                from transfers t
                where t.about ->> 'promiseId' = p.id::text and t.kind = 'DIRECT') x) c
        where p.kind = 'PENDING' and a.kind in ('FUND', 'GROUP') and
      """;

  private static final String PROMISED_OF_APPLICATION =
      PROMISED + " p.about ->> 'applicationId' = $1 order by p.seq";

  static List<Promised> promisedOf(Tx tx, UUID application) {
    return tx.list(PROMISED_OF_APPLICATION, LedgerStore::promised, application.toString());
  }

  private static final String PROMISED_BY_ID = PROMISED + " p.id = any ($1) order by p.seq";

  static List<Promised> promised(Tx tx, Collection<TransferId> ids) {
    return tx.list(
        PROMISED_BY_ID,
        LedgerStore::promised,
        (Object) ids.stream().map(TransferId::value).toArray(UUID[]::new));
  }

  private static final String PROMISED_EXPIRED =
      PROMISED
          + """
             p.expires_at <= $1 and r.id is null
              and not exists (select from travel_claims c
                join travel_claim_parts b on b.claim_id = c.id
                where p.purpose = 'TRAVEL' and b.application_id::text = p.about ->> 'applicationId'
                  and (c.state = 'CLAIMED'
                    -- time to mend what came back
                    or c.state = 'RETURNED' and c.decided_at > $1 - interval '14 days'))
              order by p.expires_at, p.id limit $2
            """;

  private static final String BOUGHT =
      """
      select coalesce(sum(t.amount), 0)::bigint as yen
        from transfers t join accounts a on a.id = t.credit_account and a.kind = 'GIVEN'
        where t.about ->> 'applicationId' = $1 and t.kind = 'DIRECT' and t.code = 'travel'
      """;

  static long bought(Tx tx, UUID application) {
    return tx.row(BOUGHT, application.toString()).orElseThrow().getLong("yen");
  }

  static List<Promised> expired(Tx tx, Instant at, int most) {
    return tx.list(PROMISED_EXPIRED, LedgerStore::promised, at, most);
  }

  private static Promised promised(Row row) {
    String resolution = row.getString("resolution");
    return new Promised(
        new TransferId(row.getUUID("id")),
        new CommunityId(row.getUUID("community_id")),
        new Account(Account.Kind.valueOf(row.getString("payer_kind")), row.getUUID("payer_owner")),
        new PersonId(row.getUUID("person_id")),
        Purpose.valueOf(row.getString("purpose")),
        row.getString("unit"),
        row.getLong("amount"),
        row.getLong("earned"),
        row.getLong("gone"),
        resolution == null
            ? Promised.State.PENDING
            : resolution.equals("POST_PENDING") ? Promised.State.POSTED : Promised.State.VOIDED,
        row.getInteger("corrections"),
        About.of(row.getJsonObject("about")),
        Instants.maybe(row, "expires_at"));
  }

  private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

  /** Before what an application is owed is counted and given: one after the other. */
  static void lock(Tx tx, UUID application) {
    tx.rows(LOCK, application.toString());
  }

  private static final String HANDED =
      """
      select coalesce(sum(quantity), 0)::bigint as handed
        from hand_overs where application_id = $1 and reward_line = $2
      """;

  /** How much of a line was handed over. */
  static long handed(Tx tx, UUID application, int line) {
    return tx.row(HANDED, application, line).orElseThrow().getLong("handed");
  }

  private static final String OWES =
      """
      select exists (
          select from transfers p
            where p.about ->> 'applicationId' = any ($1) and p.kind = 'PENDING'
              and not exists (select from transfers r where r.pending_id = p.id))
        or exists (
          select from transfers t
            join entries e on e.transfer_id = t.id
            join accounts a on a.id = e.account_id and a.kind = 'OWED'
            where t.about ->> 'applicationId' = any ($1)
              and not exists (select from settlement_transfers s
                join settlements z on z.id = s.settlement_id
                where s.transfer_id = t.id and z.state = 'PAID')
            group by t.about ->> 'applicationId', t.unit
            having sum(e.amount) > 0) as owes
      """;

  static boolean owes(Tx tx, Collection<UUID> applications) {
    return tx.row(OWES, (Object) applications.stream().map(UUID::toString).toArray(String[]::new))
        .orElseThrow()
        .getBoolean("owes");
  }

  private static final String OWED =
      """
      select a.owner_id, a.unit, sum(b.credits_posted - b.debits_posted)::bigint as owed
        from accounts a join balances b on b.account_id = a.id
        where a.kind = 'OWED' and a.community_id = $1 and a.owner_id = any ($2)
        group by a.owner_id, a.unit
      """;

  /** What persons are owed in a community, by person and unit. */
  static Map<PersonId, Map<String, Long>> owed(
      Tx tx, CommunityId community, Collection<PersonId> persons) {
    Map<PersonId, Map<String, Long>> owed = new HashMap<>();
    UUID[] ids = persons.stream().map(PersonId::value).distinct().toArray(UUID[]::new);
    for (Row row : tx.rows(OWED, community.value(), ids)) {
      owed.computeIfAbsent(new PersonId(row.getUUID("owner_id")), p -> new HashMap<>())
          .put(row.getString("unit"), row.getLong("owed"));
    }
    return owed;
  }

  private static final String FREE =
      """
      select coalesce(sum(b.credits_posted - b.debits_posted - b.debits_pending), 0)::bigint as free
        from accounts a join balances b on b.account_id = a.id
        where a.kind = 'OWED' and a.community_id = $1 and a.owner_id = $2 and a.unit = $3
      """;

  /** What a person is owed and no frozen settlement has set aside. */
  static long free(Tx tx, CommunityId community, PersonId person, String unit) {
    return tx.row(FREE, community.value(), person.value(), unit).orElseThrow().getLong("free");
  }
}
