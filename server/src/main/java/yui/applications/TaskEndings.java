package yui.applications;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.db.Tx;
import yui.tasks.MovedSlot;
import yui.tasks.Slot;
import yui.tasks.SlotId;
import yui.tasks.Slots;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.tasks.Weather;

/** Calling a task off and moving it, with everybody who applied. */
public final class TaskEndings {
  private final Tasks tasks;
  private final Applications applications;

  public TaskEndings(Tasks tasks, Applications applications) {
    this.tasks = tasks;
    this.applications = applications;
  }

  /** Nobody comes: every live application ends, promises are void, everybody gets a letter. */
  public Task cancel(Tx tx, Caller caller, TaskId id, String reason, Optional<Integer> read) {
    Task task = tasks.cancel(tx, caller, id, reason, read);
    return tx.actingFor(
        task.communityId().value(),
        () -> {
          Weather.decide(tx, task, caller.known(), Weather.State.CANCELLED, reason);
          applications.aftermath().callOff(tx, Actor.forHost(caller, task), task, reason);
          return tasks.find(tx, id).orElseThrow();
        });
  }

  /**
   * Slots keep their ids and get new times. Whoever was chosen keeps the place and confirms anew,
   * those not yet decided stay as they were, everybody gets a letter; promises stay.
   */
  public Task postpone(
      Tx tx,
      Caller caller,
      TaskId id,
      List<MovedSlot> moved,
      @Nullable String reason,
      Optional<Integer> read) {
    String why = Objects.requireNonNullElse(reason, "");
    Task before = tasks.ours(tx, caller, id);
    return tx.actingFor(
        before.communityId().value(),
        () -> {
          Slots.lock(tx, before.slots().stream().map(Slot::id).toList());
          Task after = tasks.postpone(tx, caller, id, moved, why, read);
          Weather.decide(tx, after, caller.known(), Weather.State.POSTPONED, why);
          applications
              .aftermath()
              .move(tx, Actor.forHost(caller, after), after, changed(before, after), why);
          return after;
        });
  }

  private static Set<SlotId> changed(Task before, Task after) {
    return after.slots().stream()
        .filter(
            slot ->
                before
                    .slot(slot.id())
                    .map(
                        s ->
                            !s.startsAt().equals(slot.startsAt())
                                || !s.endsAt().equals(slot.endsAt()))
                    .orElse(true))
        .map(Slot::id)
        .collect(Collectors.toSet());
  }
}
