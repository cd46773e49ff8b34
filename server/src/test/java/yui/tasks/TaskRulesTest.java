package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.ledger.FundId;

/** What a task's state, its slots and its thanks say by themselves. */
class TaskRulesTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final FundId FUND = new FundId(Ids.next());
  private static final RewardLine YEN =
      new RewardLine(
          0, RewardKind.CASH, Per.PERSON, "JPY", 3000, null, null, null, "", null, FUND, null);

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void strangers_seeATask_onceItIsPublished(TaskState state) {
    boolean hidden =
        EnumSet.of(TaskState.DRAFT, TaskState.REVIEW, TaskState.RETURNED).contains(state);
    assertEquals(!hidden, task(state, NOW, null, null).isPublic());
    assertFalse(task(state, null, null, null).isPublic());
  }

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void applying_toATask_isForOpenOnesInTime(TaskState state) {
    boolean open = state == TaskState.OPEN;
    assertEquals(open, task(state, NOW, null, null).isOpen(NOW));
    assertEquals(open, task(state, NOW, NOW.plusMillis(1), null).isOpen(NOW));
    assertFalse(task(state, NOW, NOW, null).isOpen(NOW));
    assertFalse(task(state, NOW, null, NOW.plusMillis(1)).isOpen(NOW));
    assertEquals(open, task(state, NOW, null, NOW).isOpen(NOW));
  }

  @Test
  void mustBe_inAnotherState_isRefusedWithIt() {
    Task task = task(TaskState.OPEN, NOW, null, null);
    assertSame(task, task.mustBe(TaskState.CLOSED, TaskState.OPEN));
    Refusal refused = assertThrows(Refusal.class, () -> task.mustBe(TaskState.CLOSED));
    assertEquals("OPEN", refused.values().get("state"));
  }

  @Test
  void mustBeVersion_ofAnOlderReading_isStale() {
    Task task = task(TaskState.OPEN, NOW, null, null);
    assertSame(task, task.mustBeVersion(Optional.empty()));
    assertSame(task, task.mustBeVersion(Optional.of(7)));
    assertEquals(
        Refusal.Kind.STALE,
        assertThrows(Refusal.class, () -> task.mustBeVersion(Optional.of(6))).kind());
  }

  @Test
  void parts_ofATask_areFoundByTheirNames() {
    Task task = task(TaskState.OPEN, NOW, null, null);
    Slot slot = task.slots().getFirst();
    assertEquals(slot, task.slot(slot.id()).orElseThrow());
    assertTrue(task.slot(new SlotId(Ids.next())).isEmpty());
    assertEquals(YEN, task.reward(0).orElseThrow());
    assertTrue(task.reward(1).isEmpty());
    NeedId need = new NeedId(Ids.next());
    assertEquals(need, task.answering(need).needId());
    assertEquals(task, task.answering(need).answering(null));
  }

  @Test
  void slot_whenItBegins_isPastAndFullOnlyAtCapacity() {
    Slot slot = new Slot(new SlotId(Ids.next()), NOW, NOW.plusSeconds(60), 3, 2, false);
    assertTrue(slot.isPast(NOW));
    assertFalse(slot.isPast(NOW.minusMillis(1)));
    assertFalse(slot.isFull());
    assertTrue(new Slot(slot.id(), NOW, NOW, 3, 3, false).isFull());
    assertTrue(new Slot(slot.id(), NOW, NOW, 3, 4, false).isFull());
  }

  @Test
  void opening_forTheFar_closesToTheNearOnItsDay() {
    assertTrue(new Opening(null, 2, 100, NOW).isForTheFar(NOW));
    assertFalse(new Opening(null, 2, 100, NOW).isForTheFar(NOW.minusMillis(1)));
    assertFalse(new Opening(null, 0, 100, NOW).isForTheFar(NOW));
    assertFalse(new Opening(null, 2, 100, null).isForTheFar(NOW));
    assertFalse(Opening.AT_ONCE.isLater(NOW));
    assertFalse(new Opening(NOW, 0, 0, null).isLater(NOW));
    assertTrue(new Opening(NOW, 0, 0, null).isLater(NOW.minusMillis(1)));
  }

  @Test
  void amount_ofALine_isForEachHeadOrForTheParty() {
    assertEquals(9000, YEN.amountFor(3));
    assertEquals(3000, line(Per.PARTY, 3000, FUND, null).amountFor(3));
    assertThrows(
        ArithmeticException.class, () -> line(Per.PERSON, Long.MAX_VALUE, FUND, null).amountFor(2));
  }

  @Test
  void line_thatTakesNothingAway_isAtLeastTheOther() {
    GroupId group = new GroupId(Ids.next());
    assertTrue(YEN.isAtLeast(YEN));
    assertTrue(line(Per.PERSON, 3001, FUND, null).isAtLeast(YEN));
    assertFalse(line(Per.PERSON, 2999, FUND, null).isAtLeast(YEN));
    assertFalse(line(Per.PARTY, 3000, FUND, null).isAtLeast(YEN));
    assertFalse(line(Per.PERSON, 3000, null, group).isAtLeast(YEN));
    assertFalse(line(Per.PERSON, 3000, FUND, group).isAtLeast(YEN));
    assertFalse(with(RewardKind.MEAL, "JPY").isAtLeast(YEN));
    assertFalse(with(RewardKind.CASH, "MEAL").isAtLeast(YEN));
    assertEquals(line(Per.PERSON, 3000, null, group), YEN.paidBy(null, group));
  }

  private static RewardLine line(Per per, long amount, FundId fund, GroupId group) {
    return new RewardLine(
        0, RewardKind.CASH, per, "JPY", amount, null, null, null, "", null, fund, group);
  }

  private static RewardLine with(RewardKind kind, String unit) {
    return new RewardLine(0, kind, Per.PERSON, unit, 3000, null, null, null, "", null, FUND, null);
  }

  @ParameterizedTest
  @EnumSource(Travel.Policy.class)
  void travel_byComingAlone_isEarnedWhereNoReceiptIsAsked(Travel.Policy policy) {
    Set<Travel.Policy> byComing = EnumSet.of(Travel.Policy.FIXED, Travel.Policy.DISTANCE);
    assertEquals(
        byComing.contains(policy), new Travel(policy, 2L, 9L, false, FUND).isEarnedByComing());
    assertFalse(new Travel(policy, 2L, 9L, true, FUND).isEarnedByComing());
    long most = policy == Travel.Policy.FIXED ? 2 : policy == Travel.Policy.ACTUAL ? 9 : 0;
    assertEquals(most, new Travel(policy, 2L, 9L, false, FUND).mostYen());
    assertEquals(0, new Travel(policy, null, null, false, FUND).mostYen());
  }

  private static Task task(TaskState state, Instant published, Instant until, Instant opens) {
    return new Task(
        new TaskId(Ids.next()),
        new CommunityId(Ids.next()),
        new GroupId(Ids.next()),
        state,
        TaskKind.WORK,
        Engagement.THANKS,
        "草刈り",
        "",
        List.of(),
        null,
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(new Slot(new SlotId(Ids.next()), NOW, NOW.plusSeconds(60), 3, 0, false)),
        List.of(YEN),
        Travel.NONE,
        "",
        null,
        until,
        new Opening(opens, 0, 0, null),
        List.of(),
        1,
        "",
        "",
        null,
        new PersonId(Ids.next()),
        NOW,
        published,
        NOW,
        7);
  }
}
