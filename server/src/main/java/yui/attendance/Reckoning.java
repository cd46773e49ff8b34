package yui.attendance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import yui.applications.Application;
import yui.applications.ApplicationSlot;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.ledger.Earned;
import yui.ledger.Promised;
import yui.ledger.Purpose;
import yui.tasks.Per;
import yui.tasks.RewardLine;
import yui.tasks.SlotId;
import yui.tasks.Task;

/**
 * What a host's word makes of the promises: each line in full for the heads that came unless the
 * host says another quantity, nothing for absence; a fixed travel sum, or that of the distance,
 * once for the largest party that came on any day.
 *
 * @param present heads that came
 * @param lines what is earned of each line of this slot
 * @param earned what the ledger is told
 */
record Reckoning(int present, List<EarnedLine> lines, List<Earned> earned) {

  static Reckoning of(
      Task task,
      Application application,
      SlotId slotId,
      AttendanceEntry entry,
      List<Promised> promises,
      Map<SlotId, Attendance> others,
      Instant happenedAt) {
    int present = present(application, entry);
    List<EarnedLine> lines = new ArrayList<>();
    List<Earned> earned = new ArrayList<>();
    Map<Integer, Promised> byLine = ofSlot(promises, slotId);
    mustBeLines(entry, byLine);
    byLine.forEach(
        (line, promised) -> {
          long quantity = quantity(task, application, entry, line, promised, present);
          if (entry.state().isPresence()) lines.add(new EarnedLine(line, quantity));
          if (isSaid(entry, promised, quantity)) {
            earned.add(new Earned(promised.id(), quantity, happenedAt, reason(entry)));
          }
        });
    fixedTravel(task, application, slotId, entry, promises, others, present)
        .map(travel -> new Earned(travel.promised().id(), travel.yen(), happenedAt, reason(entry)))
        .ifPresent(earned::add);
    return new Reckoning(present, List.copyOf(lines), List.copyOf(earned));
  }

  private static int present(Application application, AttendanceEntry entry) {
    boolean presence = entry.state().isPresence();
    int present = Objects.requireNonNullElse(entry.present(), presence ? application.heads() : 0);
    if (present > application.heads()) {
      throw Refusal.invalid(
          List.of(new FieldError("/present", "too_large", Map.of("max", application.heads()))));
    }
    if (presence && present == 0) {
      throw Refusal.invalid(List.of(new FieldError("/present", "too_small", Map.of("min", 1))));
    }
    if (!presence && present > 0) {
      throw Refusal.invalid(List.of(new FieldError("/present", "too_large", Map.of("max", 0))));
    }
    return present;
  }

  /** The promise that counts of each line: the newest, for an earlier one was given back. */
  private static Map<Integer, Promised> ofSlot(List<Promised> promises, SlotId slotId) {
    Map<Integer, Promised> byLine = new LinkedHashMap<>();
    promises.stream()
        .filter(p -> p.purpose() == Purpose.THANKS)
        .filter(p -> slotId.value().equals(p.about().slotId()))
        .sorted(Comparator.comparing(p -> Objects.requireNonNullElse(p.about().line(), 0)))
        .forEach(p -> byLine.put(Objects.requireNonNullElse(p.about().line(), 0), p));
    return byLine;
  }

  private static void mustBeLines(AttendanceEntry entry, Map<Integer, Promised> byLine) {
    List<FieldError> errors = new ArrayList<>();
    List<Integer> named = new ArrayList<>();
    for (int i = 0; i < entry.earned().size(); i++) {
      int line = entry.earned().get(i).line();
      String at = "/earned/" + i + "/line";
      if (!entry.state().isPresence()) errors.add(new FieldError(at, "not_allowed"));
      else if (!byLine.containsKey(line)) errors.add(new FieldError(at, "not_in_list"));
      else if (named.contains(line)) errors.add(new FieldError(at, "repeated"));
      named.add(line);
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
  }

  private static long quantity(
      Task task,
      Application application,
      AttendanceEntry entry,
      int line,
      Promised promised,
      int present) {
    if (!entry.state().isPresence()) return 0;
    Optional<EarnedLine> said =
        entry.earned().stream().filter(earned -> earned.line() == line).findFirst();
    if (said.isPresent()) {
      long quantity = said.get().quantity();
      if (quantity > promised.amount()) {
        throw Refusal.conflict(
            "earned_too_much",
            Map.of(
                "line",
                line,
                "promised",
                promised.amount(),
                "amount",
                quantity,
                "unit",
                promised.unit()));
      }
      return quantity;
    }
    boolean perHead = task.reward(line).map(RewardLine::per).orElse(Per.PERSON) == Per.PERSON;
    // Promised for each head alike, so the division leaves no remainder.
    return perHead ? promised.amount() / application.heads() * present : promised.amount();
  }

  // Taking a word back leaves open what was never said.
  private static boolean isSaid(AttendanceEntry entry, Promised promised, long quantity) {
    if (promised.state() != Promised.State.PENDING) return quantity != promised.earned();
    return entry.state() != AttendanceState.UNRECORDED;
  }

  private record FixedTravel(Promised promised, long yen) {}

  private static Optional<FixedTravel> fixedTravel(
      Task task,
      Application application,
      SlotId slotId,
      AttendanceEntry entry,
      List<Promised> promises,
      Map<SlotId, Attendance> others,
      int present) {
    if (!task.travel().isEarnedByComing()) return Optional.empty();
    Optional<Promised> newest =
        promises.stream()
            .filter(p -> p.purpose() == Purpose.TRAVEL)
            .reduce((earlier, later) -> later);
    if (newest.isEmpty()) return Optional.empty();
    Promised promised = newest.get();
    int most = present;
    boolean open = entry.state() == AttendanceState.UNRECORDED;
    for (ApplicationSlot slot : application.slots()) {
      if (slot.slotId().equals(slotId) || !slot.state().isChosen()) continue;
      Attendance other = others.get(slot.slotId());
      if (other == null || other.state() == AttendanceState.UNRECORDED) open = true;
      else most = Math.max(most, Objects.requireNonNullElse(other.present(), 0));
    }
    long yen = promised.amount() / application.heads() * most;
    boolean wait = most == 0 && open && promised.state() == Promised.State.PENDING;
    boolean same = promised.state() != Promised.State.PENDING && promised.earned() == yen;
    return wait || same ? Optional.empty() : Optional.of(new FixedTravel(promised, yen));
  }

  private static String reason(AttendanceEntry entry) {
    return entry.state().name();
  }
}
