package yui.tasks;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Instants;
import yui.db.Tx;
import yui.ledger.FundId;

/** Tasks with their slots, rewards and history in the database. */
final class TaskStore {
  /** Whole tasks with the names of their groups, each in one row. */
  private static final String TASKS =
      """
      select t.id, t.community_id, t.group_id, t.state, t.kind, t.engagement, t.title, t.description,
        t.hard_parts, t.lat, t.lon, t.place_label, t.meeting_point, t.bring, t.required_skills,
        t.desired_skills, t.required_licences, t.travel_policy, t.travel_amount_yen,
        t.travel_cap_yen, t.travel_paid_directly, t.travel_fund_id, t.insurance, t.on_call_name,
        t.on_call_phone, t.on_call_backup_name, t.on_call_backup_phone, t.apply_until,
        t.check_in_code, t.reason, t.need_id, t.created_by, t.created_at,
        t.published_at, t.changed_at, t.version, t.opens_at, t.far_places, t.far_km,
        t.near_until, t.equipment, t.sheet_version, n.group_name, n.community_name,
        (select json_agg(json_build_object('id', s.id, 'from', extract(epoch from s.starts_at),
            'to', extract(epoch from s.ends_at), 'capacity', s.capacity, 'taken', s.taken,
            'whole', s.whole) order by s.starts_at, s.id)
          from slots s where s.task_id = t.id) as slots,
        (select json_agg(json_build_object('line', w.line, 'kind', w.kind, 'per', w.per,
            'unit', w.unit, 'amount', w.amount, 'quantity', w.shown_quantity,
            'measure', w.shown_unit, 'item', w.item, 'note', w.note,
            'from', w.available_from, 'fund', w.payer_fund_id, 'group', w.payer_group_id)
            order by w.line)
          from task_rewards w where w.task_id = t.id) as rewards
      from tasks t left join group_names n on n.group_id = t.group_id
      where t.id = any($1)
      """;

  private static final String LOCK =
      """
      select id from tasks where id = $1 for update
      """;
  private static final String BY_CODE =
      """
      select id from tasks where check_in_code = $1
      """;
  private static final String STATE =
      """
      update tasks set state = $2, reason = $3, published_at = coalesce(published_at, $4),
        changed_at = $5, version = version + 1
      where id = $1
      """;
  private static final String EVENT =
      """
      insert into task_events (id, task_id, community_id, at, by_person, verb, state, reason,
        by_desk)
      values ($1, $2, $3, $4, $5::uuid, $6, $7, $8, $5::uuid is not null and not exists (
        select from group_hosts h join tasks k on k.group_id = h.group_id
        where k.id = $2 and h.person_id = $5::uuid))
      """;
  private static final String OPENED =
      """
      select task_id, min(at) as at from task_events
      where task_id = any($1) and state = 'OPEN' group by task_id
      """;
  private static final String EVENTS =
      """
      select at, by_person, by_desk, verb, state, reason from task_events where task_id = $1
      order by at, id
      """;
  private static final String MOVE_SLOT =
      """
      update slots set starts_at = $2, ends_at = $3, capacity = $4 where id = $1
      """;
  private static final String NAMES =
      """
      select group_id, group_name, community_name from group_names where group_id = any($1)
      """;

