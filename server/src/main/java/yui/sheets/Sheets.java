package yui.sheets;

import io.vertx.sqlclient.Row;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.GroupId;
import yui.core.Refusal;
import yui.db.Tx;

/** What stands on the sheets, and for whom they are made. */
public final class Sheets {
  private static final int MOST = 40;
  static final int LONGEST_YEARS = 5;

  private static final String OPEN =
      """
      select task_id, title, min(starts_at) as starts_at from sheet_days
        where community_id = $1 and ($2::uuid is null or group_id = $2::uuid) and state = 'OPEN'
          and starts_at >= $3 and starts_at < $4 and ends_at > $5
        group by task_id, title order by 3, 1 limit $6
      """;
  private static final String DONE =
      """
      select d.task_id, d.title, min(d.starts_at) as starts_at,
          coalesce(sum(p.heads), 0)::bigint as times
        from sheet_days d
        left join (select slot_id, sum(heads) as heads from figures_presence group by slot_id) p
          on p.slot_id = d.slot_id
        where d.community_id = $1 and ($2::uuid is null or d.group_id = $2::uuid)
          and d.starts_at >= $3 and d.starts_at < $4 and d.ends_at <= $5
        group by d.task_id, d.title having coalesce(sum(p.heads), 0) > 0
        order by 3, 1 limit $6
      """;
  private static final String CAME =
      """
      select count(distinct person_id) as people, coalesce(sum(heads), 0)::bigint as times,
          coalesce(sum(heads * minutes), 0)::bigint / 60 as hours
        from figures_presence
        where community_id = $1 and group_id = $2 and starts_at >= $3 and starts_at < $4
      """;
  private static final String NAMES =
      """
      select n.display_name from sheet_names n
        where n.person_id in (select p.person_id from figures_presence p
          where p.community_id = $1 and p.group_id = $2 and p.starts_at >= $3 and p.starts_at < $4)
        order by n.display_name collate "C"
      """;
  private static final String WORK =
      """
      select d.task_id, d.title, sum(p.heads)::bigint as times
        from figures_presence p join sheet_days d on d.slot_id = p.slot_id
        where p.community_id = $1 and p.group_id = $2 and p.starts_at >= $3 and p.starts_at < $4
        group by d.task_id, d.title order by times desc, d.title limit 12
      """;
  private static final String GIVEN =
      """
      select unit, sum(quantity)::bigint as amount from sheet_given
        where community_id = $1 and group_id = $2 and given_at >= $3 and given_at < $4
        group by unit order by unit
      """;

  private final Communities communities;

  public Sheets(Communities communities) {
    this.communities = communities;
  }

  /** The groups a caller may make sheets for. */
  List<Group> groups(Tx tx, Caller caller, CommunityId community) {
    communities.get(tx, community);
    if (!caller.posts(community) && !caller.audits(community)) {
      throw Refusal.forbidden("forbidden");
    }
    return communities.groups(tx, community).stream()
        .filter(group -> reads(caller, community, group.id()))
        .toList();
  }

  private static boolean reads(Caller caller, CommunityId community, GroupId group) {
    return caller.isAdmin() || caller.audits(community) || caller.actsFor(community, group);
  }

  /**
   * From the Monday of a day's week on; a host who names no group gets the first of theirs.
   *
   * @param weeks how many, one to four
   */
  Circular circular(
      Tx tx,
      Caller caller,
      CommunityId community,
      Optional<GroupId> asked,
      LocalDate day,
      int weeks) {
    List<Group> groups = groups(tx, caller, community);
    GroupId group = chosen(caller, community, asked, groups);
    LocalDate from = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    LocalDate end = from.plusWeeks(weeks);
    @Nullable UUID within = group == null ? null : group.value();
    return tx.seenBy(
        caller,
        () ->
            new Circular(
                community,
                group,
                from,
                end.minusDays(1),
                tx.list(
                    OPEN,
                    Sheets::coming,
                    community.value(),
                    within,
                    Days.startOf(from),
                    Days.startOf(end),
                    tx.now(),
                    MOST),
                tx.list(
                    DONE,
                    Sheets::done,
                    community.value(),
                    within,
                    Days.startOf(from.minusWeeks(weeks)),
                    Days.startOf(end),
                    tx.now(),
                    MOST)));
  }

  private static @Nullable GroupId chosen(
      Caller caller, CommunityId community, Optional<GroupId> asked, List<Group> groups) {
    if (asked.isPresent()) {
      return groups.stream()
          .map(Group::id)
          .filter(asked.get()::equals)
          .findFirst()
          .orElseThrow(() -> Refusal.forbidden("forbidden"));
    }
    boolean seesAll = caller.isAdmin() || caller.audits(community) || caller.coordinates(community);
    return seesAll || groups.isEmpty() ? null : groups.getFirst().id();
  }

  private static Circular.Coming coming(Row row) {
    return new Circular.Coming(
        row.getUUID("task_id"),
        row.getString("title"),
        row.getOffsetDateTime("starts_at").toInstant());
  }

  private static Circular.Done done(Row row) {
    return new Circular.Done(
        row.getUUID("task_id"),
        row.getString("title"),
        row.getOffsetDateTime("starts_at").toInstant(),
        row.getLong("times"));
  }

  /** What a group thanks for between two days. */
  ThanksSheet thanks(
      Tx tx, Caller caller, CommunityId community, GroupId asked, LocalDate from, LocalDate to) {
    GroupId group =
        groups(tx, caller, community).stream()
            .map(Group::id)
            .filter(asked::equals)
            .findFirst()
            .orElseThrow(() -> Refusal.forbidden("forbidden"));
    if (to.isBefore(from) || from.plusYears(LONGEST_YEARS).isBefore(to)) {
      throw Refusal.invalid("#/query/to", "end_before_start");
    }
    Object[] span = {
      community.value(), group.value(), Days.startOf(from), Days.startOf(to.plusDays(1))
    };
    // The rows are this group's alone; who may read a profile is not asked of a name told freely.
    return tx.asSystem(
        () -> {
          Row came = tx.row(CAME, span).orElseThrow();
          return new ThanksSheet(
              group,
              from,
              to,
              came.getLong("people"),
              came.getLong("times"),
              came.getLong("hours"),
              tx.list(NAMES, row -> row.getString("display_name"), span),
              tx.list(
                  WORK,
                  row ->
                      new ThanksSheet.Done(
                          row.getUUID("task_id"), row.getString("title"), row.getLong("times")),
                  span),
              tx.list(
                  GIVEN,
                  row -> new ThanksSheet.Given(row.getString("unit"), row.getLong("amount")),
                  span));
        });
  }
}
