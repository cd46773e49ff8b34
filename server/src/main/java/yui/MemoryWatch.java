package yui;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process that does little else than look for memory: Java may do so for minutes before it
 * says that there is none, alive to whoever watches it and dead to whoever asks it. Only where it
 * was started to end when memory is out ({@code -XX:+ExitOnOutOfMemoryError}), and as it would.
 */
final class MemoryWatch {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
  private static final int OUT_OF_MEMORY = 3;
  private static final long LOOK_MILLIS = 1_000;
  private static final long BREATHLESS_MILLIS = 20_000;
  private static final double MOST_OF_TIME = 0.8;
  private static final double NEARLY_FULL = 0.85;

  private long breathless;

  /** Watches on a thread of its own, which ends with the process. */
  static void start() {
    HotSpotDiagnosticMXBean options =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    boolean ends =
        options != null
            && Boolean.parseBoolean(options.getVMOption("ExitOnOutOfMemoryError").getValue());
    if (ends) Thread.ofPlatform().daemon().name("memory watch").start(new MemoryWatch()::watch);
  }

  private void watch() {
    long before = collectedMillis();
    long looked = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        long now = collectedMillis();
        long passed = (System.nanoTime() - looked) / 1_000_000;
        looked = System.nanoTime();
        if (isBreathless(now - before, passed, kept())) {
          LOG.error("out of memory: the heap stays full, its collection takes all the time");
          Runtime.getRuntime().halt(OUT_OF_MEMORY);
        }
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether that has lasted too long.
   *
   * @param collected milliseconds of the time that passed
   * @param kept what of the heap was still full after the last collection, from 0 to 1
   */
  boolean isBreathless(long collected, long passed, double kept) {
    boolean now = collected >= MOST_OF_TIME * passed && kept >= NEARLY_FULL;
    breathless = now ? breathless + passed : 0;
    return breathless >= BREATHLESS_MILLIS;
  }

  // What collectors do beside the program takes none of its time.
  private static long collectedMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(one -> !one.getName().contains("Concurrent") && !one.getName().contains("Cycles"))
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private static double kept() {
    long most = Runtime.getRuntime().maxMemory();
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage after = pool.getCollectionUsage();
      if (pool.getType() == MemoryType.HEAP && after != null) used += after.getUsed();
    }
    return (double) used / most;
  }
}
