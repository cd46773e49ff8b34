package yui.attendance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.ApplicationSlot;
import yui.applications.ApplicationState;
import yui.core.CommunityId;
import yui.core.FieldError;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.ledger.About;
import yui.ledger.Account;
import yui.ledger.Cause;
import yui.ledger.Earned;
import yui.ledger.FundId;
import yui.ledger.Promised;
import yui.ledger.Purpose;
import yui.tasks.Engagement;
import yui.tasks.Opening;
import yui.tasks.Per;
import yui.tasks.RewardKind;
import yui.tasks.RewardLine;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.TaskKind;
import yui.tasks.TaskState;
import yui.tasks.Travel;

/** A party of three, thanked with 1,000 yen a head and one bag of rice; 500 yen a head to come. */
class ReckoningTest {
  private static final Instant NOW = Instant.parse("2026-12-05T03:00:00Z");
  private static final CommunityId TOWN = new CommunityId(Ids.next());
  private static final GroupId GROUP = new GroupId(Ids.next());
  private static final PersonId MIKA = new PersonId(Ids.next());
  private static final FundId FUND = new FundId(Ids.next());
  private static final SlotId MORNING = new SlotId(Ids.next());
  private static final SlotId EVENING = new SlotId(Ids.next());
  private static final int HEADS = 3;

  @ParameterizedTest
  @CsvSource({
    // state, heads said, yen, rice, travel
    "ATTENDED,      ,  3000, 30000, 1500",
    "ATTENDED,     2,  2000, 30000, 1000",
    "PARTLY,       1,  1000, 30000,  500",
    "ABSENT_TOLD,   ,     0,     0,    0",
    "ABSENT_UNTOLD, 0,    0,     0,    0",
  })
  void word_ofTheHost_earnsForTheHeadsThatCame(
      AttendanceState state, Integer present, long yen, long rice, long travel) {
    Reckoning reckoned = reckon(entry(state, present), pending());
    assertEquals(
        List.of(yen, rice, travel), reckoned.earned().stream().map(Earned::amount).toList());
    assertEquals(state.isPresence() ? 2 : 0, reckoned.lines().size());
    assertEquals(travel / 500, reckoned.present());
    for (Earned earned : reckoned.earned()) {
      assertEquals(state.name(), earned.reason());
      assertEquals(NOW, earned.happenedAt());
    }
  }

  @Test
  void lines_thatAreSaid_areEarnedAsSaid() {
    AttendanceEntry entry =
        new AttendanceEntry(
            AttendanceState.PARTLY,
            2,
            List.of(new EarnedLine(0, 1234), new EarnedLine(1, 0)),
            null);
    Reckoning reckoned = reckon(entry, pending());
    assertEquals(List.of(new EarnedLine(0, 1234), new EarnedLine(1, 0)), reckoned.lines());
    assertEquals(
        List.of(1234L, 0L, 1000L), reckoned.earned().stream().map(Earned::amount).toList());
  }

  @Test
  void line_beyondWhatWasPromised_isRefused() {
    AttendanceEntry all = said(new EarnedLine(0, 3000));
    assertEquals(3000, reckon(all, pending()).earned().getFirst().amount());
    Refusal refused =
        assertThrows(Refusal.class, () -> reckon(said(new EarnedLine(0, 3001)), pending()));
    assertEquals("earned_too_much", refused.code());
    assertEquals(3000L, refused.values().get("promised"));
  }

  @Test
  void lines_thatAreNone_areEachNamed() {
    assertEquals(
        List.of("/earned/1/line repeated", "/earned/2/line not_in_list"),
        errors(said(new EarnedLine(0, 1), new EarnedLine(0, 1), new EarnedLine(7, 1))));
    assertEquals(
        List.of("/earned/0/line not_allowed"),
        errors(
            new AttendanceEntry(
                AttendanceState.ABSENT_TOLD, 0, List.of(new EarnedLine(0, 1)), null)));
  }

  @Test
  void heads_thatCannotBe_areRefused() {
    assertEquals(List.of("/present too_large"), errors(entry(AttendanceState.ATTENDED, 4)));
    assertEquals(List.of("/present too_small"), errors(entry(AttendanceState.ATTENDED, 0)));
    assertEquals(List.of("/present too_large"), errors(entry(AttendanceState.ABSENT_TOLD, 1)));
  }

  private static List<String> errors(AttendanceEntry entry) {
    return assertThrows(Refusal.class, () -> reckon(entry, pending())).errors().stream()
        .map((FieldError error) -> error.pointer() + " " + error.code())
        .toList();
  }

