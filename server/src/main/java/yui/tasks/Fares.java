package yui.tasks;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import yui.communities.Rules;
import yui.communities.TravelTable;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Tx;
import yui.people.People;

/** What a task gives one head towards the way, where it depends on how far that person lives. */
public final class Fares {
  private final Rules rules;
  private final People people;

  public Fares(Rules rules, People people) {
    this.rules = rules;
    this.people = people;
  }

  /**
   * Yen for one head of a person's party. By distance: the community's table of the day on which
   * the work begins, from home to the task's place; nothing where no home was told.
   */
  public long aHead(Tx tx, Task task, PersonId person) {
    Travel travel = task.travel();
    if (travel.policy() != Travel.Policy.DISTANCE) return travel.mostYen();
    TravelTable table = table(tx, task);
    return homeKm(tx, task, person).map(table::yen).orElse(0L);
  }

  /** The most that one head can get, wherever it lives. */
  long most(Tx tx, Task task) {
    return task.travel().policy() == Travel.Policy.DISTANCE
        ? table(tx, task).mostYen()
        : task.travel().mostYen();
  }

  /** How far somebody's home is from the work; empty without a home, and for work from afar. */
  public Optional<Double> homeKm(Tx tx, Task task, PersonId person) {
    Spot spot = task.spot();
    return spot == null ? Optional.empty() : people.homeKm(tx, person, spot.lat(), spot.lon());
  }

  TravelTable table(Tx tx, Task task) {
    return rules.travelTable(tx, task.communityId(), day(tx, task));
  }

  /** Of several days the first, so that what was shown is what is promised. */
  static LocalDate day(Tx tx, Task task) {
    return task.slots().stream()
        .map(Slot::startsAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .map(Days::of)
        .orElseGet(() -> Days.of(tx.now()));
  }
}
