package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SumsTest {
  private static final int ROUNDS = 300;

  private final SplittableRandom random = new SplittableRandom(23);
  private final Sums sums = new Sums();

  @Test
  void dropOver_anyShares_dropsNobodyWhoIsBelowAndHardlyLeavesWhoIsOver() {
    int dropped = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double[] sum = new double[Windows.DOCS];
      int tokens = 1 + random.nextInt(20);
      sums.clear();
      for (int token = 0; token < tokens; token++) {
        double share = random.nextDouble() * random.nextDouble();
        long[] these = random.longs(Windows.WORDS + 3).toArray();
        sums.addWhereNot(these, 3, share);
        for (int doc = 0; doc < Windows.DOCS; doc++) {
          sum[doc] += (these[3 + doc / 64] >>> doc & 1) == 0 ? share : 0;
        }
      }
      long[] bits = new long[Windows.WORDS];
      Arrays.fill(bits, -1);
      sums.dropOver(bits);
      for (int doc = 0; doc < Windows.DOCS; doc++) {
        boolean left = (bits[doc / 64] >>> doc & 1) == 1;
        assertTrue(left || sum[doc] >= 1, sum[doc] + " was dropped");
        assertFalse(left && sum[doc] >= 1 + tokens / 32.0, sum[doc] + " was left");
        dropped += left ? 0 : 1;
      }
    }
    assertTrue(dropped > 1000, "too few to prove anything: " + dropped);
  }

  @Test
  void clear_afterSums_beginsAtNothing() {
    long[] nobody = new long[Windows.WORDS];
    sums.addWhereNot(nobody, 0, 0.9);
    sums.addWhereNot(nobody, 0, 0.9);
    sums.clear();
    sums.addWhereNot(nobody, 0, 0.9);
    long[] bits = new long[Windows.WORDS];
    Arrays.fill(bits, -1);
    sums.dropOver(bits);
    assertEquals(Windows.DOCS, Bitwise.count(bits));
  }
}
