package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, by name. */
class InputTest {
  private static final LocalDate DAY = LocalDate.of(2026, 12, 5);

  @Test
  void rows_outOfRange_areRefusedByName() {
    refused("weights_all_zero", () -> new Weights(0, 0, 0, 0));
    refused("weight_out_of_range", () -> new Weights(-1, 2, 0, 0));
    refused("weight_out_of_range", () -> new Weights(Double.NaN, 2, 0, 0));
    refused("weight_out_of_range", () -> new Weights(1, Double.POSITIVE_INFINITY, 0, 0));
    refused("level_out_of_range", () -> new SkillLevel("mow", 0));
    refused("level_out_of_range", () -> new SkillLevel("mow", 4));
    refused("level_out_of_range", () -> new RequiredSkill("mow", 0, 1));
    refused("code_invalid", () -> new SkillLevel(" ", 1));
    refused("code_invalid", () -> new Licence("x".repeat(201), null));
    refused("skill_weight_out_of_range", () -> new RequiredSkill("mow", 1, 0));
    refused("skill_weight_out_of_range", () -> new DesiredSkill("mow", Double.NaN));
    refused("code_twice", () -> Helping.resident(1).can("mow", 1).can("mow", 2).row());
    refused("code_twice", () -> Helping.resident(1).holds("a", null).holds("a", null).row());
    refused("code_twice", () -> Asking.task(1).requires("a", 1, 1).requires("a", 2, 1).row());
    refused("code_twice", () -> Asking.task(1).desires("a", 1).desires("a", 2).row());
    refused("code_invalid", () -> Asking.task(1).licence("").row());
    refused("place_invalid", () -> new Place(Double.NaN, 139));
    refused("place_invalid", () -> new Place(35, Double.NEGATIVE_INFINITY));
    refused("stay_half_dated", () -> new Anchor(new Place(35, 139), DAY, null));
    refused("stay_ends_before_start", () -> Anchor.stay(35, 139, DAY, DAY.minusDays(1)));
    refused(
        "slot_ends_before_start",
        () -> Asking.task(1).slot("2026-12-05T09:00", "2026-12-05T09:00"));
    refused("slot_too_long", () -> Asking.task(1).slot("2026-12-05T09:00", "2029-12-05T09:00"));
    refused("day_out_of_range", () -> Asking.task(1).created(Instant.MAX).row());
    refused("day_out_of_range", () -> HalfDays.of(LocalDate.MAX, false));
    refused("day_out_of_range", () -> HalfDays.at(Instant.MIN));
    refused("max_distance_invalid", () -> Helping.resident(1).within(Double.NaN).row());
    refused("max_distance_invalid", () -> Helping.resident(1).within(-1).row());
    refused("attendance_invalid", () -> Helping.resident(1).came(3, 2).row());
    refused("attendance_invalid", () -> Helping.resident(1).came(-1, 2).row());
  }

  @Test
  void queries_outOfRange_areRefusedByName(@TempDir Path directory) throws BrokenIndex {
    try (MatchEngine engine = MatchEngine.open(directory)) {
      TaskRow task = Asking.task(1).row();
      ResidentRow resident = Helping.resident(1).row();
      for (int k : new int[] {0, -1, 1001, 1_000_000, Integer.MAX_VALUE}) {
        refused(
            "limit_out_of_range", () -> engine.residentsFor(task, Excluded.NONE, k, Asking.NOW));
        refused(
            "limit_out_of_range", () -> engine.tasksFor(resident, Excluded.NONE, k, Asking.NOW));
        refused("limit_out_of_range", () -> TaskSearch.words("", k, Asking.NOW));
      }
      refused(
          "within_km_invalid", () -> search(new Place(35, 139), Double.NaN, TaskSort.DATE, null));
      refused("within_km_invalid", () -> search(new Place(35, 139), -1.0, TaskSort.DATE, null));
      refused("near_missing", () -> search(null, 10.0, TaskSort.DATE, null));
      refused("near_missing", () -> search(null, null, TaskSort.DISTANCE, null));
      refused("days_reversed", () -> new DayRange(DAY, DAY.minusDays(1)));
      engine.apply(
          List.of(new Change.PutTask(task), new Change.PutTask(Asking.task(2).row())), "1");
      engine.refresh();
      String cursor = engine.search(search(null, null, TaskSort.DATE, null)).nextCursor();
      for (String bad : List.of("", "x", "!!!", "AAAA", "A".repeat(34), cursor + cursor)) {
        refused("cursor_invalid", () -> engine.search(search(null, null, TaskSort.DATE, bad)));
      }
      refused("cursor_invalid", () -> engine.search(search(null, null, TaskSort.NEWEST, cursor)));
      assertEquals(1, engine.search(search(null, null, TaskSort.DATE, cursor)).items().size());
    }
  }

