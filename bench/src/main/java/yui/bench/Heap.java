package yui.bench;

import java.lang.management.ManagementFactory;

/** What of the heap is reachable. */
final class Heap {
  private static final int COLLECTIONS = 3;

  private Heap() {}

  static double usedMiB() {
    for (int i = 0; i < COLLECTIONS; i++) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (1024.0 * 1024);
  }
}