  private static final String ADD =
      """
      insert into tasks (id, community_id, group_id, kind, title, description, hard_parts, lat, lon,
        place_label, meeting_point, bring, required_skills, desired_skills, required_licences,
        travel_policy, travel_amount_yen, travel_cap_yen, travel_paid_directly, travel_fund_id,
        insurance, on_call_name, on_call_phone, on_call_backup_name, on_call_backup_phone,
        apply_until, changed_at, opens_at, far_places, far_km, near_until, equipment, engagement,
        check_in_code, need_id, created_by, created_at, state)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
        $35, $36, $37, 'DRAFT')
      """;
  private static final String SAVE =
      """
      update tasks set community_id = $2, group_id = $3, kind = $4, title = $5, description = $6,
        hard_parts = $7, lat = $8, lon = $9, place_label = $10, meeting_point = $11, bring = $12,
        required_skills = $13, desired_skills = $14, required_licences = $15, travel_policy = $16,
        travel_amount_yen = $17, travel_cap_yen = $18, travel_paid_directly = $19,
        travel_fund_id = $20, insurance = $21, on_call_name = $22, on_call_phone = $23,
        on_call_backup_name = $24, on_call_backup_phone = $25, apply_until = $26, changed_at = $27,
        opens_at = $28, far_places = $29, far_km = $30, near_until = $31, equipment = $32,
        engagement = $33,
        version = version + 1
      where id = $1
      """;
  private static final String ADD_SLOT =
      """
      insert into slots (id, task_id, community_id, starts_at, ends_at, capacity)
      values ($1, $2, $3, $4, $5, $6)
      """;
  private static final String KEEP_WHOLE =
      """
      insert into slots (id, task_id, community_id, starts_at, ends_at, capacity, whole)
      values ($1, $2, $3, $4, $5, 1, true)
      """;
  private static final String REMOVE_SLOT = "delete from slots where id = $1";
  private static final String REMOVE_REWARDS = "delete from task_rewards where task_id = $1";
  private static final String ADD_REWARD =
      """
      insert into task_rewards (task_id, community_id, line, kind, per, unit, amount,
        shown_quantity, shown_unit, item, note, available_from, payer_fund_id, payer_group_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
      """;

  private static final String NEXT_SHEET = "update tasks set sheet_version = $2 where id = $1";
  private static final String KEEP_SHEET =
      """
      insert into task_sheets (task_id, community_id, version, hard_parts, at, by_person)
      values ($1, $2, $3, $4, $5, $6)
      """;

  private static final Duration CHOOSING = Duration.ofDays(14);
  private static final Duration WHOLE = Duration.ofDays(30);

  private TaskStore() {}

  static void add(Tx tx, Task task) {
    List<@Nullable Object> arguments = new ArrayList<>(contents(task));
    arguments.add(task.checkInCode());
    arguments.add(task.needId() == null ? null : task.needId().value());
    arguments.add(task.createdBy().value());
    arguments.add(task.createdAt());
    tx.change(ADD, arguments.toArray());
    keepSheet(tx, task, 1, task.createdBy());
    for (Slot slot : task.slots()) addSlot(tx, task, slot);
    addRewards(tx, task);
  }

  static void save(Tx tx, Task before, Task after, PersonId by) {
    tx.change(SAVE, contents(after).toArray());
    if (!before.hardParts().equals(after.hardParts())) {
      int version = before.sheetVersion() + 1;
      tx.change(NEXT_SHEET, after.id().value(), version);
      keepSheet(tx, after, version, by);
    }
    for (Slot old : before.slots()) {
      if (after.slot(old.id()).isEmpty()) tx.change(REMOVE_SLOT, old.id().value());
    }
    for (Slot slot : after.slots()) {
      Slot old = before.slot(slot.id()).orElse(null);
      if (old == null) addSlot(tx, after, slot);
      else if (!old.equals(slot)) {
        move(tx, slot.id(), slot.startsAt(), slot.endsAt(), slot.capacity());
      }
    }
    if (!before.rewards().equals(after.rewards())) {
      tx.change(REMOVE_REWARDS, after.id().value());
      addRewards(tx, after);
    }
  }

