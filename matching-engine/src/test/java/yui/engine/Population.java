package yui.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Seeded residents and tasks: cities far off, popular valleys, common and rare skills, every odd
 * case.
 */
final class Population {
  static final List<UUID> COMMUNITIES =
      List.of(Asking.OKUGAWA, new UUID(0xC0, 2), new UUID(0xC0, 3), new UUID(0xC0, 4));
  static final int GROUPS = 9;
  static final double[][] CITIES = {{35.68, 139.76}, {34.69, 135.50}, {38.27, 140.87}};
  static final double[][] VALLEYS = {{37.6, 139.6}, {37.7, 139.5}, {36.9, 138.2}, {35.9, 136.6}};

  /** Skills so rare that few stretches of the map have anybody who holds them. */
  private static final int RARE = 8;

  private static final LocalDate TODAY = Helping.TODAY;
  private static final Thanks[] THANKS = Thanks.values();

  private final long seed;

  Population(long seed) {
    this.seed = seed;
  }

  static String skill(int rank) {
    return "skill_" + rank;
  }

  static String rare(int rank) {
    return "rare_" + rank;
  }

  /** Another draft gives the same resident another profile. */
  ResidentRow resident(int number, int draft) {
    SplittableRandom random = new SplittableRandom(seed * 31 + number * 1_000_003L + draft);
    Helping resident = new Helping();
    resident.id = id(seed, number);
    resident.active = random.nextInt(50) != 0;
    int findable = random.nextInt(10);
    resident.findable =
        findable == 0
            ? Findable.NOBODY
            : findable < 4
                ? Findable.by(Set.of(COMMUNITIES.get(random.nextInt(2)), COMMUNITIES.get(2)))
                : Findable.ALL;
    for (int rank = 0; rank < 25; rank++) {
      if (random.nextInt(rank + 2) == 0) {
        resident.can(skill(rank), 1 + random.nextInt(3));
      }
    }
    for (int rank = 0; rank < RARE; rank++) {
      if (random.nextInt(100 << rank / 2) == 0) {
        resident.can(rare(rank), 1 + random.nextInt(3));
      }
    }
    for (int licence = 0; licence < 3; licence++) {
      if (random.nextInt(3) == 0) {
        LocalDate until = TODAY.plusDays(random.nextInt(-5, 60));
        resident.holds("licence_" + licence, random.nextBoolean() ? null : until.toString());
      }
    }
    anchors(resident, random);
    double share = random.nextInt(4) == 0 ? 0.8 : 0.25;
    for (int day = -3; day < 70; day++) {
      LocalDate date = TODAY.plusDays(day);
      boolean weekend = date.getDayOfWeek().getValue() >= 6;
      for (boolean pm : new boolean[] {false, true}) {
        if (random.nextDouble() < (weekend ? share : share / 6)) {
          resident.free.add(HalfDays.of(date, pm));
        }
      }
    }
    if (random.nextInt(3) > 0) {
      resident.within(new double[] {5, 30, 80, 150, 300, 20_000}[random.nextInt(6)]);
    }
    for (Thanks kind : THANKS) {
      if (random.nextInt(3) == 0) {
        resident.wishes(kind);
      }
    }
    int committed = random.nextInt(3) == 0 ? 0 : random.nextInt(12);
    return resident.came(committed == 0 ? 0 : random.nextInt(committed + 1), committed).row();
  }

  private static void anchors(Helping resident, SplittableRandom random) {
    if (random.nextInt(40) == 0) {
      return;
    }
    double[] city = CITIES[random.nextInt(CITIES.length)];
    resident.base(city[0] + near(random, 0.3), city[1] + near(random, 0.3));
    while (random.nextInt(3) == 0) {
      double[] valley = VALLEYS[random.nextInt(VALLEYS.length)];
      resident.base(valley[0] + near(random, 0.1), valley[1] + near(random, 0.1));
    }
    while (random.nextInt(4) == 0) {
      double[] valley = VALLEYS[random.nextInt(VALLEYS.length)];
      LocalDate from = TODAY.plusDays(random.nextInt(40));
      resident.stay(
          valley[0] + near(random, 0.05),
          valley[1] + near(random, 0.05),
          from.toString(),
          from.plusDays(random.nextInt(10)).toString());
    }
    if (random.nextInt(20) == 0) {
      resident.anchors.removeFirst();
    }
  }

