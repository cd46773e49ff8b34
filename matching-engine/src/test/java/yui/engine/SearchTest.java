package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every filter, order and count of the search beside the same thing done with streams. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchTest {
  private static final LocalDate SATURDAY = LocalDate.of(2026, 11, 28);
  private static final List<DayRange> PERIODS =
      List.of(
          new DayRange(SATURDAY, SATURDAY.plusDays(1)),
          new DayRange(null, SATURDAY),
          new DayRange(SATURDAY.plusYears(50), null));
  private static final Place VALLEY = new Place(37.6, 139.6);

  @TempDir static Path directory;
  private final Population population = new Population(7);
  private List<TaskRow> open = List.of();
  private MatchEngine engine;

  /** What is tested; an engine elsewhere is tested by the same. */
  MatchEngine open() throws BrokenIndex {
    return MatchEngine.open(directory);
  }

  @BeforeAll
  void fill() throws BrokenIndex {
    engine = open();
    List<TaskRow> tasks =
        Stream.concat(
                IntStream.range(0, 1000).mapToObj(i -> population.task(i, 0)),
                Population.worstTasks().stream())
            .filter(task -> !hasBegun(task))
            .toList();
    engine.apply(tasks.stream().<Change>map(Change.PutTask::new).toList(), "1");
    engine.refresh();
    open = tasks.stream().filter(task -> task.stage() == Stage.OPEN).toList();
  }

  private static boolean hasBegun(TaskRow task) {
    return !task.slots().isEmpty()
        && task.slots().stream().noneMatch(slot -> slot.startsAt().isAfter(Asking.NOW));
  }

  @AfterAll
  void close() {
    engine.close();
  }

  @Test
  void filter_eachAlone_isTheScan() {
    UUID community = Population.COMMUNITIES.get(1);
    check(new Ask(), task -> true);
    check(new Ask().communities(community), task -> task.communityId().equals(community));
    UUID other = Population.COMMUNITIES.get(2);
    check(
        new Ask().communities(community, other),
        task -> task.communityId().equals(community) || task.communityId().equals(other));
    check(new Ask().communities(), task -> false);
    check(new Ask().skill("skill_3"), task -> skills(task).contains("skill_3"));
    check(new Ask().skill("nothing"), task -> false);
    for (Thanks kind : Thanks.values()) {
      check(new Ask().reward(kind), task -> task.thanks().contains(kind));
    }
    check(new Ask().travelPaid(true), TaskRow::travelPaid);
    check(new Ask().travelPaid(false), task -> !task.travelPaid());
    check(new Ask().days(SATURDAY, SATURDAY), task -> onDays(task, SATURDAY, SATURDAY));
    check(new Ask().days(SATURDAY, null), task -> onDays(task, SATURDAY, LocalDate.MAX));
    check(new Ask().days(null, SATURDAY), task -> onDays(task, LocalDate.MIN, SATURDAY));
    for (double km : new double[] {0, 1, 5, 15, 40, 200, 20_100}) {
      check(new Ask().near(VALLEY).within(km), task -> within(task, km));
    }
    check(new Ask().near(VALLEY), task -> true);
  }

  @Test
  void filter_distanceOfACellItself_isInclusive() {
    TaskRow some =
        open.stream()
            .filter(task -> within(task, 12) && !within(task, 8))
            .findFirst()
            .orElseThrow();
    double km = VALLEY.mesh().km(Objects.requireNonNull(some.place()).mesh());
    check(new Ask().near(VALLEY).within(km), task -> within(task, km));
    check(
        new Ask().near(VALLEY).within(Math.nextDown(km)), task -> within(task, Math.nextDown(km)));
    assertTrue(ids(new Ask().near(VALLEY).within(km)).contains(some.id()));
    assertTrue(!ids(new Ask().near(VALLEY).within(Math.nextDown(km))).contains(some.id()));
  }

  @Test
  void filter_allTogether_isTheScan() {
    check(
        new Ask()
            .near(VALLEY)
            .within(60)
            .reward(Thanks.CASH)
            .travelPaid(true)
            .days(SATURDAY, SATURDAY.plusDays(30)),
        task ->
            within(task, 60)
                && task.thanks().contains(Thanks.CASH)
                && task.travelPaid()
                && onDays(task, SATURDAY, SATURDAY.plusDays(30)));
  }

  @Test
  void sort_eachOrder_isTheScanWithTiesBySmallerId() {
    Comparator<TaskRow> byId = Comparator.comparing(task -> task.id().toString());
    Comparator<TaskRow> byDate =
        Comparator.comparing((TaskRow task) -> next(task)).thenComparing(byId);
    ordered(new Ask().sort(TaskSort.DATE), byDate);
    ordered(new Ask().sort(TaskSort.RELEVANCE), byDate);
    ordered(
        new Ask().sort(TaskSort.NEWEST),
        Comparator.comparing(TaskRow::createdAt).reversed().thenComparing(byId));
    ordered(
        new Ask().sort(TaskSort.DISTANCE).near(VALLEY),
        Comparator.comparingDouble((TaskRow task) -> km(task)).thenComparing(byId));
  }

  @Test
  void sort_byRelevanceForAResident_isHowWellEachSuitsThenTheSoonest() {
    for (int i = 0; i < 8; i++) {
      ResidentRow resident = population.resident(i, 0);
      UUID applied =
          engine.tasksFor(resident, Excluded.NONE, 1, Asking.NOW).stream()
              .map(Match::id)
              .findFirst()
              .orElse(new UUID(0, 0));
      Comparator<TaskRow> order =
          Comparator.comparing((TaskRow task) -> -suits(task, resident, applied))
              .thenComparing(SearchTest::next)
              .thenComparing(task -> task.id().toString());
      ordered(new Ask().sort(TaskSort.RELEVANCE).asker(resident, applied), order);
    }
  }

  @Test
  void relevance_ofAHit_isExplainedByItsParts() {
    ResidentRow resident = population.resident(3, 0);
    for (Found.Hit hit :
        engine.search(new Ask().sort(TaskSort.RELEVANCE).asker(resident).row(1000, null)).items()) {
      Relevance relevance = Objects.requireNonNull(hit.relevance());
      Match match = relevance.match();
      assertEquals(match == null ? 0 : match.score(), relevance.value());
      assertNull(relevance.text());
      if (match != null) {
        TaskRow task = open.stream().filter(t -> t.id().equals(hit.id())).findFirst().orElseThrow();
        assertEquals(
            match, MatchEngine.explain(task, resident, Direction.RECOMMENDATIONS, Asking.NOW));
        assertEquals(match.distanceKm(), hit.distanceKm());
      }
    }
  }

  private static double suits(TaskRow task, ResidentRow resident, UUID applied) {
    Verdict verdict = MatchEngine.explain(task, resident, Direction.RECOMMENDATIONS, Asking.NOW);
    return verdict instanceof Match match && !task.id().equals(applied) ? match.score() : 0;
  }

  @Test
  void page_withCursors_showsEachTaskOnceInOrder() {
    for (TaskSort sort : TaskSort.values()) {
      Ask ask = new Ask().sort(sort).near(VALLEY).asker(population.resident(1, 0));
      List<UUID> whole = ids(ask);
      List<UUID> paged = new ArrayList<>();
      String cursor = null;
      do {
        Found page = engine.search(ask.row(37, cursor));
        assertEquals(whole.size(), page.total());
        page.items().forEach(hit -> paged.add(hit.id()));
        cursor = page.nextCursor();
      } while (cursor != null);
      assertEquals(whole, paged, sort.name());
    }
  }

  @Test
  void page_endsExactly_hasNoCursor() {
    int total = open.size();
    assertEquals(null, engine.search(new Ask().row(1000, null)).nextCursor());
    assertTrue(total < 1000);
    assertNotNull(engine.search(new Ask().row(total - 1, null)).nextCursor());
    assertEquals(null, engine.search(new Ask().row(total, null)).nextCursor());
  }

  @Test
  void search_onceAllDaysHaveBegun_findsByTheDayAlone() {
    Instant later = Instant.parse("2100-01-01T00:00:00Z");
    Set<UUID> slotless =
        open.stream()
            .filter(task -> task.slots().isEmpty())
            .map(TaskRow::id)
            .collect(Collectors.toSet());
    Found found = engine.search(new Ask().row(1000, null, later));
    assertEquals(slotless, found.items().stream().map(Found.Hit::id).collect(Collectors.toSet()));
    assertEquals(slotless.size(), found.total());
    TaskRow past = open.stream().filter(task -> !task.slots().isEmpty()).findFirst().orElseThrow();
    LocalDate day = days(past).iterator().next();
    Found byDay = engine.search(new Ask().days(day, day).row(1000, null, later));
    assertTrue(byDay.items().stream().anyMatch(hit -> hit.id().equals(past.id())));
  }

  @Test
  void facets_ofAllFound_areTheScansCounts() {
    Facets facets = engine.search(new Ask().reward(Thanks.MEAL).row(1, null)).facets();
    List<TaskRow> found =
        open.stream().filter(task -> task.thanks().contains(Thanks.MEAL)).toList();
    Map<UUID, Integer> communities = new HashMap<>();
    Map<String, Integer> skills = new HashMap<>();
    Map<Thanks, Integer> thanks = new HashMap<>();
    Map<LocalDate, Integer> days = new HashMap<>();
    Map<YearMonth, Integer> months = new HashMap<>();
    for (TaskRow task : found) {
      communities.merge(task.communityId(), 1, Integer::sum);
      skills(task).forEach(skill -> skills.merge(skill, 1, Integer::sum));
      task.thanks().forEach(kind -> thanks.merge(kind, 1, Integer::sum));
      Set<LocalDate> its = days(task);
      its.removeIf(day -> day.isBefore(Helping.TODAY));
      its.forEach(day -> days.merge(day, 1, Integer::sum));
      its.stream()
          .map(YearMonth::from)
          .distinct()
          .forEach(month -> months.merge(month, 1, Integer::sum));
    }
    assertEquals(communities, facets.communities());
    assertEquals(skills, facets.skills());
    assertEquals(thanks, facets.thanks());
    assertEquals(days, facets.days());
    assertEquals(
        PERIODS.stream()
            .map(
                period ->
                    (int)
                        found.stream()
                            .filter(
                                task ->
                                    days(task).stream()
                                        .filter(day -> !day.isBefore(Helping.TODAY))
                                        .anyMatch(day -> period.holds(day.toEpochDay())))
                            .count())
            .toList(),
        facets.periods());
    assertEquals(found.stream().filter(TaskRow::travelPaid).count(), facets.travelPaid());
    assertEquals(months, facets.months());
    assertEquals(List.copyOf(new TreeSet<>(days.keySet())), List.copyOf(facets.days().keySet()));
    List<Integer> counts = List.copyOf(facets.skills().values());
    assertEquals(counts.stream().sorted(Comparator.reverseOrder()).toList(), counts);
  }

  @Test
  void hit_withNear_tellsTheDistanceBetweenCells() {
    Map<UUID, Double> expected = new HashMap<>();
    open.stream()
        .filter(task -> task.place() != null)
        .forEach(task -> expected.put(task.id(), km(task)));
    for (Found.Hit hit : engine.search(new Ask().near(VALLEY).row(1000, null)).items()) {
      assertEquals(expected.get(hit.id()), hit.distanceKm());
    }
    assertTrue(
        engine.search(new Ask().row(1000, null)).items().stream()
            .allMatch(hit -> hit.distanceKm() == null));
  }

  private void check(Ask ask, Predicate<TaskRow> scan) {
    Set<UUID> expected = open.stream().filter(scan).map(TaskRow::id).collect(Collectors.toSet());
    assertEquals(expected, new HashSet<>(ids(ask)));
    assertEquals(expected.size(), engine.search(ask.row(1, null)).total());
  }

  private void ordered(Ask ask, Comparator<TaskRow> order) {
    assertEquals(open.stream().sorted(order).map(TaskRow::id).toList(), ids(ask));
  }

  private List<UUID> ids(Ask ask) {
    return engine.search(ask.row(1000, null)).items().stream().map(Found.Hit::id).toList();
  }

  private static boolean within(TaskRow task, double km) {
    return task.place() != null && km(task) <= km;
  }

  private static double km(TaskRow task) {
    Place place = task.place();
    return place == null ? Double.POSITIVE_INFINITY : VALLEY.mesh().km(place.mesh());
  }

  private static Instant next(TaskRow task) {
    return task.slots().stream()
        .map(SlotRow::startsAt)
        .filter(start -> start.isAfter(Asking.NOW))
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  private static Set<String> skills(TaskRow task) {
    return Stream.concat(
            task.requiredSkills().stream().map(RequiredSkill::code),
            task.desiredSkills().stream().map(DesiredSkill::code))
        .collect(Collectors.toSet());
  }

  private static boolean onDays(TaskRow task, LocalDate from, LocalDate to) {
    return days(task).stream().anyMatch(day -> !day.isBefore(from) && !day.isAfter(to));
  }

  private static Set<LocalDate> days(TaskRow task) {
    return task.slots().stream()
        .flatMap(slot -> HalfDays.needed(slot.startsAt(), slot.endsAt()).stream())
        .map(HalfDays::date)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** A search in the making. */
  private static final class Ask {
    private @Nullable Set<UUID> communities;
    private @Nullable String spot;
    private TaskSearch.@Nullable Asker asker;
    private @Nullable String skill;
    private @Nullable Place near;
    private @Nullable Double within;
    private @Nullable LocalDate from;
    private @Nullable LocalDate to;
    private @Nullable Thanks reward;
    private @Nullable Boolean travelPaid;
    private TaskSort sort = TaskSort.DATE;

    Ask communities(UUID... communities) {
      this.communities = Set.of(communities);
      return this;
    }

    Ask spot(String spot) {
      this.spot = spot;
      return this;
    }

    Ask asker(ResidentRow resident, UUID... applied) {
      this.asker = new TaskSearch.Asker(resident, Set.of(applied));
      return this;
    }

    Ask skill(String skill) {
      this.skill = skill;
      return this;
    }

    Ask near(Place near) {
      this.near = near;
      return this;
    }

    Ask within(double km) {
      this.within = km;
      return this;
    }

    Ask days(@Nullable LocalDate from, @Nullable LocalDate to) {
      this.from = from;
      this.to = to;
      return this;
    }

    Ask reward(Thanks reward) {
      this.reward = reward;
      return this;
    }

    Ask travelPaid(boolean travelPaid) {
      this.travelPaid = travelPaid;
      return this;
    }

    Ask sort(TaskSort sort) {
      this.sort = sort;
      return this;
    }

    TaskSearch row(int limit, @Nullable String cursor) {
      return row(limit, cursor, Asking.NOW);
    }

    TaskSearch row(int limit, @Nullable String cursor, Instant asOf) {
      return new TaskSearch(
          null,
          new TaskFilter(
              communities,
              spot,
              skill,
              near,
              within,
              from == null && to == null ? null : new DayRange(from, to),
              reward,
              travelPaid),
          PERIODS,
          asker,
          sort,
          limit,
          cursor,
          asOf);
    }
  }
}
