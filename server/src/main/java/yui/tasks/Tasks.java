package yui.tasks;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.photos.Photo;
import yui.photos.Photos;

/** The posted work: who may see it, and the verbs that move it from state to state. */
public final class Tasks {
  /** The tasks among these that the caller is selected, confirmed or done for. */
  private static final String CHOSEN =
      """
      select distinct task_id from chosen where task_id = any($1) and person_id = $2
      """;

  private static final String CHOSEN_OF_LATE =
      """
      select from chosen c join slots s on s.task_id = c.task_id
        where c.person_id = $2 and s.community_id = $1
          and s.starts_at between $3::timestamptz - interval '30 days'
            and $3::timestamptz + interval '7 days'
        limit 1
      """;

  /** A task by its id, whoever may see it; none that row-level security hides. */
  public Optional<Task> find(Tx tx, TaskId id) {
    return TaskStore.find(tx, id);
  }

  /** The task of a check-in code. */
  public Optional<Task> byCheckInCode(Tx tx, String code) {
    return TaskStore.byCheckInCode(tx, CheckInCodes.fold(code)).flatMap(id -> find(tx, id));
  }

  /** The task, or 404: what is unpublished exists for its own side alone. */
  public Task visible(Tx tx, Caller caller, TaskId id) {
    return tx.seenBy(caller, () -> find(tx, id))
        .filter(task -> mayRead(caller, task))
        .orElseThrow(Refusal::notFound);
  }

  /** Of several those that may be seen, in the order asked for, by one question. */
  public List<Task> visible(Tx tx, Caller caller, Collection<TaskId> ids) {
    return tx.seenBy(caller, () -> TaskStore.read(tx, ids)).stream()
        .filter(task -> mayRead(caller, task))
        .toList();
  }

  /** Whether the caller may open it. */
  boolean isVisible(Tx tx, Caller caller, TaskId id) {
    return tx.seenBy(caller, () -> find(tx, id)).filter(task -> mayRead(caller, task)).isPresent();
  }

  /** Whether it is still being written. */
  static boolean isDraft(TaskState state) {
    return state == TaskState.DRAFT || state == TaskState.RETURNED;
  }

  /**
   * The task, locked, for somebody who acts for its group: 404 where it may not be seen, 403 where
   * it may be seen alone.
   */
  public Task ours(Tx tx, Caller caller, TaskId id) {
    Task seen = visible(tx, caller, id);
    if (!acts(caller, seen)) throw Refusal.forbidden("forbidden");
    return tx.actingFor(
        seen.communityId(),
        caller,
        () -> {
          if (!TaskStore.lock(tx, id)) throw Refusal.notFound();
          return find(tx, id).orElseThrow(Refusal::notFound);
        });
  }

  /** Those tasks the caller may see, in the order asked for, as lists show them. */
  public List<TaskSummary> cards(Tx tx, Caller caller, Collection<TaskId> ids) {
    return listed(tx, caller, ids).stream().map(Listed::summary).toList();
  }

  /** As {@link #cards}, with the tasks themselves. */
  public List<Listed> listed(Tx tx, Caller caller, Collection<TaskId> ids) {
    List<TaskStore.Named> tasks =
        tx.seenBy(caller, () -> TaskStore.named(tx, ids)).stream()
            .filter(one -> mayRead(caller, one.task()))
            .toList();
    Set<TaskId> chosen = chosen(tx, caller, tasks.stream().map(TaskStore.Named::task).toList());
    Journeys journeys = Journeys.of(tx, caller.person());
    return tasks.stream()
        .map(
            one ->
                new Listed(
                    one.task(),
                    TaskSummary.of(one.task(), one.names(), sight(caller, one.task(), chosen))
                        .reached(journeys.to(tx, one.task()).orElse(null))))
        .toList();
  }

  /** The tasks behind ids that another room keeps. */
  public Map<TaskId, Task> byIds(Tx tx, Collection<TaskId> ids) {
    Map<TaskId, Task> tasks = new LinkedHashMap<>();
    for (Task task : TaskStore.read(tx, ids)) tasks.put(task.id(), task);
    return tasks;
  }

  /** When each was first open to applications, in system scope; absent where it never was. */
  public Map<TaskId, Instant> opened(Tx tx, Collection<TaskId> ids) {
    return TaskStore.opened(tx, ids);
  }

  /** Whether the caller acts for the task: as its group's host or its community's coordinator. */
  public boolean acts(Caller caller, Task task) {
    return caller.isAdmin() || caller.actsFor(task.communityId(), task.groupId());
  }

  /** Whether the caller is selected, confirmed or done for it. */
  public boolean isChosen(Tx tx, Caller caller, Task task) {
    return chosen(tx, caller, List.of(task)).contains(task.id());
  }

  /** Whether the caller was chosen for work of a community in the last month or the coming week. */
  public boolean isChosenOfLate(Tx tx, Caller caller, CommunityId community) {
    return !caller.isStranger()
        && tx.row(CHOSEN_OF_LATE, community.value(), caller.known().value(), tx.now()).isPresent();
  }

