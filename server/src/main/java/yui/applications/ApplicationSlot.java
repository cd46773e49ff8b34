package yui.applications;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.tasks.SlotId;

/**
 * An application in one slot; holds the rules of its state.
 *
 * @param confirmBy silence until then frees the place; while SELECTED or OFFERED
 * @param reason what the one who ended it said
 * @param whole the whole of a task without days: its work may be done, and recorded, any time
 */
public record ApplicationSlot(
    SlotId slotId,
    Instant startsAt,
    Instant endsAt,
    ApplicationState state,
    @Nullable Instant confirmBy,
    String reason,
    Instant changedAt,
    boolean whole) {

  /** People are there before the work begins: from then on they check in and the roll is called. */
  public static final Duration EARLY = Duration.ofHours(1);

  /** Whether it may be said of a slot who is there. */
  public static boolean mayRecord(Instant startsAt, Instant now) {
    return !startsAt.minus(EARLY).isAfter(now);
  }

  /** Why the verb cannot be now, if it cannot. */
  Optional<Refusal> against(Verb verb, Instant now) {
    if (!verb.isFor(state)) {
      return Optional.of(
          Refusal.conflict(
              "application_state", Map.of("state", state.name(), "verb", verb.word())));
    }
    boolean begun = !startsAt.isAfter(now);
    return switch (verb) {
      case SELECT, OFFER, WITHDRAW, CANCEL ->
          begun ? Optional.of(Refusal.conflict("slot_past")) : Optional.empty();
      case CONFIRM ->
          confirmBy == null || !now.isBefore(confirmBy)
              ? Optional.of(Refusal.conflict("confirm_too_late"))
              : Optional.empty();
      case EXPIRE ->
          confirmBy == null || now.isBefore(confirmBy)
              ? Optional.of(Refusal.conflict("application_state", Map.of("state", state.name())))
              : Optional.empty();
      case LAPSE ->
          begun
              ? Optional.empty()
              : Optional.of(Refusal.conflict("application_state", Map.of("state", state.name())));
      case RECORD ->
          mayRecord(startsAt, now) || whole
              ? Optional.empty()
              : Optional.of(Refusal.conflict("attendance_too_early"));
      case DECLINE, WAITLIST, UNRECORD, CALL_OFF, MOVE, MOVE_ASIDE, MOVE_ALONG -> Optional.empty();
    };
  }

  ApplicationSlot selected(Instant confirmBy, Instant now) {
    return after(Verb.SELECT, confirmBy, "", now);
  }

  ApplicationSlot declined(String message, Instant now) {
    return after(Verb.DECLINE, null, message, now);
  }

  ApplicationSlot waitlisted(Instant now) {
    return after(Verb.WAITLIST, null, "", now);
  }

  ApplicationSlot offered(Instant confirmBy, Instant now) {
    return after(Verb.OFFER, confirmBy, "", now);
  }

  /** As it was before it ended. */
  ApplicationSlot again(ApplicationState before, @Nullable Instant newConfirmBy, Instant now) {
    return new ApplicationSlot(slotId, startsAt, endsAt, before, newConfirmBy, "", now, whole);
  }

  ApplicationSlot confirmed(Instant now) {
    return after(Verb.CONFIRM, null, "", now);
  }

  ApplicationSlot withdrawn(String reason, Instant now) {
    return after(Verb.WITHDRAW, null, reason, now);
  }

  ApplicationSlot cancelled(String reason, Instant now) {
    return after(Verb.CANCEL, null, reason, now);
  }

  ApplicationSlot calledOff(String reason, Instant now) {
    return after(Verb.CALL_OFF, null, reason, now);
  }

  ApplicationSlot expired(Instant now) {
    return after(Verb.EXPIRE, null, "", now);
  }

  ApplicationSlot lapsed(Instant now) {
    return after(Verb.LAPSE, null, "", now);
  }

  ApplicationSlot recorded(Instant now) {
    return after(Verb.RECORD, null, reason, now);
  }

  ApplicationSlot unrecorded(Instant now) {
    return after(Verb.UNRECORD, null, reason, now);
  }

  /**
   * The slot at another time: whoever was chosen confirms anew, and is only offered the place where
   * the new time is taken already.
   */
  ApplicationSlot moved(
      Instant newStart, Instant newEnd, boolean engaged, Instant newConfirmBy, Instant now) {
    Verb verb = movedBy(engaged);
    ApplicationState next = verb.after(state);
    return new ApplicationSlot(
        slotId,
        newStart,
        newEnd,
        next,
        next.takesPlaces() ? newConfirmBy : null,
        reason,
        state == ApplicationState.WAITLISTED ? changedAt : now,
        whole);
  }

  /** Which of the three ways it moves; an ended or recorded one stays where it was. */
  Verb movedBy(boolean engaged) {
    return switch (state) {
      case OFFERED -> Verb.MOVE_ASIDE;
      case SELECTED, CONFIRMED -> engaged ? Verb.MOVE_ASIDE : Verb.MOVE;
      default -> Verb.MOVE_ALONG;
    };
  }

  private ApplicationSlot after(
      Verb verb, @Nullable Instant newConfirmBy, String why, Instant now) {
    against(verb, now)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    return new ApplicationSlot(
        slotId, startsAt, endsAt, verb.after(state), newConfirmBy, why, now, whole);
  }

  Instant knownConfirmBy() {
    return Objects.requireNonNull(confirmBy);
  }

  /** When it is, in words; the whole of a task without days has an end only. */
  public String spoken(Lang lang) {
    return whole ? Spoken.deadline(endsAt, lang) : Spoken.period(startsAt, endsAt, lang);
  }
}