  private static List<@Nullable Object> contents(Task task) {
    Spot spot = task.spot();
    OnCall onCall = task.onCall();
    Travel travel = task.travel();
    return Arrays.asList(
        task.id().value(),
        task.communityId().value(),
        task.groupId().value(),
        task.kind().name(),
        task.title(),
        task.description(),
        hardParts(task),
        spot == null ? null : spot.lat(),
        spot == null ? null : spot.lon(),
        spot == null ? "" : spot.label(),
        spot == null ? "" : spot.meetingPoint(),
        task.bring(),
        json(
            task.requiredSkills(),
            s -> JsonObject.of("code", s.code(), "level", s.level(), "weight", s.weight())),
        json(task.desiredSkills(), s -> JsonObject.of("code", s.code(), "weight", s.weight())),
        task.requiredLicences().toArray(String[]::new),
        travel.policy().name(),
        travel.amountYen(),
        travel.capYen(),
        travel.paidDirectly(),
        travel.fund() == null ? null : travel.fund().value(),
        task.insurance(),
        onCall == null ? "" : onCall.name(),
        onCall == null ? "" : onCall.phone(),
        onCall == null || onCall.backup() == null ? "" : onCall.backup().name(),
        onCall == null || onCall.backup() == null ? "" : onCall.backup().phone(),
        task.applyUntil(),
        task.changedAt(),
        task.opening().opensAt(),
        task.opening().farPlaces(),
        task.opening().farKm(),
        task.opening().nearUntil(),
        json(
            task.equipment(),
            thing -> JsonObject.of("name", thing.name(), "by", thing.by().name())),
        task.engagement().name());
  }

  /** What was told of the hard parts, so that what somebody read can be read again. */
  private static void keepSheet(Tx tx, Task task, int version, PersonId by) {
    tx.change(
        KEEP_SHEET,
        task.id().value(),
        task.communityId().value(),
        version,
        hardParts(task),
        task.changedAt(),
        by.value());
  }

  private static JsonArray hardParts(Task task) {
    return json(task.hardParts(), p -> JsonObject.of("code", p.code(), "note", p.note()));
  }

  private static <T> JsonArray json(List<T> list, Function<T, JsonObject> shape) {
    JsonArray array = new JsonArray();
    list.forEach(one -> array.add(shape.apply(one)));
    return array;
  }

  /**
   * A task with a deadline instead of days is still applied for, chosen and thanked by the slot: it
   * gets one that leaves a fortnight after the deadline for choosing. Matching and clashes know
   * nothing of it.
   */
  static void addWhole(Tx tx, Task task, Instant deadline) {
    Instant from = deadline.plus(CHOOSING);
    tx.change(
        KEEP_WHOLE,
        Ids.next(),
        task.id().value(),
        task.communityId().value(),
        from,
        from.plus(WHOLE));
  }

  private static void addSlot(Tx tx, Task task, Slot slot) {
    tx.change(
        ADD_SLOT,
        slot.id().value(),
        task.id().value(),
        task.communityId().value(),
        slot.startsAt(),
        slot.endsAt(),
        slot.capacity());
  }

  private static void addRewards(Tx tx, Task task) {
    for (RewardLine line : task.rewards()) {
      tx.change(
          ADD_REWARD,
          task.id().value(),
          task.communityId().value(),
          line.line(),
          line.kind().name(),
          line.per().name(),
          line.unit(),
          line.amount(),
          line.quantity(),
          line.shownUnit(),
          line.item(),
          line.note(),
          line.availableFrom(),
          line.payerFund() == null ? null : line.payerFund().value(),
          line.payerGroup() == null ? null : line.payerGroup().value());
    }
  }

  static Optional<Task> find(Tx tx, TaskId id) {
    return read(tx, List.of(id)).stream().findFirst();
  }

  /** Those that exist and may be seen, in the order asked for. */
  static List<Task> read(Tx tx, Collection<TaskId> ids) {
    return named(tx, ids).stream().map(Named::task).toList();
  }

  /** As {@link #read}, with the names of their groups. */
  static List<Named> named(Tx tx, Collection<TaskId> ids) {
    if (ids.isEmpty()) return List.of();
    UUID[] wanted = ids.stream().map(TaskId::value).distinct().toArray(UUID[]::new);
    Map<UUID, Named> tasks = new HashMap<>();
    for (Row row : tx.rows(TASKS, (Object) wanted)) {
      tasks.put(
          row.getUUID("id"),
          new Named(
              task(row),
              new Names(
                  Objects.toString(row.getString("community_name"), ""),
                  Objects.toString(row.getString("group_name"), ""))));
    }
    return Arrays.stream(wanted).map(tasks::get).filter(Objects::nonNull).toList();
  }

