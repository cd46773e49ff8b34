package yui.applications;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.Refusal;
import yui.db.Tx;
import yui.tasks.MovedSlot;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.TaskState;
import yui.tasks.Tasks;
import yui.tasks.Weather;

/** Waiting for the weather: those who come hear when it is decided, by whom, and how. */
public final class WeatherHolds {
  /** Until when everybody waits. */
  record HoldEntry(OffsetDateTime decideAt, String decider, @Nullable String words) {}

  /** How it was decided; moved slots where it is put off. */
  record DecisionEntry(
      Decision decision, @Nullable String words, @Nullable List<MovedSlot> slots) {}

  /** It takes place, not at all, or another day. */
  enum Decision {
    GO,
    CANCEL,
    POSTPONE
  }

  private final Tasks tasks;
  private final TaskEndings endings;
  private final Applications applications;

  public WeatherHolds(Tasks tasks, TaskEndings endings, Applications applications) {
    this.tasks = tasks;
    this.endings = endings;
    this.applications = applications;
  }

  Task hold(Tx tx, Caller caller, TaskId id, HoldEntry entry, Optional<Integer> read) {
    Task task = ours(tx, caller, id, read).mustBe(TaskState.OPEN, TaskState.CLOSED);
    if (!entry.decideAt().toInstant().isAfter(tx.now())) {
      throw Refusal.invalid("/decideAt", "in_the_past");
    }
    return tx.actingFor(
        task.communityId(),
        caller,
        () -> {
          Weather.hold(
              tx,
              task,
              caller.known(),
              entry.decideAt().toInstant(),
              entry.decider(),
              Objects.requireNonNullElse(entry.words(), ""));
          Weather weather = Weather.of(tx, id).orElseThrow();
          applications.aftermath().weather(tx, task, weather);
          return task;
        });
  }

  Task decide(Tx tx, Caller caller, TaskId id, DecisionEntry entry, Optional<Integer> read) {
    Task task = ours(tx, caller, id, read);
    String words = Objects.requireNonNullElse(entry.words(), "");
    Weather.State how =
        switch (entry.decision()) {
          case GO -> Weather.State.GO;
          case CANCEL -> Weather.State.CANCELLED;
          case POSTPONE -> Weather.State.POSTPONED;
        };
    boolean waited =
        tx.actingFor(
            task.communityId(), caller, () -> Weather.decide(tx, task, caller.known(), how, words));
    if (!waited) throw Refusal.conflict("weather_not_waiting");
    return switch (entry.decision()) {
      case GO ->
          tx.actingFor(
              task.communityId(),
              caller,
              () -> {
                applications.aftermath().weather(tx, task, Weather.of(tx, id).orElseThrow());
                return task;
              });
      case CANCEL -> {
        if (words.isEmpty()) throw Refusal.invalid("/words", "empty");
        yield endings.cancel(tx, caller, id, words, Optional.empty());
      }
      case POSTPONE -> {
        List<MovedSlot> moved = Objects.requireNonNullElse(entry.slots(), List.of());
        if (moved.isEmpty()) throw Refusal.invalid("/slots", "missing");
        yield endings.postpone(tx, caller, id, moved, words, Optional.empty());
      }
    };
  }

  private Task ours(Tx tx, Caller caller, TaskId id, Optional<Integer> read) {
    Task task = tasks.ours(tx, caller, id);
    if (read.isPresent() && read.get() != task.version()) throw Refusal.stale();
    return task;
  }
}