  /** The task of an id as it stands in an address, if the caller may see one. */
  public Optional<Task> byText(Tx tx, Caller caller, String id) {
    try {
      return tx.seenBy(caller, () -> find(tx, new TaskId(UUID.fromString(id))))
          .filter(task -> mayRead(caller, task));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the caller sees all of the task. */
  public boolean isStaff(Caller caller, Task task) {
    return acts(caller, task) || caller.audits(task.communityId());
  }

  /** From any state before the end; those who applied are told by the applications room. */
  public Task cancel(Tx tx, Caller caller, TaskId id, String reason, Optional<Integer> read) {
    Task task =
        ours(tx, caller, id)
            .mustBeVersion(read)
            .mustBe(
                TaskState.DRAFT,
                TaskState.REVIEW,
                TaskState.RETURNED,
                TaskState.OPEN,
                TaskState.CLOSED,
                TaskState.POSTPONED);
    return enter(tx, caller, task, TaskState.CANCELLED, "cancel", reason);
  }

  /** Moves slots; the task waits to be published again. */
  public Task postpone(
      Tx tx,
      Caller caller,
      TaskId id,
      List<MovedSlot> moved,
      String reason,
      Optional<Integer> read) {
    Task task =
        ours(tx, caller, id)
            .mustBeVersion(read)
            .mustBe(TaskState.OPEN, TaskState.CLOSED, TaskState.POSTPONED);
    List<Slot> slots = Postponing.check(task, moved, tx.now());
    return tx.actingFor(
        task.communityId(),
        caller,
        () -> {
          for (Slot slot : slots) {
            TaskStore.move(tx, slot.id(), slot.startsAt(), slot.endsAt(), slot.capacity());
          }
          return enter(tx, caller, task, TaskState.POSTPONED, "postpone", reason);
        });
  }

  /** When the last slot is past and recorded, or 14 days old; the caller is the system or staff. */
  public Task finish(Tx tx, TaskId id) {
    return byTime(tx, id, TaskState.DONE, "done", TaskState.OPEN, TaskState.CLOSED);
  }

  /** When nothing is owed any more. */
  public Task settle(Tx tx, TaskId id) {
    return byTime(tx, id, TaskState.SETTLED, "settle", TaskState.DONE);
  }

  private Task byTime(Tx tx, TaskId id, TaskState state, String verb, TaskState... from) {
    if (!TaskStore.lock(tx, id)) throw Refusal.notFound();
    Task task = find(tx, id).orElseThrow(Refusal::notFound).mustBe(from);
    TaskStore.enter(tx, task, state, verb, task.reason(), null, false);
    return find(tx, id).orElseThrow(Refusal::notFound);
  }

  Task enter(Tx tx, Caller caller, Task task, TaskState state, String verb, String reason) {
    return tx.actingFor(
        task.communityId(),
        caller,
        () -> {
          TaskStore.enter(tx, task, state, verb, reason, caller.known(), state == TaskState.OPEN);
          return find(tx, task.id()).orElseThrow(Refusal::notFound);
        });
  }

  /** The answer of one task, for anybody who may see it. */
  public Object shown(Tx tx, Caller caller, Task task) {
    TaskStore.Names names =
        TaskStore.names(tx, List.of(task.groupId()))
            .getOrDefault(task.groupId(), new TaskStore.Names("", ""));
    return ShownTask.of(
        task,
        names,
        new ShownTask.More(
            photos(tx, caller, task),
            Sheets.of(tx, task),
            tx.seenBy(caller, () -> Weather.of(tx, task.id())),
            Journeys.of(tx, caller.person()).to(tx, task)),
        sight(tx, caller, task));
  }

  List<Photo> photos(Tx tx, Caller caller, Task task) {
    UUID id = task.id().value();
    return tx.seenBy(caller, () -> Photos.of(tx, List.of(id))).getOrDefault(id, List.of());
  }

  Sight sight(Tx tx, Caller caller, Task task) {
    return sight(caller, task, chosen(tx, caller, List.of(task)));
  }

  private Sight sight(Caller caller, Task task, Set<TaskId> chosen) {
    if (isStaff(caller, task)) return Sight.STAFF;
    return chosen.contains(task.id()) ? Sight.CHOSEN : Sight.STRANGER;
  }

  private static Set<TaskId> chosen(Tx tx, Caller caller, List<Task> tasks) {
    if (caller.isStranger() || tasks.isEmpty()) return Set.of();
    UUID[] ids = tasks.stream().map(task -> task.id().value()).toArray(UUID[]::new);
    Set<TaskId> chosen = new HashSet<>();
    tx.rows(CHOSEN, ids, caller.known().value())
        .forEach(row -> chosen.add(new TaskId(row.getUUID("task_id"))));
    return chosen;
  }

  private boolean mayRead(Caller caller, Task task) {
    return task.isPublic() || isStaff(caller, task);
  }
}
