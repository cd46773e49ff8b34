package yui.applications;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.tasks.SlotId;
import yui.tasks.TaskId;

/**
 * A resident's request to help in slots of a task.
 *
 * @param heads the applicant and the companions: each takes a place
 */
public record Application(
    ApplicationId id,
    TaskId taskId,
    CommunityId communityId,
    PersonId personId,
    int heads,
    String message,
    List<Companion> companions,
    List<ApplicationSlot> slots,
    int version,
    Instant appliedAt) {

  /** Read from the slots: the one furthest along. */
  public ApplicationState state() {
    return slots.stream()
        .map(ApplicationSlot::state)
        .min(Comparator.naturalOrder())
        .orElse(ApplicationState.APPLIED);
  }

  public boolean isLive() {
    return slots.stream().anyMatch(slot -> slot.state().isLive());
  }

  public List<SlotId> slotIds() {
    return slots.stream().map(ApplicationSlot::slotId).toList();
  }

  public Optional<ApplicationSlot> slot(SlotId id) {
    return slots.stream().filter(slot -> slot.slotId().equals(id)).findFirst();
  }

  Application mustBeVersion(Optional<Integer> read) {
    if (read.isPresent() && read.get() != version) throw Refusal.stale();
    return this;
  }

  /** The slots against which nothing stands. */
  List<ApplicationSlot> able(Verb verb, Instant now) {
    return slots.stream().filter(slot -> slot.against(verb, now).isEmpty()).toList();
  }

  /**
   * The slots a verb is meant for: those named, or all that can. When none can, the refusal of the
   * one furthest along says why.
   */
  List<ApplicationSlot> meant(Verb verb, @Nullable List<SlotId> named, Instant now) {
    if (named != null) {
      return named.stream()
          .distinct()
          .map(id -> slot(id).orElseThrow(() -> Refusal.conflict("slot_not_of_application")))
          .toList();
    }
    List<ApplicationSlot> able = able(verb, now);
    if (!able.isEmpty()) return able;
    throw slots.stream()
        .sorted(Comparator.comparing(slot -> !verb.isFor(slot.state())))
        .flatMap(slot -> slot.against(verb, now).stream())
        .findFirst()
        .orElseGet(() -> Refusal.conflict("application_state", Map.of("state", state().name())));
  }

  /** This application with some of its slots changed. */
  Application with(List<ApplicationSlot> changed) {
    Map<SlotId, ApplicationSlot> byId =
        changed.stream().collect(Collectors.toMap(ApplicationSlot::slotId, Function.identity()));
    return withSlots(slot -> byId.getOrDefault(slot.slotId(), slot));
  }

  private Application withSlots(UnaryOperator<ApplicationSlot> change) {
    return new Application(
        id,
        taskId,
        communityId,
        personId,
        heads,
        message,
        companions,
        slots.stream().map(change).toList(),
        version + 1,
        appliedAt);
  }
}
