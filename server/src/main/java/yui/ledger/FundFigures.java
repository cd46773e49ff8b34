package yui.ledger;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.db.Tx;

/** What has become of a community's funds, by fund and unit, by source, and in a fiscal year. */
final class FundFigures {

  /**
   * One fund in one unit.
   *
   * @param earned from it and not paid or handed over yet
   * @param left of the limit; null without one
   * @param earnedInYear from it in the fiscal year
   * @param paidInYear of what was earned in the fiscal year
   */
  record Line(
      Fund fund,
      String unit,
      @Nullable Long limit,
      @Nullable Long softLimit,
      long promised,
      long earned,
      long paid,
      @Nullable Long left,
      long earnedInYear,
      long paidInYear) {

    long used() {
      return promised + earned + paid;
    }
  }

  /** Everything that one source gives in one unit; the limit only where each fund has one. */
  record BySource(
      Fund.Source source,
      String name,
      String unit,
      @Nullable Long limit,
      long promised,
      long earned,
      long paid,
      long earnedInYear,
      long paidInYear) {}

  private record Key(UUID fund, String unit) {}

  private record Gone(long earned, long paid, long earnedInYear, long paidInYear) {}

  // Yen are paid by a run that is paid and did not come back, or came back and was paid again;
  // goods are given with the hand-overs of their application and line.
  private static final String GONE =
      """
      with moved as (
        select a.owner_id as fund, a.unit, -e.amount as amount, t.id, t.person_id,
            t.about ->> 'applicationId' as application, t.about ->> 'line' as line,
            t.happened_at >= $2 and t.happened_at < $3 as in_year
          from accounts a
          join entries e on e.account_id = a.id
          join transfers t on t.id = e.transfer_id
          where a.community_id = $1 and a.kind = 'FUND'
      ), settled as (
        select m.fund, m.unit, m.in_year, sum(m.amount)::bigint as earned,
            coalesce(sum(m.amount) filter (where z.state = 'PAID' and (r.transfer_id is null
              or exists (select from settlement_transfers s2
                join settlements z2 on z2.id = s2.settlement_id and z2.state = 'PAID'
                where s2.transfer_id = r.transfer_id))), 0)::bigint as paid
          from moved m
          left join settlement_transfers s on s.transfer_id = m.id
          left join settlements z on z.id = s.settlement_id
          left join settlement_returns r on r.settlement_id = s.settlement_id
            and r.person_id = s.person_id and r.unit = m.unit
          group by m.fund, m.unit, m.in_year
      ), handed as (
        select l.fund, l.unit, l.in_year,
            sum(least(l.earned, coalesce(h.given, 0)))::bigint as paid
          from (select m.fund, m.unit, m.application, m.line, bool_or(m.in_year) as in_year,
                sum(m.amount) as earned
              from moved m where m.unit <> 'JPY' and m.application is not null
              group by m.fund, m.unit, m.application, m.line) l
          left join lateral (select sum(x.quantity) as given from hand_overs x
            where x.application_id = l.application::uuid and x.reward_line = l.line::int
              and x.unit = l.unit) h on true
          group by l.fund, l.unit, l.in_year
      )
      select s.fund, s.unit, sum(s.earned)::bigint as earned,
          sum(greatest(s.paid, coalesce(h.paid, 0)))::bigint as paid,
          coalesce(sum(s.earned) filter (where s.in_year), 0)::bigint as earned_in_year,
          coalesce(sum(greatest(s.paid, coalesce(h.paid, 0))) filter (where s.in_year), 0)::bigint
            as paid_in_year
        from settled s
        left join handed h on h.fund = s.fund and h.unit = s.unit and h.in_year = s.in_year
        group by s.fund, s.unit
      """;

  private static final String PROMISED =
      """
      select a.owner_id as fund, a.unit, sum(b.debits_pending)::bigint as promised
        from accounts a join balances b on b.account_id = a.id
        where a.community_id = $1 and a.kind = 'FUND'
        group by a.owner_id, a.unit
      """;

  private FundFigures() {}

  /** In the funds' order; a fund for any unit has a line for each that it gave. */
  static List<Line> of(Tx tx, CommunityId community, List<Fund> funds, FiscalYear year) {
    Map<Key, Gone> gone = new TreeMap<>(ORDER);
    LocalDate after = year.last().plusDays(1);
    for (Row row :
        tx.rows(GONE, community.value(), Days.startOf(year.first()), Days.startOf(after))) {
      gone.put(
          key(row),
          new Gone(
              row.getLong("earned"),
              row.getLong("paid"),
              row.getLong("earned_in_year"),
              row.getLong("paid_in_year")));
    }
    Map<Key, Long> promised = new TreeMap<>(ORDER);
    tx.rows(PROMISED, community.value()).forEach(r -> promised.put(key(r), r.getLong("promised")));
    List<Line> lines = new ArrayList<>();
    for (Fund fund : funds) {
      Key own = new Key(fund.id().value(), fund.unit());
      lines.add(line(fund, own, gone, promised));
      promised.keySet().stream()
          .filter(key -> key.fund().equals(own.fund()) && !key.equals(own))
          .forEach(key -> lines.add(line(fund, key, gone, promised)));
    }
    return lines;
  }

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::fund).thenComparing(Key::unit);

  private static Key key(Row row) {
    return new Key(row.getUUID("fund"), row.getString("unit"));
  }

  private static Line line(Fund fund, Key key, Map<Key, Gone> gone, Map<Key, Long> promised) {
    Gone g = Optional.ofNullable(gone.get(key)).orElse(new Gone(0, 0, 0, 0));
    long pending = promised.getOrDefault(key, 0L);
    boolean limited = key.unit().equals(fund.unit());
    Long limit = limited ? fund.limit() : null;
    return new Line(
        fund,
        key.unit(),
        limit,
        limited ? fund.softLimit() : null,
        pending,
        g.earned() - g.paid(),
        g.paid(),
        limit == null ? null : limit - pending - g.earned(),
        g.earnedInYear(),
        g.paidInYear());
  }

  /** By source, its name and unit. */
  static List<BySource> bySource(List<Line> lines) {
    Map<List<String>, BySource> sums = new TreeMap<>(Comparator.comparing(List::toString));
    for (Line l : lines) {
      Fund f = l.fund();
      BySource one =
          new BySource(
              f.source(),
              f.sourceName(),
              l.unit(),
              l.limit(),
              l.promised(),
              l.earned(),
              l.paid(),
              l.earnedInYear(),
              l.paidInYear());
      List<String> key =
          List.of(f.source().ordinal() + f.source().name(), f.sourceName(), l.unit());
      sums.merge(key, one, FundFigures::sum);
    }
    return List.copyOf(sums.values());
  }

  private static BySource sum(BySource a, BySource b) {
    return new BySource(
        a.source(),
        a.name(),
        a.unit(),
        a.limit() == null || b.limit() == null ? null : a.limit() + b.limit(),
        a.promised() + b.promised(),
        a.earned() + b.earned(),
        a.paid() + b.paid(),
        a.earnedInYear() + b.earnedInYear(),
        a.paidInYear() + b.paidInYear());
  }
}
