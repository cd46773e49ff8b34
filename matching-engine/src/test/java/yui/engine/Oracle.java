package yui.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The formula and the filters written down once more, straight and slow, over every row: the judge
 * of the engine. It shares no arithmetic with it.
 */
final class Oracle {
  record Answer(UUID id, double score) {}

  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final LocalDate ZERO = LocalDate.of(2020, 1, 1);

  private final Instant asOf;
  private final Map<Place, double[]> centres = new HashMap<>();
  private final Map<TaskRow, TreeSet<Integer>> neededBy = new IdentityHashMap<>();

  Oracle(Instant asOf) {
    this.asOf = asOf;
  }

  List<Answer> residentsFor(
      TaskRow task, Collection<ResidentRow> residents, Excluded excluded, int k) {
    List<Answer> answers = new ArrayList<>();
    for (ResidentRow resident : residents) {
      boolean found =
          resident.findable().byAll()
              || resident.findable().communities().contains(task.communityId());
      if (found && task.stage() != Stage.HIDDEN && !excluded.ids().contains(resident.id())) {
        Double score = score(task, resident);
        if (score != null) {
          answers.add(new Answer(resident.id(), score));
        }
      }
    }
    return best(answers, k);
  }

  List<Answer> tasksFor(ResidentRow resident, Collection<TaskRow> tasks, Excluded excluded, int k) {
    List<Answer> answers = new ArrayList<>();
    for (TaskRow task : tasks) {
      boolean open =
          task.stage() == Stage.OPEN
              && !excluded.ids().contains(task.id())
              && !excluded.communities().contains(task.communityId())
              && (task.groupId() == null || !excluded.groups().contains(task.groupId()));
      Double score = open ? score(task, resident) : null;
      if (score != null) {
        answers.add(new Answer(task.id(), score));
      }
    }
    return best(answers, k);
  }

  private static List<Answer> best(List<Answer> answers, int k) {
    answers.sort(
        Comparator.comparingDouble((Answer a) -> -Math.rint(a.score * 1e12))
            .thenComparing(a -> a.id.toString()));
    return List.copyOf(answers.subList(0, Math.min(k, answers.size())));
  }

  /** Null when a hard filter says no. */
  private @Nullable Double score(TaskRow task, ResidentRow resident) {
    if (!resident.active()) {
      return null;
    }
    double asked = 0;
    double held = 0;
    for (RequiredSkill skill : task.requiredSkills()) {
      int level = level(resident, skill.code());
      if (level < skill.level()) {
        return null;
      }
      held += level / 3.0 * skill.weight();
      asked += skill.weight();
    }
    for (DesiredSkill skill : task.desiredSkills()) {
      held += level(resident, skill.code()) / 3.0 * skill.weight();
      asked += skill.weight();
    }
    double skillPart = asked == 0 ? 1 : held / asked;

    if (!task.thanks().isEmpty()
        && !resident.wishes().isEmpty()
        && task.thanks().stream().noneMatch(resident.wishes()::contains)) {
      return null;
    }

    TreeSet<Integer> needed = neededBy.computeIfAbsent(task, this::needed);
    List<Integer> free = needed.stream().filter(resident.freeHalfDays()::contains).toList();
    if (!task.slots().isEmpty() && free.isEmpty()) {
      return null;
    }
    double schedulePart = task.slots().isEmpty() ? 1 : free.size() / (double) needed.size();

    if (!licensed(task, resident, free)) {
      return null;
    }

    double distancePart = 1;
    Place place = task.place();
    if (place != null) {
      double km = Double.POSITIVE_INFINITY;
      for (Anchor anchor : resident.anchors()) {
        if (usable(anchor, free)) {
          km = Math.min(km, km(place, anchor.place()));
        }
      }
      Double limit = resident.maxDistanceKm();
      if (km == Double.POSITIVE_INFINITY || (limit != null && km > limit)) {
        return null;
      }
      distancePart = 10 / (10 + km);
    }
    double reliability = (resident.attended() + 3) / (double) (resident.committed() + 4);
    Weights w = task.weights();
    double sum = w.skill() + w.schedule() + w.distance() + w.reliability();
    return w.skill() / sum * skillPart
        + w.schedule() / sum * schedulePart
        + w.distance() / sum * distancePart
        + w.reliability() / sum * reliability;
  }

