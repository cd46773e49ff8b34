package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static yui.engine.Openings.open;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ProposalTest {
  private static final double EXACT = 1e-9;

  @Test
  void propose_theBestPersonWantedTwice_takesTheBetterTotal() {
    List<Opening> openings =
        List.of(
            open(1, "2026-12-05T08:00", "2026-12-05T11:00", 1, 1, 0.9, 2, 0.8),
            open(2, "2026-12-05T08:00", "2026-12-05T11:00", 1, 1, 0.8, 2, 0.1));
    Proposal proposal = Proposal.of(openings, Prices.NONE);
    assertEquals(Map.of(1L, Set.of(2L), 2L, Set.of(1L)), who(proposal));
    assertEquals(1.6, proposal.total(), EXACT);
    assertEquals(1.0, Openings.greedy(openings), EXACT);
    assertEquals(List.of(), proposal.unfilled());
  }

  @Test
  void propose_oneHalfDayEach_isTheOptimum() {
    double lost = 0;
    for (int seed = 0; seed < 150; seed++) {
      List<Opening> openings = Openings.seeded(seed, 40, 60, 12, 3, 1);
      Proposal proposal = Proposal.of(openings, Prices.NONE);
      feasible(openings, proposal);
      double largest = Openings.largest(openings);
      double within = Auction.FINEST * proposal.filled().size() + EXACT;
      assertEquals(largest, proposal.total(), within, "seed " + seed);
      assertTrue(largest <= proposal.bound() + EXACT, "seed " + seed);
      assertTrue(proposal.bound() <= largest + within, "seed " + seed);
      lost += 1 - Openings.greedy(openings) / largest;
    }
    assertTrue(lost / 150 > 0.01, "the cases are too easy: greedy loses " + lost / 150);
  }

  @Test
  void propose_wholeDaysBesideHalfDays_isNearTheBestOfAllAndUnderItsBound() {
    double lost = 0;
    double worst = 0;
    double greedyLost = 0;
    int cases = 400;
    for (int seed = 0; seed < cases; seed++) {
      List<Opening> openings = Openings.seeded(seed, 6, 5, 4, 1, 2);
      Proposal proposal = Proposal.of(openings, Prices.NONE);
      feasible(openings, proposal);
      double largest = Openings.largestOfAll(openings);
      assertTrue(proposal.total() <= largest + EXACT, "seed " + seed);
      assertTrue(largest <= proposal.bound() + EXACT, "seed " + seed);
      if (largest > 0) {
        lost += 1 - proposal.total() / largest;
        worst = Math.max(worst, 1 - proposal.total() / largest);
        greedyLost += 1 - Openings.greedy(openings) / largest;
      }
    }
    String told = "mean " + lost / cases + " worst " + worst + " greedy " + greedyLost / cases;
    assertTrue(lost / cases < 0.0005, told);
    assertTrue(worst < 0.05, told);
    assertTrue(greedyLost > 5 * lost, told);
  }

  @Test
  void propose_morningAndEvening_mayBeTheSamePerson() {
    Proposal proposal =
        Proposal.of(
            List.of(
                open(1, "2026-12-05T08:00", "2026-12-05T11:00", 1, 1, 0.4),
                open(2, "2026-12-05T13:00", "2026-12-05T16:00", 1, 1, 0.4),
                open(3, "2026-12-05T09:00", "2026-12-05T16:00", 1, 1, 0.7)),
            Prices.NONE);
    assertEquals(Map.of(1L, Set.of(1L), 2L, Set.of(1L)), who(proposal));
  }

  @Test
  void clashes_sharedHalfDayOrOverlap_butNotTheLunchHourBetween() {
    Opening morning = open(1, "2026-12-05T08:00", "2026-12-05T12:45", 1, 1, 0.5);
    assertTrue(morning.clashes(open(2, "2026-12-05T06:00", "2026-12-05T07:30", 1, 1, 0.5)));
    assertTrue(morning.clashes(open(2, "2026-12-05T12:30", "2026-12-05T17:00", 1, 1, 0.5)));
    assertFalse(morning.clashes(open(2, "2026-12-05T12:45", "2026-12-05T17:00", 1, 1, 0.5)));
    assertFalse(morning.clashes(open(2, "2026-12-06T08:00", "2026-12-06T11:00", 1, 1, 0.5)));
  }

  @Test
  void propose_slotsThatOverlapOnlyAtLunch_isNotTheSamePerson() {
    Proposal proposal =
        Proposal.of(
            List.of(
                open(1, "2026-12-05T08:00", "2026-12-05T12:45", 1, 1, 0.5),
                open(2, "2026-12-05T12:30", "2026-12-05T17:00", 1, 1, 0.6)),
            Prices.NONE);
    assertEquals(Map.of(2L, Set.of(1L)), who(proposal));
  }

  @Test
  void propose_inAnotherOrder_isTheSameProposal() {
    for (int seed = 0; seed < 20; seed++) {
      List<Opening> openings = Openings.seeded(seed, 60, 80, 10, 2, 3);
      Proposal proposal = Proposal.of(openings, Prices.NONE);
      Proposal again = Proposal.of(Openings.shuffled(openings, seed), Prices.NONE);
      assertEquals(proposal.filled(), again.filled());
      assertEquals(proposal.unfilled(), again.unfilled());
      assertEquals(proposal.bound(), again.bound());
    }
  }

  @Test
  void propose_withPricesOfBefore_isAsGoodAfterTasksCameAndWent() {
    for (int seed = 0; seed < 60; seed++) {
      List<Opening> openings = Openings.seeded(seed, 50, 70, 12, 3, 1);
      Prices prices = Proposal.of(openings.subList(0, 45), Prices.NONE).prices();
      List<Opening> now = openings.subList(5, 50);
      Proposal proposal = Proposal.of(now, prices);
      feasible(now, proposal);
      assertEquals(
          Openings.largest(now),
          proposal.total(),
          Auction.FINEST * proposal.filled().size() + EXACT,
          "seed " + seed);
    }
  }

  @Test
  void propose_withItsOwnPrices_proposesTheSame() {
    for (int seed = 0; seed < 20; seed++) {
      List<Opening> openings = Openings.seeded(seed, 60, 80, 10, 2, 1);
      Proposal proposal = Proposal.of(openings, Prices.NONE);
      assertEquals(who(proposal), who(Proposal.of(openings, proposal.prices())));
    }
  }

  @Test
  void propose_whatStaysUnfilled_isToldWithItsReason() {
    Proposal proposal =
        Proposal.of(
            List.of(
                open(1, "2026-12-05T08:00", "2026-12-05T11:00", 2),
                open(2, "2026-12-05T08:00", "2026-12-05T11:00", 3, 1, 0.9, 2, 0.2),
                open(3, "2026-12-05T08:00", "2026-12-05T11:00", 1, 1, 0.1),
                open(4, "2026-12-06T08:00", "2026-12-06T11:00", 1, 1, 0.0)),
            Prices.NONE);
    assertEquals(Map.of(2L, Set.of(1L, 2L), 4L, Set.of(1L)), who(proposal));
    assertEquals(
        List.of(
            unfilled(1, 2, new Proposal.Why.NoCandidate(Opening.Lack.NOBODY_SUITS)),
            unfilled(2, 1, new Proposal.Why.TooFew(2)),
            unfilled(3, 1, new Proposal.Why.TakenElsewhere(1))),
        proposal.unfilled());
  }

  @Test
  void propose_nothing_isNothing() {
    Proposal proposal = Proposal.of(List.of(), Prices.NONE);
    assertEquals(List.of(), proposal.filled());
    assertEquals(0, proposal.bound());
  }

  @Test
  void propose_badInput_isRefusedByName() {
    Opening one = open(1, "2026-12-05T08:00", "2026-12-05T11:00", 1, 1, 0.5);
    refused("opening_twice", () -> Proposal.of(List.of(one, one), Prices.NONE));
    refused("places_negative", () -> open(1, "2026-12-05T08:00", "2026-12-05T11:00", -1));
    refused("slot_ends_before_start", () -> open(1, "2026-12-05T08:00", "2026-12-05T08:00", 1));
    refused(
        "candidate_twice",
        () -> open(1, "2026-12-05T08:00", "2026-12-05T11:00", 1, 1, 0.5, 1, 0.4));
    assertEquals(
        List.of(),
        Proposal.of(
                List.of(open(1, "2026-12-05T08:00", "2026-12-05T11:00", 0, 1, 0.5)), Prices.NONE)
            .filled());
  }

  private static void refused(String code, Executable deed) {
    assertEquals(code, assertThrows(BadQuery.class, deed).code());
  }

  private static Proposal.Unfilled unfilled(long slot, int places, Proposal.Why why) {
    return new Proposal.Unfilled(new UUID(7, slot), new UUID(8, slot), places, why);
  }

  private static Map<Long, Set<Long>> who(Proposal proposal) {
    Map<Long, Set<Long>> who = new HashMap<>();
    for (Proposal.Filled filled : proposal.filled()) {
      who.computeIfAbsent(filled.slotId().getLeastSignificantBits(), none -> new HashSet<>())
          .add(filled.match().id().getLeastSignificantBits());
    }
    return who;
  }

  /** Within capacity, only candidates, nobody in two places at once; and the figures add up. */
  private static void feasible(List<Opening> openings, Proposal proposal) {
    Map<UUID, Opening> bySlot = new HashMap<>();
    openings.forEach(opening -> bySlot.put(opening.slotId(), opening));
    Map<UUID, List<Opening>> busy = new HashMap<>();
    Map<UUID, Integer> places = new HashMap<>();
    double total = 0;
    for (Proposal.Filled filled : proposal.filled()) {
      Opening opening = bySlot.get(filled.slotId());
      assertTrue(opening.candidates().contains(filled.match()));
      List<Opening> has = busy.computeIfAbsent(filled.match().id(), none -> new ArrayList<>());
      assertTrue(has.stream().noneMatch(opening::clashes), "in two places at once");
      has.add(opening);
      places.merge(filled.slotId(), 1, Integer::sum);
      total += filled.match().score();
    }
    proposal.unfilled().forEach(gap -> places.merge(gap.slotId(), gap.places(), Integer::sum));
    openings.forEach(
        opening -> assertEquals(opening.places(), places.getOrDefault(opening.slotId(), 0)));
    assertEquals(total, proposal.total(), EXACT);
  }
}
