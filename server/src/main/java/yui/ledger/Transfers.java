package yui.ledger;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.Year;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;

/** Reads lines and balances: a community's books and a person's own. */
public final class Transfers {

  /** What a person may see of their own in one unit. */
  public record OwnBalance(String unit, long pending, long owed, long given) {}

  /** Credits less debits of one account. */
  public record Balance(Account account, String unit, long posted, long pending) {}

  /** What to look for; nulls look for everything. */
  public record Query(
      @Nullable String unit,
      @Nullable UUID applicationId,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable Long before,
      int most) {}

  static final String TRANSFERS =
      """
      select t.id, t.seq, t.community_id, t.kind, t.code, t.purpose, t.about, t.unit, t.amount,
          t.pending_id, t.person_id, t.by_person, t.happened_at, t.recorded_at,
          d.kind as debit_kind, d.owner_id as debit_owner,
          c.kind as credit_kind, c.owner_id as credit_owner
        from transfers t
        join accounts d on d.id = t.debit_account
        join accounts c on c.id = t.credit_account
      """;
  private static final String MATCHING =
      """
        and ($2::text is null or t.unit = $2)
        and ($3::text is null or t.about ->> 'applicationId' = $3)
        and ($4::timestamptz is null or t.recorded_at >= $4)
        and ($5::timestamptz is null or t.recorded_at < $5)
        and ($6::bigint is null or t.seq < $6)
        order by t.seq desc limit $7
      """;
  private static final String OF_COMMUNITY = TRANSFERS + " where t.community_id = $1\n" + MATCHING;
  private static final String OF_PERSON = TRANSFERS + " where t.person_id = $1\n" + MATCHING;

  /** Newest first. */
  public List<Transfer> ofCommunity(Tx tx, CommunityId community, Query query) {
    return list(tx, OF_COMMUNITY, community.value(), query);
  }

  /** Newest first, over all communities. */
  public List<Transfer> ofPerson(Tx tx, PersonId person, Query query) {
    return list(tx, OF_PERSON, person.value(), query);
  }

  private static final String BY_ID = TRANSFERS + " where t.id = any ($1) order by t.seq";

  static List<Transfer> byId(Tx tx, List<UUID> ids) {
    return tx.list(BY_ID, Transfers::transfer, (Object) ids.toArray(UUID[]::new));
  }

  private static List<Transfer> list(Tx tx, String sql, UUID owner, Query query) {
    LocalDate to = query.to();
    LocalDate from = query.from();
    return tx.list(
        sql,
        Transfers::transfer,
        owner,
        query.unit(),
        query.applicationId() == null ? null : query.applicationId().toString(),
        from == null ? null : Days.startOf(from),
        to == null ? null : Days.startOf(to.plusDays(1)),
        query.before(),
        query.most());
  }

  private static final String OWN_BALANCES =
      """
      select a.unit,
          coalesce(sum(b.credits_pending) filter (where a.kind = 'OWED'), 0)::bigint as pending,
          coalesce(sum(b.credits_posted - b.debits_posted) filter (where a.kind = 'OWED'),
            0)::bigint as owed,
          coalesce(sum(b.credits_posted - b.debits_posted) filter (where a.kind = 'GIVEN'),
            0)::bigint as given
        from accounts a join balances b on b.account_id = a.id
        where a.owner_id = $1 and a.kind in ('OWED', 'GIVEN') and ($2::text is null or a.unit = $2)
        group by a.unit order by a.unit
      """;

  public List<OwnBalance> ownBalances(Tx tx, PersonId person, @Nullable String unit) {
    return tx.list(
        OWN_BALANCES,
        row ->
            new OwnBalance(
                row.getString("unit"),
                row.getLong("pending"),
                row.getLong("owed"),
                row.getLong("given")),
        person.value(),
        unit);
  }

  private static final String GIVEN =
      """
      select a.unit, sum(e.amount)::bigint as given
        from entries e
        join accounts a on a.id = e.account_id and a.kind = 'GIVEN'
        join transfers t on t.id = e.transfer_id
        where e.person_id = $1 and t.happened_at >= $2 and t.happened_at < $3
        group by a.unit having sum(e.amount) > 0 order by a.unit
      """;

  /** What a person was given in a Japanese year, by unit. */
  Map<String, Long> given(Tx tx, PersonId person, Year year) {
    Map<String, Long> given = new LinkedHashMap<>();
    tx.rows(
            GIVEN,
            person.value(),
            Days.startOf(year.atDay(1)),
            Days.startOf(year.plusYears(1).atDay(1)))
        .forEach(row -> given.put(row.getString("unit"), row.getLong("given")));
    return given;
  }

  private static final String BALANCES =
      """
      select a.kind, a.owner_id, a.unit,
          sum(b.credits_posted - b.debits_posted)::bigint as posted,
          sum(b.credits_pending - b.debits_pending)::bigint as pending
        from accounts a join balances b on b.account_id = a.id
        where a.community_id = $1 and ($2::text is null or a.unit = $2)
          and ($3::text is null or (a.kind, a.owner_id, a.unit) > ($3, $4::uuid, $5))
        group by a.kind, a.owner_id, a.unit order by a.kind, a.owner_id, a.unit limit $6
      """;

  /** Every account of a community after another, by account. */
  public List<Balance> balances(
      Tx tx, CommunityId community, @Nullable String unit, @Nullable Balance after, int most) {
    return tx.list(
        BALANCES,
        row ->
            new Balance(
                account(row, "kind", "owner_id"),
                row.getString("unit"),
                row.getLong("posted"),
                row.getLong("pending")),
        community.value(),
        unit,
        after == null ? null : after.account().kind().name(),
        after == null ? null : after.account().owner(),
        after == null ? null : after.unit(),
        most);
  }

  static Transfer transfer(Row row) {
    Code code = Code.of(row.getString("code"));
    UUID pending = row.getUUID("pending_id");
    UUID person = row.getUUID("person_id");
    UUID by = row.getUUID("by_person");
    return new Transfer(
        new TransferId(row.getUUID("id")),
        row.getLong("seq"),
        new CommunityId(row.getUUID("community_id")),
        switch (row.getString("kind")) {
          case "PENDING" -> Transfer.State.PENDING;
          case "VOID_PENDING" ->
              code == Code.EXPIRE ? Transfer.State.EXPIRED : Transfer.State.VOIDED;
          default -> Transfer.State.POSTED;
        },
        code,
        Purpose.valueOf(row.getString("purpose")),
        About.of(row.getJsonObject("about")),
        row.getString("unit"),
        row.getLong("amount"),
        account(row, "debit_kind", "debit_owner"),
        account(row, "credit_kind", "credit_owner"),
        pending == null ? null : new TransferId(pending),
        person == null ? null : new PersonId(person),
        by == null ? null : new PersonId(by),
        Instants.of(row, "happened_at"),
        Instants.of(row, "recorded_at"));
  }

  private static Account account(Row row, String kind, String owner) {
    return new Account(Account.Kind.valueOf(row.getString(kind)), row.getUUID(owner));
  }
}
