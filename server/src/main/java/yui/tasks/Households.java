package yui.tasks;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.Days;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;
import yui.people.People;

/**
 * Whose house it is: released late, by a person at the desk, to those who come and nobody else.
 * Each release and each look is written down.
 */
final class Households {
  private static final String OF_NEED =
      """
      select name, address, phone, note from need_households where need_id = $1
      """;
  private static final String RELEASE =
      """
      insert into household_releases (need_id, task_id, community_id, person_id, released_by,
        released_at)
      select $1, c.task_id, $2, c.person_id, $3, $4 from chosen c
      where c.task_id = $5
      on conflict do nothing
      returning person_id
      """;
  private static final String RELEASED =
      """
      select person_id, released_at from household_releases where task_id = $1
      order by released_at, person_id
      """;
  private static final String IS_RELEASED =
      """
      select from household_releases r join chosen c on c.task_id = r.task_id
        and c.person_id = r.person_id
      where r.task_id = $1 and r.person_id = $2
      """;

  /** Somebody who may know whose house it is, and since when. */
  record Release(UUID personId, String displayName, OffsetDateTime releasedAt) {}

  private final Tasks tasks;
  private final Needs needs;
  private final Rules rules;
  private final People people;
  private final NeedLetters letters;

  Households(Tasks tasks, Needs needs, Rules rules, People people, NeedLetters letters) {
    this.tasks = tasks;
    this.needs = needs;
    this.rules = rules;
    this.people = people;
    this.letters = letters;
  }

  /** By its desk, or its teller. */
  Household ofNeed(Tx tx, Caller caller, NeedId id) {
    Need need = needs.visible(tx, caller, id);
    boolean may = Needs.isDesk(caller, need.communityId()) || need.mine() != null;
    if (!may) throw Refusal.forbidden("forbidden");
    Household house = read(tx, caller, need, id);
    Audit.write(
        tx,
        caller.known(),
        need.communityId(),
        "household_looked_at",
        Map.of("needId", id.toString()));
    return house;
  }

  /** By one who comes and was told, or by the desk; the hosts read no name. */
  Household ofTask(Tx tx, Caller caller, TaskId id) {
    Task task = tasks.visible(tx, caller, id);
    NeedId need = task.needId();
    boolean desk = Needs.isDesk(caller, task.communityId());
    if (need == null || !desk && !isReleased(tx, caller, id)) throw Refusal.notFound();
    Household house =
        tx.actingFor(task.communityId().value(), () -> tx.row(OF_NEED, need.value()))
            .map(Households::house)
            .orElseThrow(Refusal::notFound);
    Audit.write(
        tx,
        caller.known(),
        task.communityId(),
        "household_looked_at",
        Map.of("taskId", id.toString(), "needId", need.toString()));
    return house;
  }

  /** Whether the caller comes and has been told where to. */
  boolean isReleased(Tx tx, Caller caller, TaskId id) {
    return !caller.isStranger()
        && tx.row(IS_RELEASED, id.value(), caller.known().value()).isPresent();
  }

  /** Whether the task's problem is about a house. */
  boolean isBlind(Tx tx, Task task) {
    NeedId need = task.needId();
    return need != null
        && tx.actingFor(task.communityId().value(), () -> tx.row(OF_NEED, need.value()))
            .isPresent();
  }

  /** Tells those who come by now; whoever is chosen later is told by another release. */
  List<Release> release(Tx tx, Caller caller, TaskId id) {
    Task task = tasks.visible(tx, caller, id);
    if (!Needs.isDesk(caller, task.communityId())) throw Refusal.forbidden("forbidden");
    NeedId need = task.needId();
    return tx.actingFor(
        task.communityId(),
        caller,
        () -> {
          if (need == null || tx.row(OF_NEED, need.value()).isEmpty()) {
            throw Refusal.conflict("household_none");
          }
          mustBeLate(tx, task);
          Set<PersonId> told = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
          for (Row row :
              tx.rows(
                  RELEASE,
                  need.value(),
                  task.communityId().value(),
                  caller.known().value(),
                  tx.now(),
                  id.value())) {
            told.add(new PersonId(row.getUUID("person_id")));
          }
          for (PersonId person : told) {
            Audit.write(
                tx,
                caller.known(),
                task.communityId(),
                "household_released",
                Map.of("taskId", id.toString(), "personId", person.toString()));
            letters.released(tx, person, task);
          }
          return releases(tx, id);
        });
  }

  List<Release> releases(Tx tx, TaskId id) {
    List<Row> rows = tx.rows(RELEASED, id.value());
    Map<PersonId, String> names =
        people.displayNames(
            tx, rows.stream().map(row -> new PersonId(row.getUUID("person_id"))).toList());
    return rows.stream()
        .map(
            row ->
                new Release(
                    row.getUUID("person_id"),
                    names.getOrDefault(new PersonId(row.getUUID("person_id")), ""),
                    Days.at(row.getOffsetDateTime("released_at").toInstant())))
        .toList();
  }

  private void mustBeLate(Tx tx, Task task) {
    Optional<Instant> first =
        task.slots().stream()
            .filter(slot -> slot.endsAt().isAfter(tx.now()))
            .map(Slot::startsAt)
            .findFirst();
    int days = rules.householdReleaseDays(tx, task.communityId(), Days.of(tx.now()));
    if (first.isPresent() && tx.now().isBefore(first.get().minus(Duration.ofDays(days)))) {
      throw Refusal.conflict("household_too_early", Map.of("days", days));
    }
  }

  private static Household read(Tx tx, Caller caller, Need need, NeedId id) {
    return tx.actingFor(need.communityId(), caller, () -> tx.row(OF_NEED, id.value()))
        .map(Households::house)
        .orElseThrow(Refusal::notFound);
  }

  private static Household house(Row row) {
    return new Household(
        row.getString("name"),
        row.getString("address"),
        row.getString("phone"),
        row.getString("note"));
  }
}
