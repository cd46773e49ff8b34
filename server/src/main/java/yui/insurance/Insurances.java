package yui.insurance;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import yui.communities.Communities;
import yui.communities.Insurance;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;
import yui.people.Skill;
import yui.people.Skills;
import yui.tasks.Equipment;
import yui.tasks.RequiredSkill;
import yui.tasks.Slot;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;

/** The lists of names that a desk sends to whoever insures, before the day. */
public final class Insurances {
  /** How many days ahead the desk is reminded. */
  private static final int SOON_DAYS = 7;

  private static final int MOST = 200;
  private static final int SHORTEST_NAME = 2;

  private final Communities communities;
  private final Rules rules;
  private final Tasks tasks;
  private final Skills skills;

  public Insurances(Communities communities, Rules rules, Tasks tasks, Skills skills) {
    this.communities = communities;
    this.rules = rules;
    this.tasks = tasks;
    this.skills = skills;
  }

  private static final String COMING =
      """
      select s.id as slot_id, s.task_id
        from slots s
        join tasks k on k.id = s.task_id
        where k.community_id = $1 and not s.whole and s.starts_at >= $2 and s.starts_at < $3
          and k.state <> 'CANCELLED'
          and exists (select from insured_names n where n.slot_id = s.id)
        order by s.starts_at, s.id limit $4
      """;

  /** Slots to which somebody comes, by their day. */
  List<NameList> coming(Tx tx, Caller caller, CommunityId community, LocalDate from, LocalDate to) {
    mustBeDesk(tx, caller, community);
    return tx.seenBy(caller, () -> coming(tx, community, from, to));
  }

  private List<NameList> coming(Tx tx, CommunityId community, LocalDate from, LocalDate to) {
    Map<SlotId, TaskId> slots = new LinkedHashMap<>();
    for (Row row :
        tx.rows(
            COMING, community.value(), Days.startOf(from), Days.startOf(to.plusDays(1)), MOST)) {
      slots.put(new SlotId(row.getUUID("slot_id")), new TaskId(row.getUUID("task_id")));
    }
    return lists(tx, slots);
  }

  /** How many lists of the coming days were not sent, or not as they are now. */
  public int unsent(Tx tx, CommunityId community) {
    LocalDate today = Days.of(tx.now());
    return (int)
        coming(tx, community, today, today.plusDays(SOON_DAYS)).stream()
            .filter(list -> !list.isSent())
            .count();
  }

  private static final String TASK_OF =
      "select task_id from slots where id = $1 and community_id = $2 and not whole";

  /** The people of one slot. */
  NameList list(Tx tx, Caller caller, CommunityId community, SlotId slot) {
    mustBeDesk(tx, caller, community);
    return tx.seenBy(
        caller,
        () -> {
          TaskId task =
              tx.row(TASK_OF, slot.value(), community.value())
                  .map(row -> new TaskId(row.getUUID("task_id")))
                  .orElseThrow(Refusal::notFound);
          return lists(tx, Map.of(slot, task)).getFirst();
        });
  }

  private static final String SEND =
      """
      insert into insurance_lists (id, community_id, task_id, slot_id, plan, heads, digest, note,
        sent_by, sent_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      """;

  /** Writes down that the list went out as it is now. */
  NameList send(Tx tx, Caller caller, CommunityId community, SlotId slot, String note) {
    NameList list = list(tx, caller, community, slot);
    if (list.people().isEmpty()) throw Refusal.conflict("insurance_nobody");
    if (list.isSent()) throw Refusal.conflict("insurance_sent_already");
    return tx.actingFor(
        community,
        caller,
        () -> {
          tx.change(
              SEND,
              Ids.next(),
              community.value(),
              list.task().id().value(),
              slot.value(),
              list.choice().plan().name(),
              list.people().size(),
              Buffer.buffer(list.digest()),
              note,
              caller.known().value(),
              tx.now());
          Audit.write(
              tx,
              caller.known(),
              community,
              "insurance_sent",
              Map.of("slotId", slot.toString(), "heads", list.people().size()));
          return lists(tx, Map.of(slot, list.task().id())).getFirst();
        });
  }