  @Test
  void days_farAway_areNoFault(@TempDir Path directory) throws BrokenIndex {
    try (MatchEngine engine = MatchEngine.open(directory)) {
      engine.apply(List.of(new Change.PutTask(Asking.task(1).row())), "1");
      engine.refresh();
      TaskSearch ever =
          search(
              new TaskFilter(
                  null,
                  null,
                  null,
                  null,
                  null,
                  new DayRange(LocalDate.MIN, LocalDate.MAX),
                  null,
                  null),
              TaskSort.DATE,
              null);
      assertEquals(0, engine.search(ever).total());
    }
  }

  @Test
  void queries_oddButPossible_findNobody(@TempDir Path directory) throws BrokenIndex {
    try (MatchEngine engine = MatchEngine.open(directory)) {
      ResidentRow resident = Helping.resident(1).base(37.6, 139.6).can("mow", 3).row();
      List<Asking> odd =
          List.of(
              Asking.task(1).requires("a code nobody knows", 1, 1),
              Asking.task(2).licence("a licence nobody knows"),
              Asking.task(3).slot("2020-01-04T09:00", "2020-01-04T12:00"),
              Asking.task(4).slot("2199-01-04T09:00", "2199-01-04T12:00"),
              Asking.task(5).at(-89.999, -180).requires("mow", 3, 1e6).weights(0, 0, 1e6, 0));
      List<Change> changes = new ArrayList<>();
      changes.add(new Change.PutResident(resident));
      odd.forEach(task -> changes.add(new Change.PutTask(task.row())));
      engine.apply(changes, "1");
      engine.refresh();
      for (Asking task : odd.subList(0, 4)) {
        assertEquals(
            List.of(),
            engine.residentsFor(task.row(), Excluded.NONE, 1000, Asking.NOW),
            task.row()::toString);
      }
      assertEquals(1, engine.residentsFor(odd.get(4).row(), Excluded.NONE, 1, Asking.NOW).size());
      List<Match> suiting = engine.tasksFor(resident, Excluded.NONE, 1000, Asking.NOW);
      assertEquals(List.of(Asking.task(5).id), suiting.stream().map(Match::id).toList());
    }
  }

  @Test
  void exclusions_thousands_areNoFault(@TempDir Path directory) throws BrokenIndex {
    try (MatchEngine engine = MatchEngine.open(directory)) {
      engine.apply(List.of(new Change.PutResident(Helping.resident(1).row())), "1");
      engine.refresh();
      Set<UUID> many = new HashSet<>();
      for (int i = 2; i < 20_000; i++) {
        many.add(new UUID(0, i));
      }
      TaskRow task = Asking.task(1).row();
      assertEquals(1, engine.residentsFor(task, Excluded.of(many), 5, Asking.NOW).size());
      many.add(new UUID(0, 1));
      assertEquals(0, engine.residentsFor(task, Excluded.of(many), 5, Asking.NOW).size());
    }
  }

  private static TaskSearch search(
      @Nullable Place near, @Nullable Double within, TaskSort sort, @Nullable String cursor) {
    return search(new TaskFilter(null, null, null, near, within, null, null, null), sort, cursor);
  }

  private static TaskSearch search(TaskFilter filter, TaskSort sort, @Nullable String cursor) {
    return new TaskSearch(null, filter, List.of(), null, sort, 1, cursor, Asking.NOW);
  }

  private static void refused(String code, Executable deed) {
    assertEquals(code, assertThrows(BadQuery.class, deed).code());
  }
}
