package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Numbers worked out by hand from the formula. */
class ScoreTest {
  private static final String SAT = "2026-11-28";
  private static final String SUN = "2026-11-29";

  /** Cells of one column; a row north is 30 seconds of latitude. */
  private static final double LAT = 37.5 + 0.5 / 120;

  private static final double LON = 139.5 + 0.5 / 80;
  private static final double ROW_KM = Math.PI * 6371.0087714 / 180 / 120;

  @Test
  void skill_levelsAndWeights_areWeighedOverAllThatIsAsked() {
    Asking task = Asking.task(1).requires("mow", 1, 2).desires("drive", 1).desires("cook", 1);
    // (2·2 + 3·1 + 0·1) / (3 · 4)
    Match match = fits(task, Helping.resident(1).can("mow", 2).can("drive", 3));
    assertEquals(7 / 12.0, match.parts().skill(), 1e-12);
    assertEquals(
        List.of(
            new Reason.SkillHeld("mow", 2),
            new Reason.SkillHeld("drive", 3),
            new Reason.Remote(),
            new Reason.Newcomer()),
        match.reasons());
  }

  @Test
  void skill_nothingAsked_isOne() {
    assertEquals(1, fits(Asking.task(1), Helping.resident(1)).parts().skill());
  }

  @Test
  void skill_aLevelTooLow_saysWhatIsHeld() {
    Asking task = Asking.task(1).requires("mow", 2, 1);
    assertEquals(
        new Blocker.SkillTooLow("mow", 2, 1), look(task, Helping.resident(1).can("mow", 1)));
    assertEquals(new Blocker.SkillTooLow("mow", 2, 0), look(task, Helping.resident(1)));
  }

  @Test
  void schedule_twoOfThreeHalfDays_isTwoThirds() {
    Asking task =
        Asking.task(1)
            .slot(SAT + "T09:00", SAT + "T16:00")
            .slot(SUN + "T09:00", SUN + "T12:00")
            .fullSlot(SUN + "T13:00", SUN + "T16:00")
            .slot("2026-11-21T09:00", "2026-11-21T16:00");
    Match match =
        fits(
            task, Helping.resident(1).free(SAT + ".PM", SUN + ".AM", SUN + ".PM", "2026-11-21.AM"));
    assertEquals(2 / 3.0, match.parts().schedule());
    assertEquals(new Reason.HalfDaysFree(2, 3), match.reasons().getFirst());
  }

  @Test
  void schedule_freeOnlyOnPastAndFullSlots_isNeverFree() {
    Asking task =
        Asking.task(1)
            .slot("2026-11-21T09:00", "2026-11-21T12:00")
            .fullSlot(SUN + "T09:00", SUN + "T12:00")
            .slot(SAT + "T09:00", SAT + "T12:00");
    assertEquals(
        new Blocker.NeverFree(1),
        look(task, Helping.resident(1).free("2026-11-21.AM", SUN + ".AM")));
  }

  @Test
  void schedule_everySlotPastOrFull_saysSo() {
    Asking task =
        Asking.task(1)
            .slot("2026-11-21T09:00", "2026-11-21T12:00")
            .fullSlot(SUN + "T09:00", SUN + "T12:00");
    assertEquals(new Blocker.NoSlotLeft(), look(task, Helping.resident(1).free(SUN + ".AM")));
  }

  @Test
  void schedule_slotThatBeginsNow_isNoLongerToCome() {
    Asking task = Asking.task(1).slot("2026-11-22T09:00", "2026-11-22T12:00");
    assertEquals(new Blocker.NoSlotLeft(), look(task, Helping.resident(1).free("2026-11-22.AM")));
  }

  @Test
  void schedule_beyondTheHorizon_isNotFree() {
    LocalDate last = Helping.TODAY.plusDays(181);
    Helping resident = Helping.resident(1).free(last + ".PM", last.plusDays(1) + ".AM");
    assertEquals(1, resident.row().freeHalfDays().size());
    Asking late = Asking.task(1).slot(last.plusDays(1) + "T08:00", last.plusDays(1) + "T12:00");
    assertEquals(new Blocker.NeverFree(1), look(late, resident));
  }