  private void mustBeDesk(Tx tx, Caller caller, CommunityId community) {
    caller.known();
    communities.get(tx, community);
    if (!caller.isAdmin() && !caller.coordinates(community)) throw Refusal.forbidden("forbidden");
  }

  private static final String NAMES =
      """
      select slot_id, name, age, position from insured_names where slot_id = any($1)
      order by slot_id, application_id, position
      """;
  private static final String SENT =
      """
      select slot_id, plan, heads, digest, note, sent_by, sent_at from insurance_lists
      where slot_id = any($1) order by sent_at desc
      """;

  /** Of slots of one community. */
  private List<NameList> lists(Tx tx, Map<SlotId, TaskId> slots) {
    UUID[] ids = slots.keySet().stream().map(SlotId::value).toArray(UUID[]::new);
    Map<SlotId, List<NameList.Named>> names = new HashMap<>();
    for (Row row : tx.rows(NAMES, (Object) ids)) {
      names
          .computeIfAbsent(new SlotId(row.getUUID("slot_id")), s -> new ArrayList<>())
          .add(
              new NameList.Named(
                  row.getString("name"), row.getInteger("age"), row.getInteger("position")));
    }
    Map<SlotId, List<NameList.Sent>> sent = new HashMap<>();
    for (Row row : tx.rows(SENT, (Object) ids)) {
      sent.computeIfAbsent(new SlotId(row.getUUID("slot_id")), s -> new ArrayList<>())
          .add(
              new NameList.Sent(
                  Instants.of(row, "sent_at"),
                  new PersonId(row.getUUID("sent_by")),
                  row.getString("plan"),
                  row.getInteger("heads"),
                  row.getString("note"),
                  row.getBuffer("digest").getBytes()));
    }
    Map<TaskId, Task> known = tasks.byIds(tx, Set.copyOf(slots.values()));
    Map<LocalDate, Rules.Version<Insurance>> decided = new HashMap<>();
    List<NameList> lists = new ArrayList<>();
    slots.forEach(
        (id, taskId) -> {
          Task task = Objects.requireNonNull(known.get(taskId));
          Slot slot = task.slot(id).orElseThrow(Refusal::notFound);
          lists.add(
              list(
                  tx,
                  task,
                  slot,
                  decided.computeIfAbsent(
                      Days.of(slot.startsAt()),
                      day -> rules.insurance(tx, task.communityId(), day)),
                  names.getOrDefault(id, List.of()),
                  sent.getOrDefault(id, List.of())));
        });
    return lists;
  }

  private NameList list(
      Tx tx,
      Task task,
      Slot slot,
      Rules.Version<Insurance> rule,
      List<NameList.Named> people,
      List<NameList.Sent> sent) {
    Set<String> classes = new TreeSet<>();
    List<String> things = new ArrayList<>();
    List<String> asked = task.requiredSkills().stream().map(RequiredSkill::code).toList();
    for (Skill skill : skills.skills(tx)) {
      if (skill.safetyClass().equals("NONE")) continue;
      boolean needed = asked.contains(skill.code());
      if (needed) things.add(skill.ja());
      if (needed || uses(task.equipment(), skill)) classes.add(skill.safetyClass());
    }
    task.equipment().forEach(thing -> things.add(thing.name()));
    return new NameList(
        task, slot, rule.value().choice(classes), rule.from(), things, people, sent);
  }

  // A thing is known by the names of the skill that handles it: 刈払機, 草刈機 …
  private static boolean uses(Collection<Equipment> equipment, Skill skill) {
    return equipment.stream()
        .map(Equipment::name)
        .anyMatch(
            thing ->
                thing.contains(skill.ja())
                    || skill.synonyms().stream()
                        .anyMatch(word -> word.length() >= SHORTEST_NAME && thing.contains(word)));
  }
}
