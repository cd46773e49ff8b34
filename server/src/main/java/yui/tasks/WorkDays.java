package yui.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.FieldError;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.people.People;
import yui.web.Cursor;
import yui.web.Json;

/**
 * Days on which a hamlet works together: several jobs at once, walk-ins written down on the spot.
 */
final class WorkDays {
  /** A day with its jobs; what they share is told once. */
  record Entry(
      GroupId groupId,
      String title,
      LocalDate day,
      @Nullable String words,
      TaskChange.@Nullable PlaceEntry place,
      @Nullable HardParts hardParts,
      @Nullable String bring,
      @Nullable List<TaskChange.RewardEntry> rewards,
      @Nullable String insurance,
      @Nullable OnCall onCall,
      List<JobEntry> jobs) {}

  /** One of the jobs, by the clock of that day. */
  record JobEntry(
      String title,
      @Nullable String description,
      String from,
      String to,
      int capacity,
      @Nullable List<RequiredSkillEntry> requiredSkills) {}

  /** Somebody who came without having applied. */
  record WalkInEntry(
      TaskId taskId,
      @Nullable SlotId slotId,
      String name,
      @Nullable Integer heads,
      @Nullable String phone) {}

  /** A walk-in as it is written down. */
  record WalkIn(UUID id, TaskId taskId, SlotId slotId, String name, int heads, String phone) {}

  /** A job with its places. */
  record Job(
      TaskId id, String title, TaskState state, List<ShownSlot> slots, List<WalkIn> walkIns) {}

  /** A day as it stands. */
  record Shown(
      UUID id,
      CommunityId communityId,
      GroupId groupId,
      String title,
      LocalDate day,
      String words,
      List<Job> jobs) {}

  private static final String FIELDS =
      "select id, community_id, group_id, title, held_on, words from work_days ";
  private static final String ADD =
      """
      insert into work_days (id, community_id, group_id, title, held_on, words, created_by,
        created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      """;
  private static final String FIND = FIELDS + "where id = $1";
  private static final String LIST =
      FIELDS
          + """
          where community_id = $1 and ($2 or group_id = any($3))
            and ($4::date is null or (held_on, id) < ($4, $5::uuid))
          order by held_on desc, id desc limit $6
          """;
  private static final String COMING =
      """
      select slot_id, person_id, companion from coming_names where task_id = $1
      order by created_at, person_id, position
      """;
  private static final String JOIN = "update tasks set work_day_id = $2 where id = $1";
  private static final String JOBS =
      "select id from tasks where work_day_id = $1 order by created_at, id";
  private static final String ALONGSIDE =
      """
      select other.id from tasks t join tasks other on other.work_day_id = t.work_day_id
      where t.id = $1 and other.id <> t.id order by other.created_at, other.id
      """;
  private static final String OF_JOB = "select work_day_id from tasks where id = $1";
  private static final String ADD_WALK_IN =
      """
      insert into walk_ins (id, community_id, task_id, slot_id, name, heads, phone, entered_by,
        entered_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """;
  private static final String WALK_INS =
      """
      select id, task_id, slot_id, name, heads, phone from walk_ins
      where task_id = any($1) and removed_at is null order by entered_at, id
      """;
  private static final String FIND_WALK_IN =
      """
      select id, task_id, slot_id, name, heads, phone from walk_ins
      where id = $1 and removed_at is null
      """;
  private static final String REMOVE_WALK_IN =
      """
      update walk_ins set removed_at = $2, removed_by = $3 where id = $1 and removed_at is null
      """;

  private final Tasks tasks;
  private final Posting posting;

  WorkDays(Tasks tasks, Posting posting) {
    this.tasks = tasks;
    this.posting = posting;
  }

