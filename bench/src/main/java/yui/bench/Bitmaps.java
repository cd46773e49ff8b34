package yui.bench;

/**
 * Bitmaps of one length, several to an array: the collector gives a large array whole regions of
 * its own, and at eighteen million residents a bitmap alone would waste half of them.
 */
final class Bitmaps {
  private static final int TOGETHER = 16;

  private final long[][] arrays;
  private final int words;

  Bitmaps(int count, int words) {
    this.words = words;
    arrays = new long[(count + TOGETHER - 1) / TOGETHER][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = new long[Math.min(TOGETHER, count - TOGETHER * i) * words];
    }
  }

  /** The array that holds a bitmap, from {@link #from} on. */
  long[] array(int bitmap) {
    return arrays[bitmap / TOGETHER];
  }

  int from(int bitmap) {
    return bitmap % TOGETHER * words;
  }

  void set(int bitmap, int bit) {
    array(bitmap)[from(bitmap) + (bit >> 6)] |= 1L << (bit & 63);
  }

  long bytes() {
    long bytes = 0;
    for (long[] array : arrays) {
      bytes += 8L * array.length;
    }
    return bytes;
  }
}
