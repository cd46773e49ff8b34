package yui.applications;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Instants;
import yui.db.Tx;
import yui.people.Blocks;
import yui.people.Findable;
import yui.people.People;
import yui.people.Resident;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;

/** 気になる: one tap by a resident; the host reads how many, and who where they let it. */
final class Interests {
  private static final String PUT =
      """
      insert into interests (task_id, community_id, person_id, named, created_at)
      values ($1, $2, $3, $4, $5)
      on conflict (task_id, person_id) do update set named = excluded.named
      """;
  private static final String DROP = "delete from interests where task_id = $1 and person_id = $2";
  private static final String MINE =
      """
      select i.task_id, i.named, i.created_at from interests i
      where i.person_id = $1
        and ($2::timestamptz is null or (i.created_at, i.task_id) < ($2, $3::uuid))
      order by i.created_at desc, i.task_id desc limit $4
      """;
  private static final String COUNT =
      """
      select count(*) as all_of_them from interests i where i.task_id = $1
        and not exists (select from applications a where a.task_id = i.task_id
          and a.person_id = i.person_id and a.live)
      """;
  private static final String NAMED =
      """
      select i.person_id, i.created_at from interests i where i.task_id = $1 and i.named
        and not exists (select from applications a where a.task_id = i.task_id
          and a.person_id = i.person_id and a.live)
      order by i.created_at, i.person_id limit $2
      """;

  private final Tasks tasks;
  private final People people;

  Interests(Tasks tasks, People people) {
    this.tasks = tasks;
    this.people = people;
  }

  /** What somebody liked, and whether its host may see who. */
  record Liked(TaskId task, boolean named, Instant at) {}

  /** Somebody who let the host see who they are. */
  record Named(PersonId person, Instant at) {}

  /**
   * @param named whether the host may see who; null as the resident's profile says
   */
  Liked show(Tx tx, Caller caller, TaskId id, @Nullable Boolean named) {
    PersonId person = caller.known();
    Resident resident =
        people.resident(tx, person).orElseThrow(() -> Refusal.conflict("resident_needed"));
    Task task = tasks.visible(tx, caller, id);
    if (!task.isPublic()) throw Refusal.notFound();
    if (!task.isOpen(tx.now())) throw Refusal.conflict("task_not_open");
    if (Blocks.between(tx, person, task.groupId())) throw Refusal.conflict("not_allowed_here");
    boolean letsSee = named == null ? isFindable(resident, task) : named;
    tx.change(PUT, id.value(), task.communityId().value(), person.value(), letsSee, tx.now());
    return new Liked(id, letsSee, tx.now());
  }

  void drop(Tx tx, Caller caller, TaskId id) {
    tasks.visible(tx, caller, id);
    tx.change(DROP, id.value(), caller.known().value());
  }

  private static boolean isFindable(Resident resident, Task task) {
    return resident.findable() == Findable.ALL
        || resident.findable() == Findable.COMMUNITIES
            && resident.findableIn().contains(task.communityId());
  }

  static List<Liked> mine(
      Tx tx, PersonId person, ApplicationStore.@Nullable Place after, int most) {
    return tx.list(
        MINE,
        row ->
            new Liked(
                new TaskId(row.getUUID("task_id")),
                row.getBoolean("named"),
                Instants.of(row, "created_at")),
        person.value(),
        after == null ? null : after.at(),
        after == null ? null : after.id(),
        most);
  }

  /** How many like it and have not applied. */
  static int count(Tx tx, TaskId task) {
    return tx.asSystem(
        () ->
            tx.row(COUNT, task.value())
                .map(row -> row.getLong("all_of_them").intValue())
                .orElse(0));
  }

  /** Who lets the host see that they like it, without those it does not meet. */
  static List<Named> named(Tx tx, TaskId task, int most) {
    Set<UUID> barred = Blocks.personsBarred(tx, task.value());
    return tx
        .list(
            NAMED,
            row ->
                new Named(new PersonId(row.getUUID("person_id")), Instants.of(row, "created_at")),
            task.value(),
            most)
        .stream()
        .filter(named -> !barred.contains(named.person().value()))
        .toList();
  }

  static Optional<Liked> of(Tx tx, PersonId person, TaskId task) {
    return mine(tx, person, null, Integer.MAX_VALUE).stream()
        .filter(liked -> liked.task().equals(task))
        .findFirst();
  }
}
