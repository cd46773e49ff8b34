package yui.ledger;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.core.Sha256;
import yui.db.Instants;
import yui.db.Tx;

/** What was paid and given in a calendar year, and the lists made of it. */
final class YearStore {
  private YearStore() {}

  /** A payment by the day on which it was said to be paid, or one that came back, below zero. */
  record Payment(
      UUID settlementId,
      CommunityId communityId,
      LocalDate paidOn,
      boolean isReturn,
      long thanks,
      long travel,
      long withheld,
      long net) {}

  /** Meals or produce that were given. */
  record Good(
      CommunityId communityId,
      String unit,
      long amount,
      LocalDate givenOn,
      @Nullable UUID applicationId) {}

  // Paid lines, and against them what a bank sent back: it is paid again in another run without
  // tax, for the tax was kept back the first time and still is.
  private static final String MOVES =
      """
      with moves as (
        select s.id, s.community_id, l.person_id, s.paid_at as at, false as back, l.thanks,
            l.travel, l.withheld, l.net,
            coalesce((select d.base from settlement_decisions d
              where d.settlement_id = l.settlement_id and d.person_id = l.person_id
                and d.unit = l.unit and d.rule = 'WITHHOLDING'), 0) as fees
          from settlement_lines l join settlements s on s.id = l.settlement_id
          where l.unit = 'JPY' and s.paid_at is not null
        union all
        select l.settlement_id, l.community_id, l.person_id, r.told_at, true, r.travel - l.net, -r.travel, 0,
            -l.net, 0
          from settlement_returns r join settlement_lines l on l.settlement_id = r.settlement_id
            and l.person_id = r.person_id and l.unit = r.unit
          where r.unit = 'JPY'
      )
      """;
  private static final String PAYMENTS =
      MOVES
          + """
            select id, community_id, at, back, thanks, travel, withheld, net from moves
              where person_id = $1 and at >= $2 and at < $3 order by at, id
            """;

  static List<Payment> payments(Tx tx, PersonId person, int year) {
    return tx.list(
        PAYMENTS,
        row ->
            new Payment(
                row.getUUID("id"),
                new CommunityId(row.getUUID("community_id")),
                Days.of(Instants.of(row, "at")),
                row.getBoolean("back"),
                row.getLong("thanks"),
                row.getLong("travel"),
                row.getLong("withheld"),
                row.getLong("net")),
        person.value(),
        start(year),
        start(year + 1));
  }

  private static final String GOODS =
      """
      select t.community_id, t.unit, e.amount, t.happened_at, t.about ->> 'applicationId' as app
        from entries e
        join accounts a on a.id = e.account_id and a.kind = 'GIVEN'
        join transfers t on t.id = e.transfer_id
        where e.person_id = $1 and t.unit <> 'JPY' and t.happened_at >= $2 and t.happened_at < $3
        order by t.happened_at, t.seq
      """;

  static List<Good> goods(Tx tx, PersonId person, int year) {
    return tx.list(
        GOODS,
        row -> {
          String application = row.getString("app");
          return new Good(
              new CommunityId(row.getUUID("community_id")),
              row.getString("unit"),
              row.getLong("amount"),
              Days.of(Instants.of(row, "happened_at")),
              application == null ? null : UUID.fromString(application));
        },
        person.value(),
        start(year),
        start(year + 1));
  }

  private static final String PAYEES =
      MOVES
          + """
            select person_id, sum(thanks)::bigint as thanks, sum(travel)::bigint as travel,
                sum(withheld)::bigint as withheld, sum(net)::bigint as net, sum(fees)::bigint as fees
              from moves
              where community_id = $1 and at >= $2 and at < $3
                and ($4::uuid is null or person_id > $4)
              group by person_id order by person_id limit $5
            """;

  /** By person, after one of them. */
  static List<YearList.Payee> payees(
      Tx tx, CommunityId community, int year, @Nullable UUID after, int most) {
    return tx.list(
        PAYEES,
        row ->
            new YearList.Payee(
                new PersonId(row.getUUID("person_id")),
                "",
                row.getLong("fees"),
                row.getLong("withheld"),
                row.getLong("thanks"),
                row.getLong("travel"),
                row.getLong("net"),
                false),
        community.value(),
        start(year),
        start(year + 1),
        after,
        most);
  }

  private static final String NAMES_KEPT =
      """
      select distinct on (y.person_id) y.person_id, y.name
        from payees y left join ledger_persons p on p.id = y.person_id
       where y.community_id = $1 and y.person_id = any ($2) and coalesce(p.has_left, true)
       order by y.person_id, abs(y.year - $3), y.year
      """;

  /** What those of them were called who have left; for whoever may read papers. */
  static Map<UUID, String> namesKept(
      Tx tx, CommunityId community, Collection<UUID> persons, int year) {
    Map<UUID, String> names = new HashMap<>();
    UUID[] ids = persons.toArray(UUID[]::new);
    for (Row row : tx.asSystem(() -> tx.rows(NAMES_KEPT, community.value(), ids, year))) {
      names.put(row.getUUID("person_id"), row.getString("name"));
    }
    return names;
  }

  private static final String KEEP =
      """
      insert into year_lists (id, community_id, year, format, bytes, sha256, made_by, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, yui_now())
      """;
  private static final String LISTS =
      """
      select id, community_id, year, format, length(bytes) as size, sha256, made_at from year_lists
      """;
  private static final String ONE = LISTS + " where community_id = $1 and year = $2 and id = $3";
  private static final String OF_YEAR =
      LISTS + " where community_id = $1 and year = $2 order by id desc limit 20";
  private static final String BYTES = "select bytes from year_lists where id = $1";

  static void keep(
      Tx tx,
      UUID id,
      CommunityId community,
      int year,
      YearList.Format format,
      byte[] bytes,
      PersonId by) {
    tx.change(
        KEEP,
        id,
        community.value(),
        year,
        format.name(),
        Buffer.buffer(bytes),
        Buffer.buffer(Sha256.of(bytes)),
        by.value());
  }

  static Optional<YearList.Made> find(Tx tx, CommunityId community, int year, UUID id) {
    return tx.row(ONE, community.value(), year, id).map(YearStore::made);
  }

  /** The newest first. */
  static List<YearList.Made> made(Tx tx, CommunityId community, int year) {
    return tx.list(OF_YEAR, YearStore::made, community.value(), year);
  }

  static byte[] bytes(Tx tx, UUID id) {
    return tx.row(BYTES, id).orElseThrow().getBuffer("bytes").getBytes();
  }

  private static YearList.Made made(Row row) {
    YearList.Format format = YearList.Format.valueOf(row.getString("format"));
    int year = row.getInteger("year");
    return new YearList.Made(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        year,
        format,
        format.fileName(year),
        row.getInteger("size"),
        HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()),
        Instants.of(row, "made_at"));
  }

  private static Instant start(int year) {
    return Days.startOf(LocalDate.of(year, 1, 1));
  }
}