  @Test
  void distance_tenKmAway_isHalf() {
    Asking task = Asking.task(1).at(LAT, LON);
    Match match = fits(task, Helping.resident(1).base(LAT + 4 / 120.0, LON).base(36, 138));
    assertEquals(4 * ROW_KM, km(match), 1e-9);
    assertEquals(10 / (10 + 4 * ROW_KM), match.parts().distance(), 1e-12);
    assertEquals(new Reason.Distance(km(match)), match.reasons().getFirst());
  }

  @Test
  void distance_anywhereInTheCell_isZero() {
    Match match =
        fits(
            Asking.task(1).at(LAT + 0.4 / 120, LON - 0.4 / 80),
            Helping.resident(1).base(LAT - 0.4 / 120, LON + 0.4 / 80));
    assertEquals(0, match.distanceKm());
    assertEquals(1, match.parts().distance());
  }

  @Test
  void distance_stayThatTouchesAFreeNeededHalfDay_counts() {
    Asking task =
        Asking.task(1)
            .at(LAT, LON)
            .slot(SAT + "T09:00", SAT + "T12:00")
            .slot(SUN + "T09:00", SUN + "T12:00");
    Helping resident =
        Helping.resident(1).base(LAT + 10 / 120.0, LON).stay(LAT, LON, SUN, "2026-12-05");
    assertEquals(0, fits(task, resident.free(SUN + ".AM")).distanceKm());
    Helping away =
        Helping.resident(1).base(LAT + 10 / 120.0, LON).stay(LAT, LON, SUN, "2026-12-05");
    assertEquals(10 * ROW_KM, km(fits(task, away.free(SAT + ".AM"))), 1e-9);
  }

  @Test
  void distance_onlyAStayOnAnotherDay_isNowhereToStartFrom() {
    Asking task = Asking.task(1).at(LAT, LON).slot(SAT + "T09:00", SAT + "T12:00");
    Helping resident = Helping.resident(1).stay(LAT, LON, SUN, SUN).free(SAT + ".AM", SUN + ".AM");
    assertEquals(new Blocker.NowhereToStartFrom(), look(task, resident));
    assertEquals(
        new Blocker.NowhereToStartFrom(), look(Asking.task(1).at(LAT, LON), Helping.resident(1)));
  }

  @Test
  void distance_overTheOwnLimit_saysByHowMuch() {
    Asking task = Asking.task(1).at(LAT, LON);
    double km = Mesh.of(LAT, LON).km(Mesh.of(LAT + 4 / 120.0, LON));
    assertInstanceOf(
        Match.class, look(task, Helping.resident(1).base(LAT + 4 / 120.0, LON).within(km)));
    assertEquals(
        new Blocker.TooFar(km, 3.0),
        look(task, Helping.resident(1).base(LAT + 4 / 120.0, LON).within(3)));
  }

  @Test
  void remote_noPlaceNoSlots_asksForNeither() {
    Match match = fits(Asking.task(1), Helping.resident(1).within(0));
    assertEquals(new Parts(1, 1, 1, 0.75), match.parts());
    assertEquals(null, match.distanceKm());
    assertEquals(0.975, match.score(), 1e-12);
  }

  @Test
  void reliability_attendedOfCommitted_isSmoothed() {
    Match match = fits(Asking.task(1), Helping.resident(1).came(7, 9));
    assertEquals(10 / 13.0, match.parts().reliability());
    assertEquals(new Reason.Reliability(7, 9), match.reasons().getLast());
  }

  @Test
  void thanks_wishedAndOffered_mustMeetUnlessOneSideSaysNothing() {
    Asking meal = Asking.task(1).offers(Thanks.MEAL, Thanks.PRODUCE);
    assertEquals(
        new Blocker.ThanksNotWished(Set.of(Thanks.MEAL, Thanks.PRODUCE), Set.of(Thanks.CASH)),
        look(meal, Helping.resident(1).wishes(Thanks.CASH)));
    Match match = fits(meal, Helping.resident(1).wishes(Thanks.CASH, Thanks.MEAL));
    assertEquals(new Reason.ThanksWished(Set.of(Thanks.MEAL)), match.reasons().getLast());
    fits(meal, Helping.resident(1));
    fits(Asking.task(1), Helping.resident(1).wishes(Thanks.CASH));
  }

