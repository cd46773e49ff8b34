package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine answers what a scan over all rows answers, ids, order and scores, in both directions.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExactTest {
  private static final int DRAFTS = 20;

  private final Population population = new Population(7);
  private final Map<UUID, ResidentRow> residents = new HashMap<>();
  private final Map<UUID, TaskRow> tasks = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(11);
  @TempDir static Path directory;
  private MatchEngine engine;

  /** What is tested; an engine elsewhere is tested by the same. */
  MatchEngine open() throws BrokenIndex {
    return MatchEngine.open(directory);
  }

  int residents() {
    return 20_000;
  }

  int tasks() {
    return 2_000;
  }

  @BeforeAll
  void fill() throws BrokenIndex {
    engine = open();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < residents(); i++) {
      changes.add(new Change.PutResident(population.resident(i, 0)));
    }
    Population.worstResidents().forEach(row -> changes.add(new Change.PutResident(row)));
    for (int i = 0; i < tasks(); i++) {
      changes.add(new Change.PutTask(population.task(i, 0)));
    }
    Population.worstTasks().forEach(row -> changes.add(new Change.PutTask(row)));
    engine.apply(changes, "1");
    changes.forEach(this::remember);
    engine.refresh();
  }

  @AfterAll
  void close() {
    engine.close();
  }

  @Test
  @Order(1)
  void residentsFor_everyKindOfTask_isTheScan() {
    Oracle oracle = new Oracle(Asking.NOW);
    int answered = 0;
    for (TaskRow task : Population.worstTasks()) {
      answered += checkResidents(oracle, task, Excluded.NONE, 1000);
    }
    answered += IntStream.range(0, 40).parallel().map(this::checkEvery40th).sum();
    assertTrue(answered > residents() / 2, "too few answers to prove anything: " + answered);
  }

  private int checkEvery40th(int first) {
    Oracle oracle = new Oracle(Asking.NOW);
    int answered = 0;
    for (int i = first; i < tasks(); i += 40) {
      answered += checkResidents(oracle, population.task(i, 0), Excluded.NONE, 20);
    }
    return answered;
  }

  @Test
  @Order(2)
  void residentsFor_laterAndWithExclusions_isTheScan() {
    Instant later = Asking.NOW.plus(13, ChronoUnit.DAYS).plus(5, ChronoUnit.HOURS);
    Oracle oracle = new Oracle(later);
    int answered = 0;
    for (int i = 0; i < tasks(); i += Math.max(1, tasks() / 30)) {
      TaskRow task = population.task(i, 0);
      Set<UUID> best = new HashSet<>();
      engine.residentsFor(task, Excluded.NONE, 5, later).forEach(match -> best.add(match.id()));
      best.add(new UUID(3, 3));
      List<Match> answers = engine.residentsFor(task, Excluded.of(best), 7, later);
      same(
          oracle.residentsFor(task, residents.values(), Excluded.of(best), 7),
          answers,
          "later " + i);
      answered += answers.size();
    }
    assertTrue(answered > residents() / 400, "too few answers to prove anything: " + answered);
  }

  @Test
  @Order(3)
  void tasksFor_everyKindOfResident_isTheScan() {
    Oracle oracle = new Oracle(Asking.NOW);
    int answered = 0;
    for (ResidentRow resident : Population.worstResidents()) {
      answered += checkTasks(oracle, resident, Excluded.NONE, 1000);
    }
    for (int i = 0; i < residents(); i += 100) {
      ResidentRow resident = population.resident(i, 0);
      answered += checkTasks(oracle, resident, Excluded.NONE, 20);
      answered += checkTasks(oracle, resident, someExcluded(resident), 3);
    }
    assertTrue(answered > residents() / 7, "too few answers to prove anything: " + answered);
  }

  @Test
  @Order(4)
  void explain_everyAnswer_isTheRankedOne() {
    for (TaskRow task : Population.worstTasks()) {
      for (Match match : engine.residentsFor(task, Excluded.NONE, 10, Asking.NOW)) {
        ResidentRow resident = Objects.requireNonNull(residents.get(match.id()));
        assertEquals(match, MatchEngine.explain(task, resident, Direction.CANDIDATES, Asking.NOW));
      }
    }
  }

  @Test
  @Order(5)
  void ask_whileAWriterChangesRows_isTheScanOfWhatWasRefreshed() throws Exception {
    ReentrantLock refreshing = new ReentrantLock();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int draft = 1; draft <= DRAFTS; draft++) {
                List<Change> changes = changes(draft);
                engine.apply(changes, "draft " + draft);
                refreshing.lock();
                try {
                  engine.refresh();
                  changes.forEach(this::remember);
                } finally {
                  refreshing.unlock();
                }
              }
            });
    int asked = 0;
    boolean last = false;
    while (!last) {
      last = writer.isDone();
      refreshing.lock();
      try {
        Oracle oracle = new Oracle(Asking.NOW);
        TaskRow task = population.task(asked % tasks(), 0);
        checkResidents(oracle, task, Excluded.NONE, 20);
        checkResidents(oracle, Population.worstTasks().get(asked % 15), Excluded.NONE, 20);
        checkTasks(oracle, population.resident(asked * 7 % residents(), 0), Excluded.NONE, 20);
      } finally {
        refreshing.unlock();
      }
      asked++;
      Thread.yield();
    }
    writer.get();
    assertEquals("draft " + DRAFTS, engine.position());
    assertTrue(asked > 3, "asked only " + asked + " times");
  }

  private List<Change> changes(int draft) {
    List<Change> changes = new ArrayList<>();
    SplittableRandom chance = new SplittableRandom(draft);
    for (int i = 0; i < 100; i++) {
      ResidentRow resident = population.resident(chance.nextInt(residents() + 500), draft);
      TaskRow task = population.task(chance.nextInt(tasks() + 50), draft);
      switch (chance.nextInt(10)) {
        case 0 -> changes.add(new Change.DeleteResident(resident.id()));
        case 1 -> changes.add(new Change.DeleteTask(task.id()));
        case 2 -> changes.add(new Change.PutTask(task));
        default -> changes.add(new Change.PutResident(resident));
      }
    }
    return changes;
  }

  private void remember(Change change) {
    switch (change) {
      case Change.PutResident(ResidentRow row) -> residents.put(row.id(), row);
      case Change.PutTask(TaskRow row) -> tasks.put(row.id(), row);
      case Change.DeleteResident(UUID id) -> residents.remove(id);
      case Change.DeleteTask(UUID id) -> tasks.remove(id);
    }
  }

  private Excluded someExcluded(ResidentRow resident) {
    Set<UUID> best = new HashSet<>();
    engine.tasksFor(resident, Excluded.NONE, 2, Asking.NOW).forEach(match -> best.add(match.id()));
    return new Excluded(
        best,
        Set.of(Population.COMMUNITIES.get(random.nextInt(Population.COMMUNITIES.size()))),
        Set.of(new UUID(0x9, random.nextInt(Population.GROUPS))));
  }

  private int checkResidents(Oracle oracle, TaskRow task, Excluded excluded, int k) {
    List<Match> answers = engine.residentsFor(task, excluded, k, Asking.NOW);
    same(oracle.residentsFor(task, residents.values(), excluded, k), answers, "for " + task);
    return answers.size();
  }

  private int checkTasks(Oracle oracle, ResidentRow resident, Excluded excluded, int k) {
    List<Match> answers = engine.tasksFor(resident, excluded, k, Asking.NOW);
    same(oracle.tasksFor(resident, tasks.values(), excluded, k), answers, "for " + resident);
    return answers.size();
  }

  private static void same(List<Oracle.Answer> expected, List<Match> answers, String what) {
    assertEquals(expected.size(), answers.size(), what);
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(expected.get(i).score(), answers.get(i).score(), 1e-9, what);
      assertEquals(expected.get(i).id(), answers.get(i).id(), "at " + i + " " + what);
      Parts parts = answers.get(i).parts();
      assertTrue(
          Stream.of(parts.skill(), parts.schedule(), parts.distance(), parts.reliability())
              .allMatch(part -> part >= 0 && part <= 1),
          what);
    }
  }
}
