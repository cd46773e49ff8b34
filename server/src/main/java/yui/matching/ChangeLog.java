package yui.matching;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import yui.db.Tx;
import yui.engine.ResidentRow;
import yui.engine.TaskRow;

/** What the feeder reads: the change log in the order of commits, and the rows as they are now. */
final class ChangeLog {
  // A row whose transaction began before another that still runs could be passed by that one.
  private static final String HEAD =
      """
      select feed_history() as epoch, trimmed_to::text as trimmed_to,
        pg_snapshot_xmin(pg_current_snapshot())::text as first_running,
        pg_snapshot_xmax(pg_current_snapshot())::text as next
      from feed_epoch
      """;
  private static final String AFTER =
      """
      select xid::text as xid, seq, kind, id from changes
      where (xid, seq) > ($1::text::xid8, $2::bigint)
        and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by xid, seq limit $3
      """;
  private static final String LAG =
      """
      select count(*) as lines,
        coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 as seconds
      from (select at from changes where (xid, seq) > ($1::text::xid8, $2::bigint)
        order by xid, seq limit 100000) behind
      """;
  private static final String WRITER =
      """
      select concat('process ', a.pid, ' of ', a.usename, ' on ', a.datname) as writer
      from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'transactionid' and l.granted and l.mode = 'ExclusiveLock'
        and l.transactionid = $1::text::xid8::xid
      """;
  private static final String TASKS_OF_GROUP =
      "select id from tasks where group_id = any($1) and state = 'OPEN'";
  private static final String TASKS_OF_COMMUNITY =
      "select id from tasks where community_id = any($1) and state = 'OPEN'";
  private static final String TASKS_THAT_CLOSED =
      """
      select id from tasks where state = 'OPEN' and apply_until > $1 and apply_until <= $2
      """;
  private static final String OPEN_TASKS = "select id from tasks where state = 'OPEN'";
  private static final String RESIDENTS = Rows.RESIDENT + " where id = any($1)";
  private static final String TASKS = Rows.TASK + " where id = any($1)";
  private static final String NEXT_RESIDENTS =
      "select person_id as id from residents where person_id > $1 order by person_id limit $2";
  private static final String NEXT_TASKS =
      "select id from tasks where state = 'OPEN' and id > $1 order by id limit $2";
  // Counting millions takes longer than a statement may; the planner's guess will do for progress.
  private static final String SIZES =
      """
      select sum(case when reltuples > 200000 then reltuples::bigint
        when oid = 'residents'::regclass
          then (select count(*) from (select from residents limit 200000) few)
        else (select count(*) from (select from tasks where state = 'OPEN' limit 200000) few)
        end)::bigint as things
      from pg_class where oid in ('residents'::regclass, 'tasks'::regclass)
      """;
  private static final String REGISTER = "select register_feed_reader($1, $2, $3::text::xid8)";
  private static final String TRIM = "select trim_changes()";

  /** One line of the log. */
  record Line(long xid, long seq, Kind kind, UUID id) {}

  /** What a line is about. */
  enum Kind {
    RESIDENT,
    TASK,
    GROUP,
    COMMUNITY
  }

  /** Where the log stands: its epoch, up to where it is forgotten, which transactions may run. */
  record Head(UUID epoch, long trimmedTo, long firstRunning, long next) {

    /** Why reading on from a position would miss something, if it would. */
    Optional<String> forgets(Position position) {
      if (!position.epoch().equals(epoch)) return Optional.of("the database is another");
      if (position.xid() > next) return Optional.of("the index is ahead of the database");
      return position.xid() < trimmedTo
          ? Optional.of("the change log is forgotten up to a later place")
          : Optional.empty();
    }
  }

  /** How much was committed and not read: so many lines (100,000 at most), the oldest so old. */
  record Lag(long lines, double seconds) {}

  private ChangeLog() {}

  static Head head(Tx tx) {
    return tx.row(HEAD)
        .map(
            row ->
                new Head(
                    row.getUUID("epoch"),
                    Long.parseLong(row.getString("trimmed_to")),
                    Long.parseLong(row.getString("first_running")),
                    Long.parseLong(row.getString("next"))))
        .orElseThrow(() -> new IllegalStateException("no feed epoch"));
  }

  static List<Line> after(Tx tx, Position position, int most) {
    return tx.list(
        AFTER,
        row ->
            new Line(
                Long.parseLong(row.getString("xid")),
                row.getLong("seq"),
                Kind.valueOf(row.getString("kind")),
                row.getUUID("id")),
        Long.toString(position.xid()),
        position.seq(),
        most);
  }

  static Lag lag(Tx tx, Position position) {
    return tx.row(LAG, Long.toString(position.xid()), position.seq())
        .map(row -> new Lag(row.getLong("lines"), row.getDouble("seconds")))
        .orElse(new Lag(0, 0));
  }

  /** Whose transaction it is, as far as it still runs. */
  static Optional<String> writer(Tx tx, long xid) {
    return tx.row(WRITER, Long.toString(xid)).map(row -> row.getString("writer"));
  }

  static List<UUID> tasksOfGroups(Tx tx, UUID[] groups) {
    return tx.list(TASKS_OF_GROUP, row -> row.getUUID("id"), (Object) groups);
  }

  static List<UUID> tasksOfCommunities(Tx tx, UUID[] communities) {
    return tx.list(TASKS_OF_COMMUNITY, row -> row.getUUID("id"), (Object) communities);
  }

  /** Open tasks whose time to apply ran out between two moments. */
  static List<UUID> tasksThatClosed(Tx tx, Instant after, Instant until) {
    return tx.list(TASKS_THAT_CLOSED, row -> row.getUUID("id"), after, until);
  }

  static List<UUID> openTasks(Tx tx) {
    return tx.list(OPEN_TASKS, row -> row.getUUID("id"));
  }

  static List<ResidentRow> residents(Tx tx, UUID[] ids) {
    return Rows.residents(tx.rows(RESIDENTS, (Object) ids), tx.now());
  }

  static List<TaskRow> tasks(Tx tx, UUID[] ids) {
    return Rows.tasks(tx.rows(TASKS, (Object) ids));
  }

  static List<UUID> residentsAfter(Tx tx, UUID id, int most) {
    return tx.list(NEXT_RESIDENTS, row -> row.getUUID("id"), id, most);
  }

  static List<UUID> openTasksAfter(Tx tx, UUID id, int most) {
    return tx.list(NEXT_TASKS, row -> row.getUUID("id"), id, most);
  }

  /** About how many residents and tasks there are. */
  static long things(Tx tx) {
    return tx.row(SIZES).map(row -> row.getLong("things")).orElse(0L);
  }

  /** Says how far an index has it on disk; what all have is forgotten in time. */
  static void register(Tx tx, UUID reader, String place, long xid) {
    tx.rows(REGISTER, reader, place, Long.toString(xid));
  }

  static void trim(Tx tx) {
    tx.rows(TRIM);
  }
}
