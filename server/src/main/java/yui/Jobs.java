package yui;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs by itself again and again, each job on a virtual thread and never beside itself. */
final class Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private record Job(String name, Duration every, Runnable work) {}

  private final List<Job> jobs = new ArrayList<>();
  private final MeterRegistry registry;

  Jobs(MeterRegistry registry) {
    this.registry = registry;
  }

  void every(Duration every, String name, Runnable work) {
    jobs.add(new Job(name, every, work));
  }

  /** Starts them all; called on the virtual-thread context that they shall run on. */
  void start(Vertx vertx) {
    for (Job job : jobs) {
      AtomicBoolean running = new AtomicBoolean();
      Counter failed = registry.counter("yui.jobs.failed", "name", job.name());
      vertx.setPeriodic(
          job.every().toMillis(),
          timer -> {
            if (!running.compareAndSet(false, true)) return;
            try {
              job.work().run();
            } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
              failed.increment();
              LOG.error("job {} failed, it runs again in {}", job.name(), job.every(), e);
            } finally {
              running.set(false);
            }
          });
    }
  }
}
