package yui.engine;

/** Bits of a window, all at once. */
final class Bitwise {
  private Bitwise() {}

  static void and(long[] bits, long[] others) {
    for (int i = 0; i < Windows.WORDS; i++) {
      bits[i] &= others[i];
    }
  }

  static boolean isEmpty(long[] bits) {
    long any = 0;
    for (int i = 0; i < Windows.WORDS; i++) {
      any |= bits[i];
    }
    return any == 0;
  }

  static int count(long[] bits) {
    int count = 0;
    for (int i = 0; i < Windows.WORDS; i++) {
      count += Long.bitCount(bits[i]);
    }
    return count;
  }
}
