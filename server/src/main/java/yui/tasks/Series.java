package yui.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.web.Json;

/** Work that comes again: a draft an occurrence, made half a year ahead, extended by a job. */
public final class Series {
  /** The rule, counted from a day, that day the first. */
  record Entry(String rule, LocalDate from) {}

  /** One occurrence: its day and its task, none yet in a preview. */
  record Occurrence(LocalDate day, @Nullable TaskId taskId) {}

  /** A series with what is made of it. */
  record Shown(
      @Nullable UUID id,
      GroupId groupId,
      String title,
      String rule,
      LocalDate from,
      LocalDate madeUntil,
      boolean ended,
      @Nullable String stoppedBy,
      List<Occurrence> occurrences) {}

  private static final int WEEKS_AHEAD = 26;
  private static final String FIELDS =
      """
      select id, community_id, group_id, title, rule, starts_on, body, hours, made_until, opened_by,
        ended_at, stopped_by
      from task_series
      """;
  private static final String ADD =
      """
      insert into task_series (id, community_id, group_id, title, rule, starts_on, body, hours,
        made_until, opened_by, opened_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """;
  private static final String FIND = FIELDS + "where id = $1";
  private static final String LIST =
      FIELDS + "where community_id = $1 order by ended_at is not null, title, id";
  private static final String TO_EXTEND =
      """
      select id from task_series where ended_at is null and made_until < $1 order by id limit 50
      """;
  private static final String LOCK = FIELDS + "where id = $1 and ended_at is null for update";
  private static final String MADE = "update task_series set made_until = $2 where id = $1";
  private static final String END =
      "update task_series set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null";
  private static final String STOP =
      "update task_series set ended_at = $2, stopped_by = $3 where id = $1 and ended_at is null";
  private static final String LINK =
      "update tasks set series_id = $2, occurs_on = $3 where id = $1";
  private static final String OCCURRENCES =
      """
      select id, occurs_on from tasks where series_id = $1 order by occurs_on
      """;

  private final Tasks tasks;
  private final Posting posting;

  public Series(Tasks tasks, Posting posting) {
    this.tasks = tasks;
    this.posting = posting;
  }

  /** Which days it would be, changing nothing. */
  Shown preview(Tx tx, Caller caller, TaskId id, Entry entry) {
    Task task = pattern(tx, caller, id);
    LocalDate until = Days.of(tx.now()).plusWeeks(WEEKS_AHEAD);
    return new Shown(
        null,
        task.groupId(),
        task.title(),
        entry.rule(),
        entry.from(),
        until,
        false,
        null,
        days(tx, entry, until).stream().map(day -> new Occurrence(day, null)).toList());
  }

  Shown open(Tx tx, Caller caller, TaskId taskId, Entry entry) {
    Task task = pattern(tx, caller, taskId);
    LocalDate until = Days.of(tx.now()).plusWeeks(WEEKS_AHEAD);
    List<LocalDate> days = days(tx, entry, until);
    UUID id = Ids.next();
    return tx.actingFor(
        task.communityId(),
        caller,
        () -> {
          tx.change(
              ADD,
              id,
              task.communityId().value(),
              task.groupId().value(),
              task.title(),
              entry.rule(),
              entry.from(),
              new JsonObject(Copies.body(task).toString()),
              new JsonArray(Json.write(Copies.hours(task))),
              until,
              caller.known().value(),
              tx.now());
          Row row = tx.row(FIND, id).orElseThrow();
          days.forEach(day -> occur(tx, row, day));
          return shown(tx, row);
        });
  }

  private Task pattern(Tx tx, Caller caller, TaskId id) {
    Task task = tasks.visible(tx, caller, id);
    if (!tasks.acts(caller, task)) throw Refusal.forbidden("forbidden");
    if (Copies.hours(task).isEmpty()) throw Refusal.conflict("series_needs_hours");
    return task;
  }

  private static List<LocalDate> days(Tx tx, Entry entry, LocalDate until) {
    LocalDate tomorrow = Days.of(tx.now()).plusDays(1);
    if (entry.from().isBefore(tomorrow)) throw Refusal.invalid("/from", "in_the_past");
    LocalDate year = entry.from().plusYears(1);
    if (Recurrence.days(entry.rule(), entry.from(), entry.from(), year).isEmpty()) {
      throw Refusal.invalid("/rule", "rule_without_days");
    }
    return Recurrence.days(entry.rule(), entry.from(), tomorrow, until);
  }

