package yui.stats;

import io.vertx.sqlclient.Row;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.db.Tx;

/** Counts a community's year, each thing by the month it belongs to. */
final class FiguresStore {
  private static final String MONTH = "to_char(%s at time zone 'Asia/Tokyo', 'YYYY-MM') as month";

  private static final String POSTED =
      """
      select %s, count(*) as tasks from figures_tasks
        where community_id = $1 and published_at >= $2 and published_at < $3
          and state <> 'CANCELLED'
        group by 1
      """
          .formatted(MONTH.formatted("published_at"));
  private static final String PLACES =
      """
      select %s, sum(capacity)::bigint as places, sum(taken)::bigint as taken from figures_slots
        where community_id = $1 and starts_at >= $2 and starts_at < $3
          and state in ('OPEN', 'CLOSED', 'DONE', 'SETTLED')
        group by 1
      """
          .formatted(MONTH.formatted("starts_at"));
  private static final String APPLIED =
      """
      select %s, count(*) as applications from figures_applications
        where community_id = $1 and created_at >= $2 and created_at < $3
        group by 1
      """
          .formatted(MONTH.formatted("created_at"));
  private static final String NEEDED =
      """
      select %s, count(*) as needs,
          count(*) filter (where state in ('TASKED', 'ANSWERED')) as solved
        from figures_needs
        where community_id = $1 and created_at >= $2 and created_at < $3
        group by 1
      """
          .formatted(MONTH.formatted("created_at"));

  // The year's own row has no month: people are counted once in it.
  private static final String CAME =
      """
      with came as (
        select %s, person_id, heads, minutes from figures_presence
          where community_id = $1 and starts_at >= $2 and starts_at < $3)
      select month, count(distinct person_id) as people, coalesce(sum(heads), 0)::bigint as times,
          coalesce(sum(heads * minutes), 0)::bigint / 60 as hours
        from came group by grouping sets ((month), ())
      """
          .formatted(MONTH.formatted("starts_at"));
  private static final String FIRST =
      """
      select %s, count(*) as first_timers
        from (select person_id, min(starts_at) as first_at from figures_presence
          where community_id = $1 group by person_id) f
        where first_at >= $2 and first_at < $3
        group by 1
      """
          .formatted(MONTH.formatted("first_at"));
  private static final String EARNED =
      """
      select %s, unit, purpose, sum(amount)::bigint as amount from figures_earned
        where community_id = $1 and happened_at >= $2 and happened_at < $3
        group by 1, 2, 3
      """
          .formatted(MONTH.formatted("happened_at"));
  private static final String GROUPS =
      """
      with posted as (
        select group_id, count(*) as tasks from figures_tasks
          where community_id = $1 and published_at >= $2 and published_at < $3
            and state <> 'CANCELLED' group by 1
      ), came as (
        select group_id, count(distinct person_id) as people, sum(heads)::bigint as times
          from figures_presence
          where community_id = $1 and starts_at >= $2 and starts_at < $3 group by 1
      )
      select g.id, g.name, coalesce(p.tasks, 0) as tasks, coalesce(c.people, 0) as people,
          coalesce(c.times, 0) as times
        from figures_groups g
        left join posted p on p.group_id = g.id
        left join came c on c.group_id = g.id
        where g.community_id = $1 and (p.tasks is not null or c.times is not null)
        order by times desc, tasks desc, g.name
      """;

  private FiguresStore() {}

  static Figures read(Tx tx, CommunityId community, FiscalYear year) {
    Object[] span = {
      community.value(), Days.startOf(year.first()), Days.startOf(year.last().plusDays(1))
    };
    Map<String, Map<String, Long>> counts = new HashMap<>();
    for (String sql : List.of(POSTED, PLACES, APPLIED, NEEDED, CAME, FIRST)) {
      for (Row row : tx.rows(sql, span)) {
        String month = row.getString("month");
        Map<String, Long> into =
            counts.computeIfAbsent(month == null ? "" : month, m -> new HashMap<>());
        for (int i = 1; i < row.size(); i++) into.put(row.getColumnName(i), row.getLong(i));
      }
    }
    Map<String, Long> goods = new TreeMap<>();
    for (Row row : tx.rows(EARNED, span)) {
      String unit = row.getString("unit");
      long amount = row.getLong("amount");
      String what =
          switch (unit) {
            case "JPY" -> row.getString("purpose").equals("TRAVEL") ? "travel_yen" : "cash_yen";
            case "MEAL" -> "meals";
            default -> "";
          };
      if (what.isEmpty()) goods.merge(unit, amount, Long::sum);
      else
        counts
            .computeIfAbsent(row.getString("month"), m -> new HashMap<>())
            .merge(what, amount, Long::sum);
    }
    List<Figures.Month> months = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      YearMonth month = YearMonth.from(year.first()).plusMonths(i);
      months.add(new Figures.Month(month, counts(counts.getOrDefault(month.toString(), Map.of()))));
    }
    return new Figures(
        year.year(),
        months,
        total(months, counts.getOrDefault("", Map.of())),
        tx.list(
            GROUPS,
            row ->
                new Figures.OfGroup(
                    row.getUUID("id"),
                    row.getString("name"),
                    row.getLong("tasks"),
                    row.getLong("people"),
                    row.getLong("times")),
            span),
        goods.entrySet().stream()
            .filter(e -> e.getValue() != 0)
            .map(e -> new Figures.Goods(e.getKey(), e.getValue()))
            .toList());
  }

  private static Figures.Counts counts(Map<String, Long> of) {
    return new Figures.Counts(
        of.getOrDefault("tasks", 0L),
        of.getOrDefault("places", 0L),
        of.getOrDefault("taken", 0L),
        of.getOrDefault("applications", 0L),
        of.getOrDefault("people", 0L),
        of.getOrDefault("times", 0L),
        of.getOrDefault("first_timers", 0L),
        of.getOrDefault("hours", 0L),
        of.getOrDefault("cash_yen", 0L),
        of.getOrDefault("travel_yen", 0L),
        of.getOrDefault("meals", 0L),
        of.getOrDefault("needs", 0L),
        of.getOrDefault("solved", 0L));
  }

  private static Figures.Counts total(List<Figures.Month> months, Map<String, Long> year) {
    return new Figures.Counts(
        sum(months, Figures.Counts::tasks),
        sum(months, Figures.Counts::places),
        sum(months, Figures.Counts::taken),
        sum(months, Figures.Counts::applications),
        year.getOrDefault("people", 0L),
        sum(months, Figures.Counts::times),
        sum(months, Figures.Counts::firstTimers),
        year.getOrDefault("hours", 0L),
        sum(months, Figures.Counts::cashYen),
        sum(months, Figures.Counts::travelYen),
        sum(months, Figures.Counts::meals),
        sum(months, Figures.Counts::needs),
        sum(months, Figures.Counts::solved));
  }

  private static long sum(List<Figures.Month> months, ToLongFunction<Figures.Counts> of) {
    return months.stream().map(Figures.Month::counts).mapToLong(of).sum();
  }
}