  @Test
  void licence_onTheDayOfAFreeNeededHalfDay_isEnough() {
    Asking task =
        Asking.task(1)
            .licence("brush_cutter_course")
            .slot(SAT + "T09:00", SAT + "T12:00")
            .slot(SUN + "T09:00", SUN + "T12:00");
    String both = "brush_cutter_course";
    assertEquals(
        new Blocker.LicenceMissing(both), look(task, Helping.resident(1).free(SAT + ".AM")));
    Match match = fits(task, Helping.resident(1).free(SAT + ".AM", SUN + ".AM").holds(both, SAT));
    assertEquals(new Reason.LicenceHeld(both), match.reasons().getFirst());
    assertEquals(1, match.parts().schedule());
    fits(task, Helping.resident(1).free(SUN + ".AM").holds(both, null));
    assertEquals(
        new Blocker.LicenceExpired(both, LocalDate.parse(SAT)),
        look(task, Helping.resident(1).free(SUN + ".AM").holds(both, SAT)));
  }

  @Test
  void licence_taskWithoutSlots_mustBeGoodToday() {
    Asking task = Asking.task(1).licence("nurse");
    fits(task, Helping.resident(1).holds("nurse", "2026-11-22"));
    assertEquals(
        new Blocker.LicenceExpired("nurse", LocalDate.of(2026, 11, 21)),
        look(task, Helping.resident(1).holds("nurse", "2026-11-21")));
  }

  @Test
  void weights_ofTheTask_areDividedByTheirSum() {
    Asking task = Asking.task(1).desires("cook", 1).weights(2, 1, 1, 0);
    // (2·⅓ + 1 + 1) / 4
    assertEquals(2 / 3.0, fits(task, Helping.resident(1).can("cook", 1)).score(), 1e-12);
  }

  @Test
  void direction_reviewAndFindable_concernHostsAlone() {
    UUID other = new UUID(0xC0, 2);
    Asking review = Asking.task(1).stage(Stage.REVIEW);
    assertInstanceOf(Match.class, look(review, Helping.resident(1)));
    assertEquals(
        new Blocker.TaskNotOpen(Stage.REVIEW),
        seen(review, Helping.resident(1), Direction.RECOMMENDATIONS));
    Helping hidden = Helping.resident(1).findable(Findable.NOBODY);
    assertEquals(new Blocker.NotFindable(), look(Asking.task(1), hidden));
    assertInstanceOf(Match.class, seen(Asking.task(1), hidden, Direction.RECOMMENDATIONS));
    Helping elsewhere = Helping.resident(1).findable(Findable.by(Set.of(other)));
    assertEquals(new Blocker.NotFindable(), look(Asking.task(1), elsewhere));
    assertInstanceOf(Match.class, look(Asking.task(1).of(other, null), elsewhere));
    assertEquals(
        new Blocker.ResidentInactive(), look(Asking.task(1), Helping.resident(1).inactive()));
  }

  private static Match fits(Asking task, Helping resident) {
    Verdict verdict = look(task, resident);
    Match back = assertInstanceOf(Match.class, seen(task, resident, Direction.RECOMMENDATIONS));
    Match match = assertInstanceOf(Match.class, verdict);
    assertEquals(match.parts(), back.parts());
    assertEquals(match.score(), back.score());
    return match;
  }

  private static double km(Match match) {
    return Objects.requireNonNull(match.distanceKm());
  }

  private static Verdict look(Asking task, Helping resident) {
    return seen(task, resident, Direction.CANDIDATES);
  }

  private static Verdict seen(Asking task, Helping resident, Direction direction) {
    return MatchEngine.explain(task.row(), resident.row(), direction, Asking.NOW);
  }
}