  private void occur(Tx tx, Row row, LocalDate day) {
    ObjectNode body = Json.read(row.getJsonObject("body").encode(), ObjectNode.class);
    List<Copies.Hours> hours =
        List.of(Json.read(row.getJsonArray("hours").encode(), Copies.Hours[].class));
    GroupId group = new GroupId(row.getUUID("group_id"));
    TaskEntry entry = Copies.entry(body, group, Copies.slots(hours, day));
    Task task =
        posting.draft(
            tx,
            new PersonId(row.getUUID("opened_by")),
            new CommunityId(row.getUUID("community_id")),
            group,
            entry);
    tx.change(LINK, task.id().value(), row.getUUID("id"), day);
  }

  /** Makes what has come within half a year; each day once, whoever runs it. */
  public int extend(Database database) {
    LocalDate until = Days.of(database.now()).plusWeeks(WEEKS_AHEAD);
    List<UUID> due =
        database.read(Scope.ofSystem(), tx -> tx.list(TO_EXTEND, row -> row.getUUID("id"), until));
    Refusal held = null;
    for (UUID id : due) {
      try {
        database.write(Scope.ofSystem(), tx -> extend(tx, id, until));
      } catch (Refusal refusal) {
        // A database out of reach passes; the job runs again.
        if (refusal.kind() == Refusal.Kind.UNAVAILABLE) throw refusal;
        // So does a row that somebody holds, meanwhile the others go on.
        if (refusal.code().equals("busy_try_again")) {
          held = refusal;
          continue;
        }
        // What it was written with is gone, a fund perhaps: people see why, the others go on.
        String why = refusal.code();
        database.write(Scope.ofSystem(), tx -> tx.change(STOP, id, tx.now(), why));
      }
    }
    if (held != null) throw held;
    return due.size();
  }

  private UUID extend(Tx tx, UUID id, LocalDate until) {
    Row row = tx.row(LOCK, id).orElse(null);
    if (row == null) return id;
    LocalDate tomorrow = Days.of(tx.now()).plusDays(1);
    LocalDate made = row.getLocalDate("made_until").plusDays(1);
    LocalDate from = made.isBefore(tomorrow) ? tomorrow : made;
    for (LocalDate day :
        Recurrence.days(row.getString("rule"), row.getLocalDate("starts_on"), from, until)) {
      occur(tx, row, day);
    }
    tx.change(MADE, id, until);
    return id;
  }

  /** No more are made; those that are there stay. */
  Shown end(Tx tx, Caller caller, UUID id) {
    Row row = tx.seenBy(caller, () -> tx.row(FIND, id)).orElseThrow(Refusal::notFound);
    CommunityId community = new CommunityId(row.getUUID("community_id"));
    GroupId group = new GroupId(row.getUUID("group_id"));
    if (!caller.isAdmin() && !caller.actsFor(community, group)) {
      throw caller.audits(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
    }
    return tx.actingFor(
        community,
        caller,
        () -> {
          tx.change(END, id, tx.now(), caller.known().value());
          return shown(tx, tx.row(FIND, id).orElseThrow());
        });
  }

  /** Those of the groups the caller acts for; the desk and the auditor see all. */
  List<Shown> list(Tx tx, Caller caller, CommunityId community) {
    if (!caller.isAdmin() && !caller.isStaffOf(community)) throw Refusal.forbidden("forbidden");
    return tx.seenBy(
        caller,
        () -> {
          List<Shown> all = new ArrayList<>();
          for (Row row : tx.rows(LIST, community.value())) {
            GroupId group = new GroupId(row.getUUID("group_id"));
            if (caller.isAdmin() || caller.audits(community) || caller.actsFor(community, group)) {
              all.add(shown(tx, row));
            }
          }
          return all;
        });
  }

  private static Shown shown(Tx tx, Row row) {
    return new Shown(
        row.getUUID("id"),
        new GroupId(row.getUUID("group_id")),
        row.getString("title"),
        row.getString("rule"),
        row.getLocalDate("starts_on"),
        row.getLocalDate("made_until"),
        row.getOffsetDateTime("ended_at") != null,
        row.getString("stopped_by"),
        tx.list(
            OCCURRENCES,
            made -> new Occurrence(made.getLocalDate("occurs_on"), new TaskId(made.getUUID("id"))),
            row.getUUID("id")));
  }
}
