package yui.engine;

import java.util.Arrays;

/** The windows still to be looked into, the one with the highest bound first. */
final class Frontier {
  /** Bounds are kept as whole steps, rounded up. */
  private static final double STEPS = 1 << 29;

  private long[] heap = new long[1024];
  private int size;

  /** Takes a window without caring for order; {@link #order} does that for all. */
  void add(double bound, int window) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    heap[size++] = (long) Math.ceil(bound * STEPS) << Integer.SIZE | window;
  }

  void order() {
    for (int i = size / 2 - 1; i >= 0; i--) {
      down(i);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Not less than the highest bound that is left. */
  double most() {
    return (heap[0] >>> Integer.SIZE) / STEPS;
  }

  /** Takes the window with the highest bound out. */
  int next() {
    int window = (int) heap[0];
    heap[0] = heap[--size];
    down(0);
    return window;
  }

  private void down(int from) {
    int at = from;
    long moved = heap[at];
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= moved) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moved;
  }
}
