package yui.engine;

import java.util.Arrays;

/**
 * A sum for each document of a window, told bit by bit: 64 documents are added to at a time. Sums
 * are parts of a bound; parts are rounded down, and what reaches the bound is over for good.
 */
final class Sums {
  private static final int PARTS = 1 << 5;

  private final long[] ones = new long[Windows.WORDS];
  private final long[] twos = new long[Windows.WORDS];
  private final long[] fours = new long[Windows.WORDS];
  private final long[] eights = new long[Windows.WORDS];
  private final long[] sixteens = new long[Windows.WORDS];
  private final long[] over = new long[Windows.WORDS];

  void clear() {
    Arrays.fill(ones, 0);
    Arrays.fill(twos, 0);
    Arrays.fill(fours, 0);
    Arrays.fill(eights, 0);
    Arrays.fill(sixteens, 0);
    Arrays.fill(over, 0);
  }

  /**
   * Adds a share of the bound, below one, to the sums of those who are not among these.
   *
   * @param these from which word on
   */
  void addWhereNot(long[] these, int from, double share) {
    int parts = (int) Math.min(PARTS - 1, share * PARTS);
    if (parts == 0) {
      return;
    }
    long one = -(parts & 1);
    long two = -(parts >> 1 & 1);
    long four = -(parts >> 2 & 1);
    long eight = -(parts >> 3 & 1);
    long sixteen = -(parts >> 4 & 1);
    for (int i = 0; i < Windows.WORDS; i++) {
      long here = ~these[from + i];
      long sum = ones[i];
      long add = here & one;
      long carry = sum & add;
      ones[i] = sum ^ add;

      sum = twos[i];
      add = here & two;
      twos[i] = sum ^ add ^ carry;
      carry = sum & add | carry & (sum ^ add);

      sum = fours[i];
      add = here & four;
      fours[i] = sum ^ add ^ carry;
      carry = sum & add | carry & (sum ^ add);

      sum = eights[i];
      add = here & eight;
      eights[i] = sum ^ add ^ carry;
      carry = sum & add | carry & (sum ^ add);

      sum = sixteens[i];
      add = here & sixteen;
      sixteens[i] = sum ^ add ^ carry;
      over[i] |= sum & add | carry & (sum ^ add);
    }
  }

  /** Clears the bits of those whose sum reached the bound. */
  void dropOver(long[] bits) {
    for (int i = 0; i < Windows.WORDS; i++) {
      bits[i] &= ~over[i];
    }
  }
}
