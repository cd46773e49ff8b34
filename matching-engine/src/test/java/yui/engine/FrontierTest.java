package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrontierTest {
  @Test
  void next_manyWindows_comeBestFirstEachOnce() {
    SplittableRandom random = new SplittableRandom(1);
    double[] bounds = random.doubles(5_000, 0, 1.5).toArray();
    Frontier frontier = new Frontier();
    for (int window = 0; window < bounds.length; window++) {
      frontier.add(bounds[window], window);
    }
    frontier.order();
    Set<Integer> seen = new HashSet<>();
    double before = 2;
    while (!frontier.isEmpty()) {
      double most = frontier.most();
      int window = frontier.next();
      assertTrue(seen.add(window));
      assertTrue(most >= bounds[window] && most - bounds[window] < 1e-8);
      assertTrue(most <= before);
      before = most;
    }
    assertEquals(bounds.length, seen.size());
  }
}