  static boolean lock(Tx tx, TaskId id) {
    return tx.row(LOCK, id.value()).isPresent();
  }

  static Optional<TaskId> byCheckInCode(Tx tx, String code) {
    return tx.row(BY_CODE, code).map(row -> new TaskId(row.getUUID("id")));
  }

  /** The new state, with its line in the history. */
  static void enter(
      Tx tx,
      Task task,
      TaskState state,
      String verb,
      String reason,
      @Nullable PersonId by,
      boolean published) {
    Instant now = tx.now();
    tx.change(STATE, task.id().value(), state.name(), reason, published ? now : null, now);
    tell(tx, task.id(), task.communityId(), verb, state, reason, by);
  }

  static void tell(
      Tx tx,
      TaskId task,
      CommunityId community,
      String verb,
      TaskState state,
      String reason,
      @Nullable PersonId by) {
    tx.change(
        EVENT,
        Ids.next(),
        task.value(),
        community.value(),
        tx.now(),
        by == null ? null : by.value(),
        verb,
        state.name(),
        reason);
  }

  static Map<TaskId, Instant> opened(Tx tx, Collection<TaskId> ids) {
    Map<TaskId, Instant> opened = new HashMap<>();
    UUID[] wanted = ids.stream().map(TaskId::value).toArray(UUID[]::new);
    for (Row row : tx.rows(OPENED, (Object) wanted)) {
      opened.put(new TaskId(row.getUUID("task_id")), row.getOffsetDateTime("at").toInstant());
    }
    return opened;
  }

  static List<TaskEvent> events(Tx tx, TaskId id) {
    return tx.list(
        EVENTS,
        row ->
            new TaskEvent(
                Instants.of(row, "at"),
                row.getUUID("by_person") == null ? null : new PersonId(row.getUUID("by_person")),
                row.getBoolean("by_desk"),
                row.getString("verb"),
                TaskState.valueOf(row.getString("state")),
                row.getString("reason")),
        id.value());
  }

  static void move(Tx tx, SlotId id, Instant startsAt, Instant endsAt, int capacity) {
    try {
      tx.change(MOVE_SLOT, id.value(), startsAt, endsAt, capacity);
    } catch (Refusal refusal) {
      // The same constraint as for one too many, read by the host and not by an applicant.
      throw refusal.code().equals("slot_full")
          ? Refusal.conflict("capacity_below_chosen")
          : refusal;
    }
  }

  /** The names of groups with those of their communities. */
  static Map<GroupId, Names> names(Tx tx, Collection<GroupId> groups) {
    Map<GroupId, Names> names = new HashMap<>();
    UUID[] ids = groups.stream().map(GroupId::value).distinct().toArray(UUID[]::new);
    for (Row row : tx.rows(NAMES, (Object) ids)) {
      names.put(
          new GroupId(row.getUUID("group_id")),
          new Names(row.getString("community_name"), row.getString("group_name")));
    }
    return names;
  }

  /** What people call the community and the group. */
  record Names(String community, String group) {}

  /** A task and the names of its group. */
  record Named(Task task, Names names) {}