  @Test
  void word_saidAgain_tellsTheLedgerOnlyWhatChanged() {
    List<Promised> posted =
        List.of(
            promised(Purpose.THANKS, MORNING, 0, 3000, 2000, Promised.State.POSTED),
            promised(Purpose.THANKS, MORNING, 1, 30_000, 30_000, Promised.State.POSTED),
            promised(Purpose.TRAVEL, null, null, 1500, 1000, Promised.State.POSTED));
    assertEquals(List.of(), reckon(entry(AttendanceState.ATTENDED, 2), posted).earned());
    assertEquals(
        List.of(3000L, 1500L),
        reckon(entry(AttendanceState.ATTENDED, 3), posted).earned().stream()
            .map(Earned::amount)
            .toList());
  }

  @Test
  void word_takenBack_leavesOpenWhatWasNeverSaidAndTakesBackTheRest() {
    assertEquals(List.of(), reckon(entry(AttendanceState.UNRECORDED, null), pending()).earned());
    List<Promised> posted =
        List.of(promised(Purpose.THANKS, MORNING, 0, 3000, 2000, Promised.State.POSTED));
    assertEquals(
        List.of(0L),
        reckon(entry(AttendanceState.UNRECORDED, null), posted).earned().stream()
            .map(Earned::amount)
            .toList());
  }

  @Test
  void promises_ofOtherSlotsAndGivenBack_areNotLookedAt() {
    Promised old = promised(Purpose.THANKS, MORNING, 0, 6000, 0, Promised.State.VOIDED);
    Promised newest = promised(Purpose.THANKS, MORNING, 0, 3000, 0, Promised.State.PENDING);
    Promised evening = promised(Purpose.THANKS, EVENING, 0, 9000, 0, Promised.State.PENDING);
    Reckoning reckoned =
        reckon(entry(AttendanceState.ATTENDED, null), List.of(old, newest, evening));
    assertEquals(List.of(new Earned(newest.id(), 3000, NOW, "ATTENDED")), reckoned.earned());
  }

  @Test
  void travel_overSeveralSlots_isForTheLargestPartyThatCameOnce() {
    List<Promised> promises =
        List.of(promised(Purpose.TRAVEL, null, null, 1500, 500, Promised.State.POSTED));
    assertEquals(1000, travel(entry(AttendanceState.ATTENDED, 1), promises, came(2)));
    assertEquals(1500, travel(entry(AttendanceState.ATTENDED, 3), promises, came(2)));
    // Nobody came in the morning, one in the evening: as it was.
    assertEquals(-1, travel(entry(AttendanceState.ABSENT_TOLD, 0), promises, came(1)));
    assertEquals(0, travel(entry(AttendanceState.ABSENT_TOLD, 0), promises, came(0)));
  }

  @Test
  void travel_whileASlotIsOpen_waitsWhereNobodyCameYet() {
    List<Promised> promises =
        List.of(promised(Purpose.TRAVEL, null, null, 1500, 0, Promised.State.PENDING));
    Map<SlotId, Attendance> nothingSaid = Map.of();
    assertEquals(-1, travel(entry(AttendanceState.ABSENT_TOLD, 0), promises, nothingSaid));
    assertEquals(-1, travel(entry(AttendanceState.ABSENT_TOLD, 0), promises, unsaid()));
    assertEquals(0, travel(entry(AttendanceState.ABSENT_TOLD, 0), promises, came(0)));
    assertEquals(500, travel(entry(AttendanceState.ATTENDED, 1), promises, nothingSaid));
  }

  @Test
  void travel_byReceipt_isNotEarnedByComing() {
    Reckoning reckoned =
        Reckoning.of(
            task(new Travel(Travel.Policy.ACTUAL, null, 500L, false, FUND)),
            application(),
            MORNING,
            entry(AttendanceState.ATTENDED, null),
            pending(),
            Map.of(),
            NOW);
    assertEquals(List.of(3000L, 30_000L), reckoned.earned().stream().map(Earned::amount).toList());
  }

  @Test
  void says_theSameWords_changesNothing() {
    List<EarnedLine> lines = List.of(new EarnedLine(0, 1));
    Attendance nothing = Attendance.unknown(new ApplicationId(Ids.next()), MORNING);
    assertTrue(nothing.says(AttendanceState.UNRECORDED, 0, List.of(), ""));
    Attendance said = nothing.recorded(AttendanceState.ATTENDED, 2, lines, "sun", MIKA, NOW, NOW);
    assertTrue(said.says(AttendanceState.ATTENDED, 2, lines, "sun"));
    assertFalse(said.says(AttendanceState.PARTLY, 2, lines, "sun"));
    assertFalse(said.says(AttendanceState.ATTENDED, 1, lines, "sun"));
    assertFalse(said.says(AttendanceState.ATTENDED, 2, List.of(), "sun"));
    assertFalse(said.says(AttendanceState.ATTENDED, 2, lines, "rain"));
    assertFalse(nothing.says(AttendanceState.ATTENDED, 0, List.of(), ""));
  }

