package yui.ledger;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/**
 * The months of a community's books, which the official desk closes one after another. A closed
 * month stays closed: what is found out later is a transfer of a later month.
 */
final class Periods {
  private final Seals seals = new Seals();

  /**
   * A closed month.
   *
   * @param openPromises promises for work up to then on which nobody had said a word
   */
  record Period(YearMonth month, Instant closedAt, PersonId closedBy, int openPromises) {}

  /** What the books of a month say of one sort of movement in one unit. */
  record Moved(Code code, Purpose purpose, String unit, long count, long amount) {}

  /** A promise for work up to a month's end on which nobody has said a word. */
  record Open(
      TransferId id, PersonId personId, String unit, long amount, About about, Instant on) {}

  private static final String PERIODS =
      """
      select month, closed_at, closed_by, open_promises from ledger_periods
        where community_id = $1 and ($2::date is null or month < $2)
        order by month desc limit $3
      """;

  /** Newest first, before a month. */
  List<Period> list(
      Tx tx, Caller caller, CommunityId community, @Nullable YearMonth before, int most) {
    Rights.read(caller, community);
    return tx.list(
        PERIODS, Periods::period, community.value(), before == null ? null : before.atDay(1), most);
  }

  private static final String BEGIN =
      """
      select (select max(month) from ledger_periods where community_id = $1) as closed,
          (select min(happened_at) from transfers where community_id = $1) as first
      """;

  /**
   * The months that may be closed next, oldest first: the one after the last closed; before any
   * was, whichever the community likes to begin with.
   */
  List<YearMonth> closable(Tx tx, CommunityId community) {
    Row row = tx.row(BEGIN, community.value()).orElseThrow();
    YearMonth last = YearMonth.from(Days.of(tx.now())).minusMonths(1);
    LocalDate closed = row.getLocalDate("closed");
    if (closed != null) {
      YearMonth next = YearMonth.from(closed).plusMonths(1);
      return next.isAfter(last) ? List.of() : List.of(next);
    }
    Instant first = Instants.maybe(row, "first");
    YearMonth from = first == null ? last : YearMonth.from(Days.of(first));
    List<YearMonth> months = new ArrayList<>();
    for (YearMonth m = last; !m.isBefore(from) && months.size() < 24; m = m.minusMonths(1)) {
      months.add(m);
    }
    Collections.reverse(months);
    return months.isEmpty() ? List.of(last) : months;
  }

  private static final String LAST =
      """
      select seal_position, seal_digest from ledger_periods
        where community_id = $1 order by month desc limit 1
      """;
  private static final String CLOSE =
      """
      insert into ledger_periods (community_id, month, closed_by, ends_at, seal_position,
          seal_digest, open_promises, closed_at)
        values ($1, $2, $3, yui_now(), 0, '', 0, yui_now())
      """;
  private static final String ONE =
      """
      select month, closed_at, closed_by, open_promises from ledger_periods
        where community_id = $1 and month = $2
      """;

  /** Closes a month that is over, after a look at every seal since the last close. */
  Period close(Tx tx, Caller caller, CommunityId community, YearMonth month) {
    Rights.settle(caller, community);
    Optional<Row> last = tx.row(LAST, community.value());
    List<Seals.Finding> findings =
        seals.verifySince(
            tx,
            community,
            last.map(row -> row.getLong("seal_position")).orElse(0L),
            last.map(row -> row.getBuffer("seal_digest")).orElseGet(Buffer::buffer));
    if (!findings.isEmpty()) {
      throw Refusal.conflict("books_disagree", Map.of("n", findings.size()));
    }
    tx.change(CLOSE, community.value(), month.atDay(1), caller.known().value());
    Audit.write(tx, caller.known(), community, "period_close", Map.of("month", month.toString()));
    return tx.row(ONE, community.value(), month.atDay(1)).map(Periods::period).orElseThrow();
  }

  private static final String MOVED =
      """
      select t.code, t.purpose, t.unit, count(*) as n, sum(t.amount)::bigint as amount
        from transfers t
        where t.community_id = $1 and t.happened_at >= $2 and t.happened_at < $3
          and t.kind in ('POST_PENDING', 'DIRECT')
        group by t.code, t.purpose, t.unit order by t.code, t.purpose, t.unit
      """;

  /** What a month's books say. */
  List<Moved> moved(Tx tx, CommunityId community, YearMonth month) {
    return tx.list(
        MOVED,
        row ->
            new Moved(
                Code.of(row.getString("code")),
                Purpose.valueOf(row.getString("purpose")),
                row.getString("unit"),
                row.getLong("n"),
                row.getLong("amount")),
        community.value(),
        Days.startOf(month.atDay(1)),
        Days.startOf(month.plusMonths(1).atDay(1)));
  }

  private static final String OPEN =
      """
      select t.id, t.person_id, t.unit, t.amount, t.about, t.happened_at
        from transfers t join accounts a on a.id = t.debit_account and a.kind in ('FUND', 'GROUP')
        where t.community_id = $1 and t.kind = 'PENDING' and t.happened_at < $2
          and not exists (select from transfers r where r.pending_id = t.id)
        order by t.happened_at, t.id limit $3
      """;

  /** Promises for work up to a month's end on which nobody has said a word, oldest first. */
  List<Open> open(Tx tx, CommunityId community, YearMonth month, int most) {
    return tx.list(
        OPEN,
        row ->
            new Open(
                new TransferId(row.getUUID("id")),
                new PersonId(row.getUUID("person_id")),
                row.getString("unit"),
                row.getLong("amount"),
                About.of(row.getJsonObject("about")),
                Instants.of(row, "happened_at")),
        community.value(),
        Days.startOf(month.plusMonths(1).atDay(1)),
        most);
  }

  private static final String UNDER_WAY =
      """
      select id from settlements
        where community_id = $1 and state in ('CHECKED', 'FROZEN', 'EXPORTED') order by until
      """;

  /** Runs between somebody's look and the payment; no month closes meanwhile. */
  List<UUID> underWay(Tx tx, CommunityId community) {
    return tx.list(UNDER_WAY, row -> row.getUUID("id"), community.value());
  }

  private static Period period(Row row) {
    return new Period(
        YearMonth.from(row.getLocalDate("month")),
        Instants.of(row, "closed_at"),
        new PersonId(row.getUUID("closed_by")),
        row.getInteger("open_promises"));
  }
}
