package yui.matching;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import yui.db.Tx;
import yui.engine.ResidentRow;
import yui.engine.TaskRow;

/** What the feeder reads: the change log in the order of commits, and the rows as they are now. */
final class ChangeLog {
  // A row whose transaction began before another that still runs could be passed by that one.
  private static final String HEAD =
      """
      select epoch, trimmed_to::text as trimmed_to,
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
      select coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 as seconds
      from changes where (xid, seq) > ($1::text::xid8, $2::bigint)
      """;
  private static final String TASKS_OF_GROUP = "select id from tasks where group_id = any($1)";
  private static final String TASKS_OF_COMMUNITY =
      "select id from tasks where community_id = any($1)";
  private static final String TASKS_THAT_CLOSED =
      """
      select id from tasks where state = 'OPEN' and apply_until > $1 and apply_until <= $2
      """;
  private static final String LIVE_TASKS = "select id from tasks where state in ('OPEN', 'REVIEW')";
  private static final String RESIDENTS = Rows.RESIDENT + " where id = any($1)";
  private static final String TASKS = Rows.TASK + " where id = any($1)";
  private static final String NEXT_RESIDENTS =
      Rows.RESIDENT + " where id > $1 order by id limit $2";
  private static final String NEXT_TASKS =
      Rows.TASK + " where id > $1 and stage = 'OPEN' order by id limit $2";
  private static final String SIZES =
      """
      select (select count(*) from residents) + (select count(*) from tasks) as things
      """;
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

    /** Whether reading on from a position misses nothing. */
    boolean continues(Position position) {
      return position.epoch().equals(epoch)
          && position.xid() >= trimmedTo
          && position.xid() <= next;
    }

    /** Where reading begins for somebody who reads every row anew from now on. */
    Position beginning() {
      return new Position(epoch, firstRunning, 0);
    }
  }

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

  /** The age of the oldest change that was committed and not read, in seconds. */
  static double lagSeconds(Tx tx, Position position) {
    return tx.row(LAG, Long.toString(position.xid()), position.seq())
        .map(row -> row.getDouble("seconds"))
        .orElse(0.0);
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

  static List<UUID> liveTasks(Tx tx) {
    return tx.list(LIVE_TASKS, row -> row.getUUID("id"));
  }

  static List<ResidentRow> residents(Tx tx, UUID[] ids) {
    return Rows.residents(tx.rows(RESIDENTS, (Object) ids), tx.now());
  }

  static List<TaskRow> tasks(Tx tx, UUID[] ids) {
    return Rows.tasks(tx.rows(TASKS, (Object) ids));
  }

  static Rows.Page<ResidentRow> residentsAfter(Tx tx, UUID id, int most) {
    return Rows.residentPage(tx.rows(NEXT_RESIDENTS, id, most), most, tx.now());
  }

  static Rows.Page<TaskRow> openTasksAfter(Tx tx, UUID id, int most) {
    return Rows.taskPage(tx.rows(NEXT_TASKS, id, most), most);
  }

  static long things(Tx tx) {
    return tx.row(SIZES).map(row -> row.getLong("things")).orElse(0L);
  }

  static void trim(Tx tx) {
    tx.rows(TRIM);
  }
}