  private static int level(ResidentRow resident, String code) {
    return resident.skills().stream()
        .filter(skill -> skill.code().equals(code))
        .mapToInt(SkillLevel::level)
        .findFirst()
        .orElse(0);
  }

  private boolean licensed(TaskRow task, ResidentRow resident, List<Integer> free) {
    List<LocalDate> days = new ArrayList<>();
    if (task.slots().isEmpty()) {
      days.add(asOf.atZone(TOKYO).toLocalDate());
    }
    free.forEach(h -> days.add(day(h)));
    return task.requiredLicences().isEmpty()
        || days.stream()
            .anyMatch(
                day ->
                    task.requiredLicences().stream()
                        .allMatch(
                            code ->
                                resident.licences().stream()
                                    .anyMatch(
                                        licence ->
                                            licence.code().equals(code)
                                                && good(licence.expiresOn(), day))));
  }

  private static boolean good(@Nullable LocalDate expiresOn, LocalDate day) {
    return expiresOn == null || !day.isAfter(expiresOn);
  }

  private static boolean usable(Anchor anchor, List<Integer> free) {
    LocalDate from = anchor.from();
    LocalDate to = anchor.to();
    return from == null
        || to == null
        || free.stream().map(Oracle::day).anyMatch(d -> !d.isBefore(from) && !d.isAfter(to));
  }

  private TreeSet<Integer> needed(TaskRow task) {
    TreeSet<Integer> all = new TreeSet<>();
    for (SlotRow slot : task.slots()) {
      if (slot.full() || !slot.startsAt().isAfter(asOf)) {
        continue;
      }
      ZonedDateTime start = slot.startsAt().atZone(TOKYO);
      Duration most = Duration.ZERO;
      Integer mostAt = null;
      ZonedDateTime half = start.toLocalDate().atStartOfDay(TOKYO);
      while (half.toInstant().isBefore(slot.endsAt())) {
        ZonedDateTime end = half.plusHours(12);
        Instant from = half.isBefore(start) ? slot.startsAt() : half.toInstant();
        Instant to = end.toInstant().isAfter(slot.endsAt()) ? slot.endsAt() : end.toInstant();
        Duration overlap = Duration.between(from, to);
        int number =
            (int) (2 * (half.toLocalDate().toEpochDay() - ZERO.toEpochDay()))
                + (half.getHour() == 12 ? 1 : 0);
        if (overlap.compareTo(most) > 0) {
          most = overlap;
          mostAt = number;
        }
        if (overlap.toMinutes() > 60) {
          all.add(number);
        }
        half = end;
      }
      if (mostAt != null) {
        all.add(mostAt);
      }
    }
    return all;
  }

  private static LocalDate day(int halfDay) {
    return ZERO.plusDays(Math.floorDiv(halfDay, 2));
  }

  /** Twice the arc of half the chord; the centres' differences are exact in seconds. */
  private double km(Place a, Place b) {
    double[] p = centres.computeIfAbsent(a, Oracle::centreSeconds);
    double[] q = centres.computeIfAbsent(b, Oracle::centreSeconds);
    double y = Math.sin(radians(p[0] - q[0]) / 2);
    double x = Math.sin(radians(p[1] - q[1]) / 2);
    double halfChordSquared = y * y + x * x * Math.cos(radians(p[0])) * Math.cos(radians(q[0]));
    return 2 * 6371.0087714 * Math.asin(Math.sqrt(halfChordSquared));
  }

  private static double radians(double seconds) {
    return seconds / 3600 * Math.PI / 180;
  }

  /** In decimals, as a person would do it with the numbers that are printed. */
  private static double[] centreSeconds(Place place) {
    BigDecimal hour = BigDecimal.valueOf(3600);
    BigDecimal row =
        BigDecimal.valueOf(place.lat())
            .multiply(hour)
            .divide(BigDecimal.valueOf(30), 0, RoundingMode.FLOOR);
    BigDecimal column =
        BigDecimal.valueOf(place.lon())
            .multiply(hour)
            .divide(BigDecimal.valueOf(45), 0, RoundingMode.FLOOR);
    return new double[] {row.doubleValue() * 30 + 15, column.doubleValue() * 45 + 22.5};
  }
}