  TaskRow task(int number, int draft) {
    SplittableRandom random = new SplittableRandom(seed * 37 + number * 1_000_033L + draft);
    Asking task = new Asking();
    task.id = id(seed + 1, number);
    task.of(
        COMMUNITIES.get(random.nextInt(COMMUNITIES.size())),
        random.nextInt(5) == 0 ? null : new UUID(0x9, random.nextInt(GROUPS)));
    int stage = random.nextInt(20);
    task.stage(stage == 0 ? Stage.HIDDEN : stage == 1 ? Stage.REVIEW : Stage.OPEN);
    if (random.nextInt(10) > 0) {
      double[] valley = VALLEYS[random.nextInt(VALLEYS.length)];
      task.at(valley[0] + near(random, 0.2), valley[1] + near(random, 0.2));
    }
    slots(task, random);
    for (int rank = 0; rank < 25; rank++) {
      if (random.nextInt(12) == 0) {
        task.requires(skill(rank), 1 + random.nextInt(3), 1 + random.nextInt(3));
      } else if (random.nextInt(8) == 0) {
        task.desires(skill(rank), random.nextInt(1, 8) / 4.0);
      }
    }
    int rare = random.nextInt(4 * RARE);
    if (rare < RARE) {
      task.requires(rare(rare), 1 + random.nextInt(2), 1 + random.nextInt(3));
    }
    for (int rank = 0; rank < RARE; rank++) {
      if (rank != rare && random.nextInt(8) == 0) {
        task.desires(rare(rank), random.nextInt(1, 8) / 4.0);
      }
    }
    if (random.nextInt(4) == 0) {
      task.licence("licence_" + random.nextInt(3));
    }
    if (random.nextInt(20) == 0) {
      task.licence("licence_" + random.nextInt(3));
    }
    for (Thanks kind : THANKS) {
      if (random.nextInt(3) == 0) {
        task.offers(kind);
      }
    }
    if (random.nextBoolean()) {
      task.travelPaid();
    }
    if (task.community.equals(COMMUNITIES.get(1))) {
      task.weights(3, 1, 0.5, 0);
    } else if (task.community.equals(COMMUNITIES.get(2))) {
      task.weights(0, 0, 0, 1);
    }
    return task.created(Asking.NOW.minus(random.nextInt(1000), ChronoUnit.HOURS)).row();
  }

  private static void slots(Asking task, SplittableRandom random) {
    int slots = random.nextInt(5);
    for (int i = 0; i < slots; i++) {
      LocalDate day = TODAY.plusDays(random.nextInt(-2, 60));
      if (random.nextInt(3) > 0) {
        day = day.plusDays(6 - Math.min(6, day.getDayOfWeek().getValue()));
      }
      Instant start =
          Asking.tokyo(day + "T00:00").plus(random.nextInt(6, 46) * 30L, ChronoUnit.MINUTES);
      Instant end = start.plus(random.nextInt(1, 20) * 30L, ChronoUnit.MINUTES);
      task.slots.add(new SlotRow(new UUID(1, i), start, end, random.nextInt(4) == 0));
    }
  }

