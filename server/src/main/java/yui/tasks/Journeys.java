package yui.tasks;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.communities.Rules;
import yui.communities.TravelCost;
import yui.communities.TravelTable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Tx;
import yui.engine.Mesh;
import yui.people.Base;
import yui.people.People;
import yui.people.Resident;

/** Estimates of the way from one resident's home to tasks; between mesh cells, as all distances. */
public final class Journeys {
  private static final Journeys NOWHERE = new Journeys(List.of(), false);

  private final Rules rules = new Rules();
  private final List<Mesh> homes;
  private final boolean hasCar;
  private final Map<CommunityId, TravelCost> costs = new HashMap<>();
  private final Map<Decided, TravelTable> tables = new HashMap<>();

  /** Whose table, and as it is decided on which day. */
  private record Decided(CommunityId community, LocalDate day) {}

  private Journeys(List<Mesh> homes, boolean hasCar) {
    this.homes = homes;
    this.hasCar = hasCar;
  }

  /** From somebody's own home, read under the rights of the transaction. */
  public static Journeys of(Tx tx, @Nullable PersonId person) {
    return person == null
        ? NOWHERE
        : new People().resident(tx, person).map(Journeys::from).orElse(NOWHERE);
  }

  public static Journeys from(Resident resident) {
    return new Journeys(
        resident.bases().stream()
            .filter(base -> base.kind() == Base.Kind.HOME)
            .map(base -> Mesh.of(base.lat(), base.lon()))
            .toList(),
        resident.hasCar());
  }

  /** Empty without a home, and for work from afar. */
  public Optional<Journey> to(Tx tx, Task task) {
    Spot spot = task.spot();
    if (spot == null || homes.isEmpty()) return Optional.empty();
    Mesh there = Mesh.of(spot.lat(), spot.lon());
    double km = homes.stream().mapToDouble(home -> home.km(there)).min().orElseThrow();
    TravelCost cost =
        costs.computeIfAbsent(
            task.communityId(), id -> rules.travelCost(tx, id, Days.of(tx.now())));
    TravelCost.Estimate rail = cost.estimate(TravelCost.Way.PUBLIC, km);
    TravelCost.@Nullable Estimate car = hasCar ? cost.estimate(TravelCost.Way.CAR, km) : null;
    boolean drives = car != null && car.yen() <= rail.yen();
    return Optional.of(
        Journey.of(
            drives && car != null ? car : rail,
            drives ? rail : car,
            task.travel(),
            aHeadYen(tx, task, km),
            cashYen(tx, task)));
  }

  private long aHeadYen(Tx tx, Task task, double km) {
    if (task.travel().policy() != Travel.Policy.DISTANCE) return task.travel().mostYen();
    return tables
        .computeIfAbsent(
            new Decided(task.communityId(), Fares.day(tx, task)),
            of -> rules.travelTable(tx, of.community(), of.day()))
        .yen(km);
  }

  /** For whoever comes alone, on every day still to come. */
  private static long cashYen(Tx tx, Task task) {
    long days = task.slots().stream().filter(slot -> !slot.isPast(tx.now())).count();
    return task.rewards().stream()
        .filter(line -> line.kind() == RewardKind.CASH)
        .mapToLong(line -> Math.multiplyExact(line.amount(), days))
        .sum();
  }
}
