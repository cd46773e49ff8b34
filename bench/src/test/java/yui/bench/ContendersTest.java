package yui.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** All who are measured answer the same, or their times could not be compared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContendersTest {
  private static final int RESIDENTS = 20_000;
  private static final int TASKS = 5_000;
  private static final int CHECKED = 300;

  @TempDir static Path directory;

  private final Population population = Population.of(RESIDENTS);
  private final Tasks tasks = Tasks.typical(TASKS);
  private final Scan scan = new Scan(population.residents);
  private final List<Asked> asked =
      Stream.of(
              asked(Tasks.worst(), Tasks.WORST),
              asked(Tasks.anywhere(), Tasks.ANYWHERE),
              asked(tasks, CHECKED))
          .flatMap(stream -> stream)
          .toList();
  private final Judge judge = new Judge("tests", asked, scan);
  private Ours ours;

  @BeforeAll
  void fill() throws Exception {
    ours = Ours.build(directory.resolve("ours"), population);
    ours.put(tasks);
  }

  @AfterAll
  void close() {
    ours.close();
  }

  @Test
  void ask_theEngine_isTheScan() {
    assertTrue(
        asked.stream().mapToInt(task -> scan.ask(task).numbers().length).sum() > 2_000,
        "too few answers to prove anything");
    assertEquals(0, judge.wrong(ours));
  }

  @Test
  void ask_theLimit_isTheScan() {
    assertEquals(0, judge.wrong(new Limit(population.residents)));
  }

  @Test
  void ask_naiveLucene_hasTheScoresOfTheScan() throws Exception {
    Path place = directory.resolve("naive");
    try (Naive naive = Naive.build(place, population.residents, ours.segments())) {
      assertEquals(0, judge.wrongScores(naive, asked.size()));
    }
  }

  @Test
  void ask_theEngineForTasks_isTheScan() {
    assertEquals(0, Reverse.run(ours, population.residents, tasks, 100).wrong());
  }

  @Test
  void number_ofAnId_isTheOneItWasMadeOf() {
    assertTrue(IntStream.of(0, 1, 77, RESIDENTS).allMatch(i -> Seeds.number(Seeds.id(i)) == i));
  }

  private static Stream<Asked> asked(Tasks tasks, int many) {
    return IntStream.range(0, many).mapToObj(i -> new Asked(tasks, i));
  }
}