  /**
   * What is dear to ask: all may help, the commonest skill, the most popular place, many slots,
   * nowhere.
   */
  static List<TaskRow> worstTasks() {
    List<Asking> tasks = new ArrayList<>();
    double lat = VALLEYS[0][0];
    double lon = VALLEYS[0][1];
    tasks.add(new Asking());
    tasks.add(new Asking().at(lat, lon));
    tasks.add(new Asking().requires(skill(0), 1, 1));
    tasks.add(new Asking().at(CITIES[0][0], CITIES[0][1]).requires(skill(0), 1, 1));
    tasks.add(new Asking().at(lat, lon).desires(skill(0), 1).desires(skill(1), 1));
    tasks.add(new Asking().at(lat, lon).requires(skill(0), 1, 1).desires(rare(0), 1));
    tasks.add(new Asking().at(lat, lon).desires(rare(3), 1).desires(rare(7), 0.5));
    Asking everyDay = new Asking().at(lat, lon).desires(skill(2), 0.7);
    Asking lastPlace = new Asking().at(lat, lon);
    for (int day = 1; day < 40; day++) {
      LocalDate date = TODAY.plusDays(day);
      everyDay.slot(date + "T09:00", date + "T16:00");
      lastPlace.fullSlot(date + "T09:00", date + "T16:00");
    }
    tasks.add(everyDay);
    LocalDate saturday = LocalDate.of(2026, 11, 28);
    tasks.add(lastPlace.slot(saturday + "T09:00", saturday + "T12:00"));
    tasks.add(
        new Asking()
            .slot(saturday + "T09:00", saturday.plusDays(1) + "T16:00")
            .weights(0, 1, 0, 0));
    tasks.add(new Asking().at(lat, lon).weights(0, 0, 1, 0));
    tasks.add(new Asking().at(lat, lon).offers(Thanks.PRODUCE).stage(Stage.REVIEW));
    tasks.add(new Asking().licence("licence_0").licence("licence_1").licence("licence_2"));
    tasks.add(new Asking().at(43.0, 141.3));
    tasks.add(new Asking().at(lat, lon).of(COMMUNITIES.get(3), null).requires(skill(24), 3, 5));
    List<TaskRow> rows = new ArrayList<>();
    for (Asking task : tasks) {
      task.id = new UUID(-1, rows.size());
      rows.add(task.row());
    }
    return rows;
  }

  static List<ResidentRow> worstResidents() {
    List<Helping> residents =
        List.of(
            new Helping(),
            new Helping().base(35.68, 139.76),
            always(new Helping().base(35.68, 139.76)),
            always(new Helping().stay(37.6, 139.6, "2026-11-23", "2026-12-31")),
            always(able(new Helping().base(37.6, 139.6).base(36.9, 138.2))),
            always(able(new Helping().base(37.6, 139.6))).within(30).wishes(Thanks.PRODUCE),
            always(able(new Helping().base(37.6, 139.6))).within(0),
            always(able(new Helping().base(37.6, 139.6))).inactive(),
            // across the date line
            always(able(new Helping().base(21.3, -157.8))).within(6_500),
            able(new Helping()).findable(Findable.NOBODY));
    List<ResidentRow> rows = new ArrayList<>();
    for (Helping resident : residents) {
      resident.id = new UUID(-1, rows.size());
      rows.add(resident.row());
    }
    return rows;
  }

  private static Helping always(Helping resident) {
    int first = HalfDays.of(TODAY, false);
    for (int h = first; h < first + HalfDays.HORIZON; h++) {
      resident.free.add(h);
    }
    return resident;
  }

  private static Helping able(Helping resident) {
    for (int rank = 0; rank < 25; rank++) {
      resident.can(skill(rank), 3);
    }
    return resident.holds("licence_0", null).holds("licence_1", null).holds("licence_2", null);
  }

  private static double near(SplittableRandom random, double degrees) {
    return random.nextDouble(-degrees, degrees);
  }

  /** Ids of both signs, so that a signed order would be seen. */
  private static UUID id(long seed, int number) {
    SplittableRandom random = new SplittableRandom(seed * 41 + number);
    return new UUID(random.nextLong(), random.nextLong());
  }
}