  Shown create(Tx tx, Caller caller, CommunityId community, Entry entry) {
    UUID id = Ids.next();
    List<Task> jobs = new ArrayList<>();
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < entry.jobs().size(); i++) {
      try {
        jobs.add(posting.write(tx, caller, community, task(entry, entry.jobs().get(i))));
      } catch (Refusal refusal) {
        if (refusal.errors().isEmpty()) throw refusal;
        for (FieldError error : refusal.errors()) errors.add(named(error, i));
      }
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors.stream().distinct().toList());
    return tx.actingFor(
        community,
        caller,
        () -> {
          tx.change(
              ADD,
              id,
              community.value(),
              entry.groupId().value(),
              entry.title(),
              entry.day(),
              Objects.requireNonNullElse(entry.words(), ""),
              caller.known().value(),
              tx.now());
          for (Task job : jobs) tx.change(JOIN, job.id().value(), id);
          return shown(tx, tx.row(FIND, id).orElseThrow());
        });
  }

  /** A job's slot is told by hours: what is wrong with it is wrong with them. */
  private static FieldError named(FieldError error, int job) {
    String pointer = error.pointer();
    String at =
        pointer.startsWith("/slots/0/startsAt")
            ? "/day"
            : pointer.startsWith("/slots/0/endsAt")
                ? "/jobs/" + job + "/to"
                : pointer.startsWith("/requiredSkills") ? "/jobs/" + job + pointer : pointer;
    return new FieldError(at, error.code(), error.values());
  }

  private static TaskEntry task(Entry entry, JobEntry job) {
    ObjectNode slot = Json.MAPPER.createObjectNode();
    slot.put("startsAt", TypedTask.at(entry.day(), LocalTime.parse(job.from())));
    slot.put("endsAt", TypedTask.at(entry.day(), LocalTime.parse(job.to())));
    slot.put("capacity", job.capacity());
    return new TaskEntry(
        entry.groupId(),
        null,
        job.title(),
        Objects.requireNonNullElse(
            job.description(),
            entry.words() == null || entry.words().isBlank() ? job.title() : entry.words()),
        entry.hardParts(),
        TaskKind.WORK,
        null,
        entry.place(),
        entry.bring(),
        job.requiredSkills(),
        null,
        null,
        List.of(Json.read(slot.toString(), TaskChange.SlotEntry.class)),
        null,
        entry.rewards(),
        null,
        entry.insurance(),
        entry.onCall(),
        null,
        null,
        null);
  }

  /** Each job that is still a draft goes out, or none. */
  Shown publish(Tx tx, Caller caller, UUID id) {
    Row day = ours(tx, caller, id);
    List<FieldError> errors = new ArrayList<>();
    List<TaskId> jobs = jobs(tx, caller, id);
    for (int n = 0; n < jobs.size(); n++) {
      if (!Tasks.isDraft(tasks.visible(tx, caller, jobs.get(n)).state())) continue;
      try {
        posting.publish(tx, caller, jobs.get(n), Optional.empty());
      } catch (Refusal refusal) {
        if (refusal.errors().isEmpty()) throw refusal;
        String job = "/jobs/" + n;
        refusal
            .errors()
            .forEach(e -> errors.add(new FieldError(job + e.pointer(), e.code(), e.values())));
      }
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    return tx.seenBy(caller, () -> shown(tx, day));
  }

  /**
   * Those of the groups the caller acts for; the desk and the auditor see all; the latest first.
   */
  Cursor<Shown> list(
      Tx tx, Caller caller, CommunityId community, int limit, Optional<String> after) {
    if (!caller.isAdmin() && !caller.isStaffOf(community)) throw Refusal.forbidden("forbidden");
    String[] place = after.map(Places::of).orElse(null);
    UUID[] groups =
        posting.groups(tx, caller, community).stream()
            .map(group -> group.id().value())
            .toArray(UUID[]::new);
    return tx.seenBy(
        caller,
        () ->
            Cursor.cut(
                    tx.rows(
                        LIST,
                        community.value(),
                        caller.isAdmin() || caller.audits(community),
                        groups,
                        place == null ? null : Places.day(place[0]),
                        place == null ? null : Places.id(place[1]),
                        limit + 1),
                    limit,
                    row -> row.getLocalDate("held_on") + "|" + row.getUUID("id"))
                .map(row -> shown(tx, row)));
  }

  /** Who comes to each slot of a job, as the hosts know them; companions by their names. */
  Map<SlotId, List<String>> coming(Tx tx, Caller caller, TaskId job, People people) {
    return tx.seenBy(
        caller,
        () -> {
          List<Row> rows = tx.rows(COMING, job.value());
          Map<PersonId, String> names =
              people.displayNames(
                  tx, rows.stream().map(row -> new PersonId(row.getUUID("person_id"))).toList());
          Map<SlotId, List<String>> coming = new HashMap<>();
          for (Row row : rows) {
            String companion = row.getString("companion");
            coming
                .computeIfAbsent(new SlotId(row.getUUID("slot_id")), slot -> new ArrayList<>())
                .add(
                    companion == null
                        ? names.getOrDefault(new PersonId(row.getUUID("person_id")), "")
                        : companion);
          }
          return coming;
        });
  }

  Shown get(Tx tx, Caller caller, UUID id) {
    return tx.seenBy(caller, () -> tx.row(FIND, id).filter(row -> sees(caller, row)))
        .map(row -> tx.seenBy(caller, () -> shown(tx, row)))
        .orElseThrow(Refusal::notFound);
  }

  private static boolean sees(Caller caller, Row row) {
    return acts(caller, row) || caller.audits(community(row));
  }

  private static boolean acts(Caller caller, Row row) {
    return caller.isAdmin() || caller.actsFor(community(row), new GroupId(row.getUUID("group_id")));
  }

  private static CommunityId community(Row row) {
    return new CommunityId(row.getUUID("community_id"));
  }

  boolean acts(Tx tx, Caller caller, UUID id) {
    return tx.seenBy(caller, () -> tx.row(FIND, id)).filter(row -> acts(caller, row)).isPresent();
  }

  private Row ours(Tx tx, Caller caller, UUID id) {
    Row row =
        tx.seenBy(caller, () -> tx.row(FIND, id))
            .filter(found -> sees(caller, found))
            .orElseThrow(Refusal::notFound);
    if (!acts(caller, row)) throw Refusal.forbidden("forbidden");
    return row;
  }

  /** Takes a place for whoever came; the database refuses one too many. */
  WalkIn walkIn(Tx tx, Caller caller, UUID id, WalkInEntry entry) {
    Row day = ours(tx, caller, id);
    if (!jobs(tx, caller, id).contains(entry.taskId())) {
      throw Refusal.invalid("/taskId", "unknown_task");
    }
    Task task = tasks.ours(tx, caller, entry.taskId());
    task.mustBe(TaskState.OPEN, TaskState.CLOSED);
    SlotId wanted = entry.slotId();
    Slot slot =
        wanted == null
            ? task.slots().getFirst()
            : task.slot(wanted).orElseThrow(() -> Refusal.conflict("slot_not_of_task"));
    int heads = Objects.requireNonNullElse(entry.heads(), 1);
    UUID walkIn = Ids.next();
    return tx.actingFor(
        community(day),
        caller,
        () -> {
          Slots.take(tx, List.of(slot.id()), heads);
          tx.change(
              ADD_WALK_IN,
              walkIn,
              task.communityId().value(),
              task.id().value(),
              slot.id().value(),
              entry.name(),
              heads,
              Objects.requireNonNullElse(entry.phone(), ""),
              caller.known().value(),
              tx.now());
          TaskStore.tell(
              tx, task.id(), task.communityId(), "walk_in", task.state(), "", caller.known());
          return walkIn(tx.row(FIND_WALK_IN, walkIn).orElseThrow());
        });
  }

  /** Written down by mistake, or sent to another job: the place is free again. */
  void removeWalkIn(Tx tx, Caller caller, UUID id) {
    Row row = tx.seenBy(caller, () -> tx.row(FIND_WALK_IN, id)).orElseThrow(Refusal::notFound);
    Task task = tasks.visible(tx, caller, new TaskId(row.getUUID("task_id")));
    if (!tasks.acts(caller, task)) throw Refusal.notFound();
    tx.actingFor(
        task.communityId(),
        caller,
        () -> {
          if (tx.change(REMOVE_WALK_IN, id, tx.now(), caller.known().value()) == 0) {
            throw Refusal.notFound();
          }
          Slots.free(tx, List.of(new SlotId(row.getUUID("slot_id"))), row.getInteger("heads"));
          return id;
        });
  }

  /** The other jobs of a job's day. */
  static List<TaskId> alongside(Tx tx, TaskId job) {
    return tx.list(ALONGSIDE, row -> new TaskId(row.getUUID("id")), job.value());
  }

  /** The day a job belongs to. */
  static Optional<UUID> ofJob(Tx tx, TaskId job) {
    return tx.row(OF_JOB, job.value()).map(row -> row.getUUID("work_day_id"));
  }

  private static List<TaskId> jobs(Tx tx, Caller caller, UUID id) {
    return tx.seenBy(caller, () -> tx.list(JOBS, row -> new TaskId(row.getUUID("id")), id));
  }

  private Shown shown(Tx tx, Row day) {
    List<TaskId> ids = tx.list(JOBS, row -> new TaskId(row.getUUID("id")), day.getUUID("id"));
    Map<TaskId, List<WalkIn>> walkIns = new HashMap<>();
    UUID[] uuids = ids.stream().map(TaskId::value).toArray(UUID[]::new);
    for (Row row : tx.rows(WALK_INS, (Object) uuids)) {
      WalkIn one = walkIn(row);
      walkIns.computeIfAbsent(one.taskId(), task -> new ArrayList<>()).add(one);
    }
    List<Job> jobs =
        tasks.byIds(tx, ids).values().stream()
            .map(
                task ->
                    new Job(
                        task.id(),
                        task.title(),
                        task.state(),
                        task.slots().stream().map(ShownSlot::of).toList(),
                        walkIns.getOrDefault(task.id(), List.of())))
            .toList();
    return new Shown(
        day.getUUID("id"),
        community(day),
        new GroupId(day.getUUID("group_id")),
        day.getString("title"),
        day.getLocalDate("held_on"),
        day.getString("words"),
        jobs);
  }

  private static WalkIn walkIn(Row row) {
    return new WalkIn(
        row.getUUID("id"),
        new TaskId(row.getUUID("task_id")),
        new SlotId(row.getUUID("slot_id")),
        row.getString("name"),
        row.getInteger("heads"),
        row.getString("phone"));
  }
}
