package yui.travel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SplitTest {
  @Test
  void split_10000YenAmongThree_isExact() {
    assertEquals(List.of(3334L, 3333L, 3333L), Split.of(10_000, List.of(5_000L, 5_000L, 5_000L)));
  }

  @Test
  void split_byUnlikeCaps_givesWhatIsLeftToTheLargestFraction() {
    // 100 x 1/6, 2/6, 3/6: 16.67, 33.33, 50.
    assertEquals(List.of(17L, 33L, 50L), Split.of(100, List.of(100L, 200L, 300L)));
    assertEquals(List.of(1L, 0L, 0L), Split.of(1, List.of(5L, 5L, 5L)));
  }

  @Test
  void split_beyondAllCaps_isWhatWasPromised() {
    assertEquals(List.of(5_000L, 0L, 700L), Split.of(9_000, List.of(5_000L, 0L, 700L)));
    assertEquals(List.of(4_000L), Split.of(4_000, List.of(5_000L)));
  }

  @Test
  void split_ofAnything_addsUpAndStaysWithinTheCaps() {
    Random random = new Random(20_261_122);
    for (int run = 0; run < 20_000; run++) {
      int n = 1 + random.nextInt(12);
      long bound = 1L << (1 + random.nextInt(49));
      List<Long> caps = new ArrayList<>();
      for (int i = 0; i < n; i++)
        caps.add(random.nextInt(9) == 0 ? 0 : random.nextLong(1, bound + 1));
      long sum = caps.stream().mapToLong(Long::longValue).sum();
      long amount = random.nextLong(1, 2 * Math.max(1, sum) + 1);
      List<Long> parts = Split.of(amount, caps);
      String what = amount + " among " + caps + " is " + parts;
      assertEquals(Math.min(amount, sum), parts.stream().mapToLong(Long::longValue).sum(), what);
      for (int i = 0; i < n; i++) {
        assertTrue(parts.get(i) >= 0 && parts.get(i) <= caps.get(i), what);
        for (int j = 0; j < n; j++) {
          if (caps.get(i) >= caps.get(j)) {
            assertTrue(parts.get(i) >= parts.get(j) - 1, "a larger promise bears less: " + what);
          }
        }
      }
    }
  }
}
