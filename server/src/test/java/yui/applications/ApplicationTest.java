package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.tasks.SlotId;
import yui.tasks.TaskId;

/** An application over several slots: read from them, and changed slot by slot. */
class ApplicationTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(86_400);

  @Test
  void state_ofSeveralSlots_isTheFurthest() {
    assertEquals(
        ApplicationState.CONFIRMED,
        of(ApplicationState.DECLINED, ApplicationState.CONFIRMED, ApplicationState.APPLIED)
            .state());
    assertEquals(ApplicationState.APPLIED, of().state());
    assertTrue(of(ApplicationState.DECLINED, ApplicationState.WAITLISTED).isLive());
    assertFalse(of(ApplicationState.DECLINED, ApplicationState.EXPIRED).isLive());
  }

  @Test
  void states_inOrder_areLiveTakePlacesAreChosenUpToAPoint() {
    assertEquals(10, ApplicationState.values().length);
    assertArrays(6, ApplicationState::isLive);
    assertArrays(4, ApplicationState::takesPlaces);
    assertArrays(3, ApplicationState::isChosen);
    assertEquals("DONE", ApplicationState.IN_ORDER[0]);
    assertEquals("DECLINED", ApplicationState.IN_ORDER[9]);
  }

  private static void assertArrays(int first, Predicate<ApplicationState> is) {
    for (ApplicationState state : ApplicationState.values()) {
      assertEquals(state.ordinal() < first, is.test(state), state.name());
    }
  }

  @Test
  void meant_withoutNames_areTheSlotsThatCan() {
    Application two = of(ApplicationState.APPLIED, ApplicationState.CONFIRMED);
    assertEquals(List.of(two.slots().getFirst()), two.meant(Verb.SELECT, null, NOW));
    assertEquals(List.of(two.slots().getFirst()), two.able(Verb.SELECT, NOW));
    assertEquals(two.slots(), two.meant(Verb.WITHDRAW, null, NOW));
  }

  @Test
  void meant_byNames_areThoseOnceEach() {
    Application two = of(ApplicationState.APPLIED, ApplicationState.CONFIRMED);
    SlotId second = two.slotIds().get(1);
    assertEquals(List.of(two.slots().get(1)), two.meant(Verb.SELECT, List.of(second, second), NOW));
    SlotId foreign = new SlotId(Ids.next());
    Refusal refused =
        assertThrows(Refusal.class, () -> two.meant(Verb.SELECT, List.of(foreign), NOW));
    assertEquals("slot_not_of_application", refused.code());
    assertTrue(two.slot(foreign).isEmpty());
  }

  @Test
  void meant_whenNoneCan_saysWhyTheFurthestCannot() {
    Application declined = of(ApplicationState.DECLINED, ApplicationState.APPLIED);
    Refusal begun = assertThrows(Refusal.class, () -> declined.meant(Verb.SELECT, null, LATER));
    assertEquals("slot_past", begun.code());
    Refusal state = assertThrows(Refusal.class, () -> of().meant(Verb.SELECT, null, NOW));
    assertEquals("application_state", state.code());
    assertEquals("APPLIED", state.values().get("state"));
  }

  @Test
  void with_aChangedSlot_keepsTheOthersAndCountsUp() {
    Application two = of(ApplicationState.APPLIED, ApplicationState.APPLIED);
    ApplicationSlot declined = two.slots().get(1).declined("sorry", NOW);
    Application after = two.with(List.of(declined));
    assertEquals(List.of(two.slots().getFirst(), declined), after.slots());
    assertEquals(two.version() + 1, after.version());
    assertEquals("sorry", declined.reason());
  }

  @Test
  void mustBeVersion_ofAnOlderReading_isStale() {
    Application one = of(ApplicationState.APPLIED);
    assertSame(one, one.mustBeVersion(Optional.empty()));
    assertSame(one, one.mustBeVersion(Optional.of(3)));
    assertEquals(
        Refusal.Kind.STALE,
        assertThrows(Refusal.class, () -> one.mustBeVersion(Optional.of(2))).kind());
  }

  private static Application of(ApplicationState... states) {
    return new Application(
        new ApplicationId(Ids.next()),
        new TaskId(Ids.next()),
        new CommunityId(Ids.next()),
        new PersonId(Ids.next()),
        2,
        "",
        List.of(),
        Arrays.stream(states)
            .map(
                state ->
                    new ApplicationSlot(
                        new SlotId(Ids.next()),
                        LATER,
                        LATER.plusSeconds(3600),
                        state,
                        null,
                        "",
                        NOW,
                        false))
            .toList(),
        3,
        NOW);
  }
}
