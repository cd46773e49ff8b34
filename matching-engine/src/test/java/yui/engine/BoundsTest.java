package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;

/** What is taken for the most is never less than what is. */
class BoundsTest {
  private static final double EPSILON = 1e-9;

  private final Population population = new Population(5);
  private final SplittableRandom random = new SplittableRandom(17);

  @Test
  void wanted_residentsTokens_makeUpTheirScore() {
    int fitting = 0;
    for (int i = 0; i < 20_000; i++) {
      TaskSide task = TaskSide.of(population.task(i % 500, 0), Asking.NOW);
      ResidentRow row = population.resident(i, 0);
      Score score = new Score(task, ResidentSide.of(row));
      if (score.blocker(Direction.CANDIDATES) != null) {
        continue;
      }
      fitting++;
      Wanted wanted = new Wanted(task);
      Set<Term> held = tokens(row);
      List<Term> tokens = wanted.tokens();
      for (int[] filter : wanted.filters()) {
        assertTrue(IntStream.of(filter).anyMatch(token -> held.contains(tokens.get(token))));
      }
      double sum = wanted.base();
      for (int token : wanted.gaining()) {
        sum += held.contains(tokens.get(token)) ? wanted.gain(token) : 0;
      }
      Parts parts = score.parts();
      sum += wanted.distanceWeight() * parts.distance();
      sum += wanted.reliabilityWeight() * parts.reliability();
      assertEquals(score.value(), sum, EPSILON);
    }
    assertTrue(fitting > 100, "too few to prove anything: " + fitting);
  }

  @Test
  void columns_ofTasks_boundTheirScore() {
    int now = HalfDays.at(Asking.NOW);
    for (int i = 0; i < 60_000; i++) {
      TaskRow row = population.task(i % 3_000, 0);
      ResidentSide resident = ResidentSide.of(population.resident(i, 0));
      Offer offer = new Offer(resident, now);
      Score score = new Score(TaskSide.of(row, Asking.NOW), resident);
      if (score.blocker(Direction.RECOMMENDATIONS) != null) {
        continue;
      }
      Parts parts = score.parts();
      double schedule = offer.schedule(TaskColumns.needs(row));
      assertTrue(schedule > 0 && schedule + EPSILON >= parts.schedule(), row::toString);
      double skill = offer.skill(TaskColumns.asks(row));
      assertTrue(skill + EPSILON >= parts.skill(), row::toString);
      assertEquals(offer.reliability, parts.reliability());
      long weights = TaskColumns.weights(row.weights());
      double most =
          TaskColumns.skillWeight(weights) * skill
              + TaskColumns.scheduleWeight(weights) * schedule
              + TaskColumns.distanceWeight(weights) * parts.distance()
              + TaskColumns.reliabilityWeight(weights) * offer.reliability;
      assertTrue(most + EPSILON >= score.value(), row::toString);
    }
  }

  @Test
  void schedule_slotBegunBeforeItsFirstNeededHalfDay_isNotTakenForLess() {
    Instant asOf = Asking.tokyo("2026-11-22T11:45");
    TaskRow row =
        Asking.task(1)
            .slot("2026-11-22T11:30", "2026-11-22T18:00")
            .slot("2026-11-23T09:00", "2026-11-23T12:00")
            .row();
    ResidentSide resident = ResidentSide.of(Helping.resident(1).free("2026-11-23.AM").row());
    double part = new Score(TaskSide.of(row, asOf), resident).parts().schedule();
    assertEquals(1, part);
    assertEquals(1, new Offer(resident, HalfDays.at(asOf)).schedule(TaskColumns.needs(row)));
  }

  @Test
  void leastKm_anyBoxAndAnyCellInIt_isNotMore() {
    for (int i = 0; i < 200_000; i++) {
      Mesh from = anywhere();
      int south = random.nextInt(-10_800, 10_800);
      int west = random.nextInt(-14_400, 14_400);
      int north = Math.min(10_799, south + random.nextInt(1 + random.nextInt(2_000)));
      int east = Math.min(14_399, west + random.nextInt(1 + random.nextInt(2_000)));
      Mesh inside = new Mesh(random.nextInt(south, north + 1), random.nextInt(west, east + 1));
      double km = from.km(inside);
      assertTrue(from.leastKm(south, north, west, east) <= km, from + " " + inside);
      double cell = from.leastKm(inside.row(), inside.column());
      assertTrue(cell <= km, from + " " + inside);
      assertTrue(km > 500 || cell > 0.999 * km, "hardly less: " + cell + " " + km);
    }
  }

  @Test
  void columns_ofResidents_areNotLess() {
    for (int committed = 0; committed < 300; committed++) {
      for (int attended = 0; attended <= committed; attended++) {
        byte column = (byte) Reliability.column(attended, committed);
        assertTrue(Reliability.most(column) >= Reliability.of(attended, committed));
      }
    }
    for (double km : new double[] {0, 0.5, 5, 5.01, 30, 999, 1e4, 1e9}) {
      assertTrue(Reach.mostKm(Reach.of(km)) >= km);
    }
    assertEquals(Double.POSITIVE_INFINITY, Reach.mostKm(Reach.of(null)));
  }

  private static Set<Term> tokens(ResidentRow row) {
    Spelling spelling = new Spelling();
    spelling.resident(row);
    spelling.first();
    Set<Term> tokens = new HashSet<>();
    BytesRef token = new BytesRef();
    for (int i = 0; i < spelling.tokens(); i++) {
      spelling.read(i, token);
      tokens.add(new Term(Spelling.FIELD, BytesRef.deepCopyOf(token)));
    }
    return tokens;
  }

  private Mesh anywhere() {
    return Mesh.of(random.nextDouble(-90, 90), random.nextDouble(-180, 180));
  }
}
