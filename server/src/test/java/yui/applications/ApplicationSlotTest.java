package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import yui.communities.Rules;
import yui.core.Ids;
import yui.core.Refusal;
import yui.tasks.SlotId;

/** Every verb in every state: where it leads, or that it is refused. */
class ApplicationSlotTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  // A row a state, a column a verb; "-" is refused.
  private static final String TABLE =
      """
      #                  select   decline  waitlist   offer   confirm   withdraw  cancel            expire  record unrecord  call_off         lapse
      APPLIED            SELECTED DECLINED WAITLISTED -       -         WITHDRAWN -                 -       -    -         CANCELLED_BY_HOST EXPIRED
      WAITLISTED         SELECTED DECLINED -          OFFERED -         WITHDRAWN -                 -       -    -         CANCELLED_BY_HOST EXPIRED
      OFFERED            -        -        -          -       CONFIRMED WITHDRAWN CANCELLED_BY_HOST EXPIRED -    -         CANCELLED_BY_HOST -
      SELECTED           -        -        -          -       CONFIRMED WITHDRAWN CANCELLED_BY_HOST EXPIRED -    -         CANCELLED_BY_HOST -
      CONFIRMED          -        -        -          -       -         WITHDRAWN CANCELLED_BY_HOST -       DONE CONFIRMED CANCELLED_BY_HOST -
      DONE               -        -        -          -       -         -         -                 -       DONE CONFIRMED -                 -
      DECLINED           -        -        -          -       -         -         -                 -       -    -         -                 -
      WITHDRAWN          -        -        -          -       -         -         -                 -       -    -         -                 -
      CANCELLED_BY_HOST  -        -        -          -       -         -         -                 -       -    -         -                 -
      EXPIRED            -        -        -          -       -         -         -                 -       -    -         -                 -
      """;

  static Stream<Arguments> cells() {
    List<String> lines = TABLE.strip().lines().map(String::strip).toList();
    List<String> verbs = words(lines.getFirst());
    List<Arguments> cells = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> row = words(line);
      for (int i = 1; i < verbs.size(); i++) {
        Verb verb = Verb.valueOf(verbs.get(i).toUpperCase(Locale.ROOT));
        cells.add(Arguments.of(verb, ApplicationState.valueOf(row.getFirst()), row.get(i)));
      }
    }
    return cells.stream();
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.split("\\s+"));
  }

  @Test
  void table_always_hasEveryVerbAndEveryState() {
    List<Verb> moves = List.of(Verb.MOVE, Verb.MOVE_ASIDE, Verb.MOVE_ALONG);
    assertEquals(
        (Verb.values().length - moves.size()) * ApplicationState.values().length, cells().count());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void verb_inState_leadsWhereTheTableSays(Verb verb, ApplicationState state, String expected) {
    // Before the slot, but for the words on who came; the answer is due or overdue as it needs.
    boolean after = verb == Verb.RECORD || verb == Verb.UNRECORD || verb == Verb.LAPSE;
    Instant starts = after ? NOW.minus(DAY) : NOW.plus(DAY);
    Instant confirmBy = verb == Verb.EXPIRE ? NOW : NOW.plus(DAY);
    ApplicationSlot slot = slot(state, starts, confirmBy);
    if (expected.equals("-")) {
      Refusal refusal = assertThrows(Refusal.class, () -> after(slot, verb));
      assertEquals("application_state", refusal.code());
    } else {
      assertEquals(ApplicationState.valueOf(expected), after(slot, verb).state());
    }
  }

  private static ApplicationSlot after(ApplicationSlot slot, Verb verb) {
    return switch (verb) {
      case SELECT -> slot.selected(NOW.plus(DAY), NOW);
      case DECLINE -> slot.declined("", NOW);
      case WAITLIST -> slot.waitlisted(NOW);
      case OFFER -> slot.offered(NOW.plus(DAY), NOW);
      case CONFIRM -> slot.confirmed(NOW);
      case WITHDRAW -> slot.withdrawn("", NOW);
      case CANCEL -> slot.cancelled("", NOW);
      case EXPIRE -> slot.expired(NOW);
      case LAPSE -> slot.lapsed(NOW);
      case RECORD -> slot.recorded(NOW);
      case UNRECORD -> slot.unrecorded(NOW);
      case CALL_OFF -> slot.calledOff("", NOW);
      case MOVE, MOVE_ASIDE, MOVE_ALONG -> throw new IllegalArgumentException();
    };
  }

  @Test
  void verb_onceTheSlotHasBegun_isRefusedAsPast() {
    for (Verb verb : List.of(Verb.SELECT, Verb.WITHDRAW)) {
      assertRefused("slot_past", slot(ApplicationState.APPLIED, NOW, NOW), verb);
    }
    assertRefused("slot_past", slot(ApplicationState.CONFIRMED, NOW, NOW), Verb.CANCEL);
    assertRefused("slot_past", slot(ApplicationState.WAITLISTED, NOW, NOW), Verb.OFFER);
  }

  @Test
  void confirm_atTheDeadline_isTooLate() {
    ApplicationSlot slot = slot(ApplicationState.SELECTED, NOW.plus(DAY), NOW);
    assertRefused("confirm_too_late", slot, Verb.CONFIRM);
  }

  @Test
  void record_longBeforeTheSlotBegins_isTooEarly() {
    Instant soon = NOW.plus(ApplicationSlot.EARLY);
    assertRefused(
        "attendance_too_early",
        slot(ApplicationState.CONFIRMED, soon.plusMillis(1), NOW),
        Verb.RECORD);
    assertEquals(
        Optional.empty(), slot(ApplicationState.CONFIRMED, soon, NOW).against(Verb.RECORD, NOW));
  }

  @Test
  void moved_whoWasChosen_keepsThePlaceAndIsAskedAgain() {
    for (ApplicationState state : List.of(ApplicationState.SELECTED, ApplicationState.CONFIRMED)) {
      ApplicationSlot moved = move(slot(state, NOW.plus(DAY), NOW), false);
      assertEquals(ApplicationState.SELECTED, moved.state());
      assertEquals(NOW.plus(DAY), moved.confirmBy());
      assertEquals(NOW.plus(DAY.multipliedBy(3)), moved.startsAt());
    }
  }

  @Test
  void moved_toATimeTheyAreEngaged_onlyOffersThePlace() {
    assertEquals(
        ApplicationState.OFFERED,
        move(slot(ApplicationState.CONFIRMED, NOW.plus(DAY), NOW), true).state());
  }

  @Test
  void moved_whoIsNotDecided_staysAsTheyWere() {
    for (ApplicationState state : List.of(ApplicationState.APPLIED, ApplicationState.WAITLISTED)) {
      ApplicationSlot moved = move(slot(state, NOW.plus(DAY), NOW), false);
      assertEquals(state, moved.state());
      assertEquals(null, moved.confirmBy());
    }
  }

  @Test
  void confirmBy_always_followsTheRuleAndNeverPassesTheSlot() {
    Rules.ConfirmHours hours = Rules.ConfirmHours.SHIPPED;
    assertEquals(
        NOW.plus(Duration.ofHours(72)),
        Deadlines.confirmBy(NOW, NOW.plus(DAY.multipliedBy(7)).plusSeconds(1), false, hours));
    assertEquals(
        NOW.plus(Duration.ofHours(24)),
        Deadlines.confirmBy(NOW, NOW.plus(DAY.multipliedBy(7)), false, hours));
    assertEquals(
        NOW.plus(Duration.ofHours(3)),
        Deadlines.confirmBy(NOW, NOW.plus(Duration.ofHours(3)), false, hours));
  }

  @Test
  void confirmBy_forThoseFromFar_leavesTimeToBuyATicket() {
    Rules.ConfirmHours hours = new Rules.ConfirmHours(72, 24, 120, 48, 100);
    Instant later = NOW.plus(DAY.multipliedBy(30));
    assertEquals(NOW.plus(Duration.ofHours(120)), Deadlines.confirmBy(NOW, later, true, hours));
    Instant soon = NOW.plus(DAY.multipliedBy(5));
    assertEquals(NOW.plus(Duration.ofHours(48)), Deadlines.confirmBy(NOW, soon, true, hours));
    Instant tomorrow = NOW.plus(DAY);
    assertEquals(tomorrow, Deadlines.confirmBy(NOW, tomorrow, true, hours));
  }

  private static ApplicationSlot move(ApplicationSlot slot, boolean engaged) {
    Instant start = NOW.plus(DAY.multipliedBy(3));
    return slot.moved(start, start.plusSeconds(3600), engaged, NOW.plus(DAY), NOW);
  }

  private static void assertRefused(String code, ApplicationSlot slot, Verb verb) {
    assertEquals(code, assertThrows(Refusal.class, () -> after(slot, verb)).code());
  }

  private static ApplicationSlot slot(ApplicationState state, Instant starts, Instant confirmBy) {
    boolean asked = state == ApplicationState.SELECTED || state == ApplicationState.OFFERED;
    return new ApplicationSlot(
        new SlotId(Ids.next()),
        starts,
        starts.plusSeconds(10_800),
        state,
        asked ? confirmBy : null,
        "",
        NOW,
        false);
  }
}
