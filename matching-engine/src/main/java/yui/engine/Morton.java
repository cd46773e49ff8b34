package yui.engine;

/**
 * Two numbers of 15 bits interleaved to one, so that what is near on the map is mostly near in the
 * order of the numbers.
 */
final class Morton {
  static final int BITS = 30;

  private Morton() {}

  static int of(int y, int x) {
    return spread(y) << 1 | spread(x);
  }

  static int y(int morton) {
    return gather(morton >>> 1);
  }

  static int x(int morton) {
    return gather(morton);
  }

  private static int spread(int value) {
    int v = value & 0x7FFF;
    v = (v | v << 8) & 0x00FF00FF;
    v = (v | v << 4) & 0x0F0F0F0F;
    v = (v | v << 2) & 0x33333333;
    return (v | v << 1) & 0x55555555;
  }

  private static int gather(int spread) {
    int v = spread & 0x55555555;
    v = (v | v >>> 1) & 0x33333333;
    v = (v | v >>> 2) & 0x0F0F0F0F;
    v = (v | v >>> 4) & 0x00FF00FF;
    return (v | v >>> 8) & 0x7FFF;
  }
}