  @Test
  void recorded_andTakenBack_forgetsTheHeadsAndCounts() {
    Attendance nothing = Attendance.unknown(new ApplicationId(Ids.next()), MORNING);
    Instant later = NOW.plusSeconds(60);
    Attendance said = nothing.recorded(AttendanceState.PARTLY, 2, List.of(), "a", MIKA, NOW, later);
    assertEquals(2, said.present());
    assertEquals(NOW, said.happenedAt());
    assertEquals(later, said.recordedAt());
    assertEquals(MIKA, said.recordedBy());
    Attendance back =
        said.recorded(AttendanceState.UNRECORDED, 0, List.of(), "", MIKA, later, later);
    assertNull(back.present());
    assertEquals(2, back.said());
    assertEquals(2, back.version());
    assertSame(back, back.mustBeVersion(Optional.of(2)));
    assertSame(back, back.mustBeVersion(Optional.empty()));
    assertThrows(Refusal.class, () -> back.mustBeVersion(Optional.of(1)));
  }

  private static long travel(
      AttendanceEntry entry, List<Promised> promises, Map<SlotId, Attendance> others) {
    List<Earned> earned =
        Reckoning.of(task(FIXED), application(), MORNING, entry, promises, others, NOW).earned();
    return earned.isEmpty() ? -1 : earned.getFirst().amount();
  }

  private static Map<SlotId, Attendance> came(int heads) {
    AttendanceState state = heads > 0 ? AttendanceState.ATTENDED : AttendanceState.ABSENT_TOLD;
    return Map.of(
        EVENING,
        Attendance.unknown(new ApplicationId(Ids.next()), EVENING)
            .recorded(state, heads, List.of(), "", MIKA, NOW, NOW));
  }

  private static Map<SlotId, Attendance> unsaid() {
    return Map.of(EVENING, Attendance.unknown(new ApplicationId(Ids.next()), EVENING));
  }

  private static AttendanceEntry entry(AttendanceState state, Integer present) {
    return new AttendanceEntry(state, present, null, null);
  }

  private static AttendanceEntry said(EarnedLine... lines) {
    return new AttendanceEntry(AttendanceState.ATTENDED, null, List.of(lines), null);
  }

  private static Reckoning reckon(AttendanceEntry entry, List<Promised> promises) {
    return Reckoning.of(task(FIXED), application(), MORNING, entry, promises, came(0), NOW);
  }

  private static final Travel FIXED = new Travel(Travel.Policy.FIXED, 500L, null, false, FUND);

  private static List<Promised> pending() {
    // As the ledger lists them: in no order of lines.
    return List.of(
        promised(Purpose.THANKS, MORNING, 1, 30_000, 0, Promised.State.PENDING),
        promised(Purpose.THANKS, MORNING, 0, 3000, 0, Promised.State.PENDING),
        promised(Purpose.TRAVEL, null, null, 1500, 0, Promised.State.PENDING));
  }

  private static Promised promised(
      Purpose purpose, SlotId slot, Integer line, long amount, long earned, Promised.State state) {
    return new Promised(
        Cause.of("promise", Ids.next()).transfer(),
        TOWN,
        Account.fund(FUND),
        MIKA,
        purpose,
        "JPY",
        amount,
        earned,
        0,
        state,
        0,
        About.application(Ids.next(), slot == null ? null : slot.value(), GROUP.value(), line),
        null);
  }

  private static Application application() {
    return new Application(
        new ApplicationId(Ids.next()),
        new TaskId(Ids.next()),
        TOWN,
        MIKA,
        HEADS,
        "",
        List.of(),
        List.of(
            slot(MORNING, ApplicationState.CONFIRMED),
            slot(EVENING, ApplicationState.CONFIRMED),
            slot(new SlotId(Ids.next()), ApplicationState.DECLINED)),
        1,
        NOW);
  }

  private static ApplicationSlot slot(SlotId id, ApplicationState state) {
    return new ApplicationSlot(id, NOW, NOW.plusSeconds(3600), state, null, "", NOW, false);
  }

  private static Task task(Travel travel) {
    List<RewardLine> rewards = new ArrayList<>();
    rewards.add(line(0, RewardKind.CASH, Per.PERSON, "JPY", 1000));
    rewards.add(line(1, RewardKind.PRODUCE, Per.PARTY, "RICE_G", 30_000));
    return new Task(
        new TaskId(Ids.next()),
        TOWN,
        GROUP,
        TaskState.OPEN,
        TaskKind.WORK,
        Engagement.THANKS,
        "稲刈り",
        "",
        List.of(),
        null,
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        rewards,
        travel,
        "",
        null,
        null,
        new Opening(null, 0, 0, null),
        List.of(),
        1,
        "",
        "",
        null,
        MIKA,
        NOW,
        NOW,
        NOW,
        1);
  }

  private static RewardLine line(int line, RewardKind kind, Per per, String unit, long amount) {
    return new RewardLine(line, kind, per, unit, amount, null, null, null, "", null, FUND, null);
  }
}
