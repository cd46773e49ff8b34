package yui.stats;

import io.vertx.sqlclient.Row;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.db.Tx;

/** Counts a community's year, each thing by the month it belongs to. */
final class FiguresStore {
  // KEY is what a line is of: a month, or, in the same reading, a community as well; SETS groups by
  // it; OF is which rows count.
  private static final int UUID_LENGTH = 36;
  private static final String ONE = "community_id = $1";
  private static final String ALL = "$1::uuid is null";

  private static final Counted POSTED =
      new Counted(
          "published_at",
          """
      select KEY as key, count(*) as tasks
        from (select MONTH as month, community_id::text as community from figures_tasks
          where OF and published_at >= $2 and published_at < $3 and state <> 'CANCELLED') f
        group by grouping sets (SETS)
      """);
  private static final Counted PLACES =
      new Counted(
          "starts_at",
          """
      select KEY as key, sum(capacity)::bigint as places, sum(taken)::bigint as taken
        from (select MONTH as month, community_id::text as community, capacity, taken
          from figures_slots
          where OF and starts_at >= $2 and starts_at < $3
            and state in ('OPEN', 'CLOSED', 'DONE', 'SETTLED')) f
        group by grouping sets (SETS)
      """);
  private static final Counted APPLIED =
      new Counted(
          "created_at",
          """
      select KEY as key, count(*) as applications
        from (select MONTH as month, community_id::text as community from figures_applications
          where OF and created_at >= $2 and created_at < $3) f
        group by grouping sets (SETS)
      """);
  private static final Counted NEEDED =
      new Counted(
          "created_at",
          """
      select KEY as key, count(*) as needs,
          count(*) filter (where state in ('TASKED', 'ANSWERED')) as solved
        from (select MONTH as month, community_id::text as community, state from figures_needs
          where OF and created_at >= $2 and created_at < $3) f
        group by grouping sets (SETS)
      """);

  // The year's own row has no month: people are counted once in it.
  private static final Counted CAME =
      new Counted(
          "starts_at",
          """
      select KEY as key, count(distinct person_id) as people,
          coalesce(sum(heads), 0)::bigint as times,
          coalesce(sum(heads * minutes), 0)::bigint / 60 as hours
        from (select MONTH as month, community_id::text as community, person_id, heads, minutes
          from figures_presence where OF and starts_at >= $2 and starts_at < $3) f
        group by grouping sets (SETS, ())
      """);
  private static final Counted FIRST =
      new Counted(
          "first_at",
          """
      select KEY as key, count(*) as first_timers
        from (select MONTH as month, community_id::text as community
          from (select community_id, person_id, min(starts_at) as first_at from figures_presence
            where OF group by community_id, person_id) g
          where first_at >= $2 and first_at < $3) f
        group by grouping sets (SETS)
      """);
  private static final Counted EARNED =
      new Counted(
          "happened_at",
          """
      select KEY as key, unit, purpose, sum(amount)::bigint as amount
        from (select MONTH as month, community_id::text as community, unit, purpose, amount
          from figures_earned where OF and happened_at >= $2 and happened_at < $3) f
        group by grouping sets (SETS), unit, purpose
      """);
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

  /** A count and the moment that puts a row into its month. */
  private record Counted(String moment, String text) {
    String byMonth() {
      return told("month", "(month)", ONE);
    }

    String byMonthAndCommunity() {
      return told("coalesce(month, community)", "(month), (community)", ALL);
    }

    private String told(String key, String sets, String of) {
      String month = "to_char(%s at time zone 'Asia/Tokyo', 'YYYY-MM')".formatted(moment);
      return text.replace("MONTH", month)
          .replace("KEY", key)
          .replace("SETS", sets)
          .replace("OF", of);
    }
  }

  private static final List<Counted> COUNTS = List.of(POSTED, PLACES, APPLIED, NEEDED, CAME, FIRST);

  private FiguresStore() {}

  /** Every community's year, and all of them together by month. */
  static AllFigures readAll(Tx tx, FiscalYear year) {
    @Nullable Object[] span = span(null, year);
    Map<String, Map<String, Long>> counts = new HashMap<>();
    countAll(tx, Counted::byMonthAndCommunity, span, counts);
    earned(tx, EARNED.byMonthAndCommunity(), span, counts);
    List<Figures.Month> months = months(year, counts);
    Map<UUID, Figures.Counts> communities = new HashMap<>();
    counts.forEach(
        (key, of) -> {
          if (key.length() == UUID_LENGTH) communities.put(UUID.fromString(key), counts(of));
        });
    return AllFigures.of(
        year.year(), months, total(months, counts.getOrDefault("", Map.of())), communities);
  }

  private static @Nullable Object[] span(@Nullable CommunityId community, FiscalYear year) {
    return new @Nullable Object[] {
      community == null ? null : community.value(),
      Days.startOf(year.first()),
      Days.startOf(year.last().plusDays(1))
    };
  }

  private static void countAll(
      Tx tx,
      Function<Counted, String> sql,
      @Nullable Object[] span,
      Map<String, Map<String, Long>> counts) {
    int done = 0;
    for (Counted counted : COUNTS) {
      // What was earned comes after these.
      tx.pace().at(done++, COUNTS.size() + 1);
      count(tx, sql.apply(counted), span, counts);
    }
    tx.pace().at(done, COUNTS.size() + 1);
  }

  private static void count(
      Tx tx, String sql, @Nullable Object[] span, Map<String, Map<String, Long>> counts) {
    for (Row row : tx.rows(sql, span)) {
      String key = row.getString("key");
      Map<String, Long> into = counts.computeIfAbsent(key == null ? "" : key, k -> new HashMap<>());
      for (int i = 1; i < row.size(); i++) into.put(row.getColumnName(i), row.getLong(i));
    }
  }

  /** Adds what was earned to the counts and answers the produce in it. */
  private static Map<String, Long> earned(
      Tx tx, String sql, @Nullable Object[] span, Map<String, Map<String, Long>> counts) {
    Map<String, Long> goods = new TreeMap<>();
    for (Row row : tx.rows(sql, span)) {
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
            .computeIfAbsent(row.getString("key"), m -> new HashMap<>())
            .merge(what, amount, Long::sum);
    }
    return goods;
  }

  private static List<Figures.Month> months(
      FiscalYear year, Map<String, Map<String, Long>> counts) {
    List<Figures.Month> months = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      YearMonth month = YearMonth.from(year.first()).plusMonths(i);
      months.add(new Figures.Month(month, counts(counts.getOrDefault(month.toString(), Map.of()))));
    }
    return months;
  }

  static Figures read(Tx tx, CommunityId community, FiscalYear year) {
    @Nullable Object[] span = span(community, year);
    Map<String, Map<String, Long>> counts = new HashMap<>();
    countAll(tx, Counted::byMonth, span, counts);
    Map<String, Long> goods = earned(tx, EARNED.byMonth(), span, counts);
    List<Figures.Month> months = months(year, counts);
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