  private static Task task(Row row) {
    Double lat = row.getDouble("lat");
    Double lon = row.getDouble("lon");
    UUID fund = row.getUUID("travel_fund_id");
    UUID need = row.getUUID("need_id");
    return new Task(
        new TaskId(row.getUUID("id")),
        new CommunityId(row.getUUID("community_id")),
        new GroupId(row.getUUID("group_id")),
        TaskState.valueOf(row.getString("state")),
        TaskKind.valueOf(row.getString("kind")),
        Engagement.valueOf(row.getString("engagement")),
        row.getString("title"),
        row.getString("description"),
        objects(row, "hard_parts").stream()
            .map(part -> new HardPart(part.getString("code"), part.getString("note")))
            .toList(),
        lat == null || lon == null
            ? null
            : new Spot(lat, lon, row.getString("place_label"), row.getString("meeting_point")),
        row.getString("bring"),
        objects(row, "required_skills").stream()
            .map(
                skill ->
                    new RequiredSkill(
                        skill.getString("code"),
                        skill.getInteger("level"),
                        skill.getDouble("weight")))
            .toList(),
        objects(row, "desired_skills").stream()
            .map(skill -> new DesiredSkill(skill.getString("code"), skill.getDouble("weight")))
            .toList(),
        List.of(row.getArrayOfStrings("required_licences")),
        objects(row, "slots").stream().map(TaskStore::slot).toList(),
        objects(row, "rewards").stream().map(TaskStore::reward).toList(),
        new Travel(
            Travel.Policy.valueOf(row.getString("travel_policy")),
            row.getLong("travel_amount_yen"),
            row.getLong("travel_cap_yen"),
            row.getBoolean("travel_paid_directly"),
            fund == null ? null : new FundId(fund)),
        row.getString("insurance"),
        onCall(row),
        Instants.maybe(row, "apply_until"),
        new Opening(
            Instants.maybe(row, "opens_at"),
            row.getInteger("far_places"),
            row.getInteger("far_km"),
            Instants.maybe(row, "near_until")),
        objects(row, "equipment").stream()
            .map(
                thing ->
                    new Equipment(
                        thing.getString("name"), Equipment.By.valueOf(thing.getString("by"))))
            .toList(),
        row.getInteger("sheet_version"),
        row.getString("check_in_code"),
        row.getString("reason"),
        need == null ? null : new NeedId(need),
        new PersonId(row.getUUID("created_by")),
        Instants.of(row, "created_at"),
        Instants.maybe(row, "published_at"),
        Instants.of(row, "changed_at"),
        row.getInteger("version"));
  }

  private static @Nullable OnCall onCall(Row row) {
    String name = row.getString("on_call_name");
    String backup = row.getString("on_call_backup_name");
    return name.isEmpty()
        ? null
        : new OnCall(
            name,
            row.getString("on_call_phone"),
            backup.isEmpty()
                ? null
                : new OnCall.Backup(backup, row.getString("on_call_backup_phone")));
  }

  private static Slot slot(JsonObject slot) {
    return new Slot(
        new SlotId(uuid(slot, "id")),
        instant(slot, "from"),
        instant(slot, "to"),
        slot.getInteger("capacity"),
        slot.getInteger("taken"),
        slot.getBoolean("whole"));
  }

  private static RewardLine reward(JsonObject line) {
    String from = line.getString("from");
    return new RewardLine(
        line.getInteger("line"),
        RewardKind.valueOf(line.getString("kind")),
        Per.valueOf(line.getString("per")),
        line.getString("unit"),
        line.getLong("amount"),
        line.getLong("quantity"),
        line.getString("measure"),
        line.getString("item"),
        line.getString("note"),
        from == null ? null : LocalDate.parse(from),
        line.getString("fund") == null ? null : new FundId(uuid(line, "fund")),
        line.getString("group") == null ? null : new GroupId(uuid(line, "group")));
  }

  private static UUID uuid(JsonObject object, String name) {
    return UUID.fromString(object.getString(name));
  }

  /** Seconds with six decimals, as the database keeps them. */
  private static Instant instant(JsonObject object, String name) {
    long micros = Math.round(object.getDouble(name) * 1e6);
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static List<JsonObject> objects(Row row, String column) {
    JsonArray array = row.getJsonArray(column);
    if (array == null) return List.of();
    return IntStream.range(0, array.size()).mapToObj(array::getJsonObject).toList();
  }
}
