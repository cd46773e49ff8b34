package yui.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who could take which open place, so that the scores add up to as much as possible and nobody is
 * in two places at once. The same openings make the same proposal, in whatever order they come.
 *
 * <p>Where clashing is all or nothing for each resident (two slots of theirs that both clash with a
 * third clash with one another), the total is the largest there is but for 1e-5 a place filled.
 * Else, as with a whole day between a morning and an afternoon, it is a good one, and {@code bound}
 * tells how good: no choice among these candidates has a larger total than that.
 *
 * @param total the sum of the scores
 * @param prices make the next proposal cheap where little has changed
 */
public record Proposal(
    List<Filled> filled, List<Unfilled> unfilled, double total, double bound, Prices prices) {

  /** A place and who is proposed for it. */
  public record Filled(UUID taskId, UUID slotId, Match match) {}

  /** Places of a slot that nobody is proposed for. */
  public record Unfilled(UUID taskId, UUID slotId, int places, Why why) {}

  /** Why places stay unfilled. */
  public sealed interface Why {
    /** There is no candidate at all. */
    record NoCandidate(Opening.Lack lack) implements Why {}

    /** All candidates are proposed here, and they are too few. */
    record TooFew(int candidates) implements Why {}

    /** So many candidates are proposed elsewhere at that time, for a better total. */
    record TakenElsewhere(int candidates) implements Why {}
  }

  public Proposal {
    filled = List.copyOf(filled);
    unfilled = List.copyOf(unfilled);
  }

  /** Proposes anew, beginning from the prices of an earlier proposal or {@link Prices#NONE}. */
  public static Proposal of(List<Opening> openings, Prices before) {
    List<Opening> sorted = openings.stream().sorted(Comparator.comparing(Opening::slotId)).toList();
    BadQuery.unless(
        sorted.stream().map(Opening::slotId).distinct().count() == sorted.size(),
        "opening_twice",
        sorted.size());
    return new Making(sorted, before).proposal();
  }

  /** Openings and candidates as an auction's numbers, and back. */
  private static final class Making {
    private final List<Opening> openings;
    private final Prices before;
    private final List<List<Integer>> halfDays;
    private final int[] first;
    private final Match[] matches;
    private final int[][] claims;
    private final List<Prices.Claim> known = new ArrayList<>();

    Making(List<Opening> openings, Prices before) {
      this.openings = openings;
      this.before = before;
      this.halfDays = openings.stream().map(Opening::halfDays).toList();
      this.first = new int[openings.size() + 1];
      List<Match> all = new ArrayList<>();
      Map<UUID, List<Integer>> offersOf = new LinkedHashMap<>();
      for (int i = 0; i < openings.size(); i++) {
        if (openings.get(i).places() > 0) {
          for (Match match : openings.get(i).candidates()) {
            offersOf.computeIfAbsent(match.id(), none -> new ArrayList<>()).add(all.size());
            all.add(match);
          }
        }
        first[i + 1] = all.size();
      }
      this.matches = all.toArray(Match[]::new);
      this.claims = new int[matches.length][];
      int[] opening = new int[matches.length];
      for (int i = 0; i < openings.size(); i++) {
        for (int offer = first[i]; offer < first[i + 1]; offer++) {
          opening[offer] = i;
        }
      }
      offersOf.forEach((resident, offers) -> claim(resident, offers, opening));
    }

    private void claim(UUID resident, List<Integer> offers, int[] opening) {
      Claims one =
          Claims.among(
              offers.stream().map(offer -> openings.get(opening[offer])).toList(),
              offers.stream().map(offer -> halfDays.get(opening[offer])).toList());
      int from = known.size();
      for (long time : one.times()) {
        known.add(new Prices.Claim(resident, time));
      }
      for (int k = 0; k < offers.size(); k++) {
        int[] needed = one.of()[k].clone();
        for (int c = 0; c < needed.length; c++) {
          needed[c] += from;
        }
        claims[offers.get(k)] = needed;
      }
    }

    Proposal proposal() {
      Auction auction = auction();
      if (before.isEmpty()) {
        auction.run();
      } else {
        auction.resume(heldBefore());
      }
      Swaps.better(auction);
      List<Filled> filled = new ArrayList<>();
      Map<UUID, Set<UUID>> bySlot = new HashMap<>();
      for (int i = 0; i < openings.size(); i++) {
        Opening opening = openings.get(i);
        for (int offer = first[i]; offer < first[i + 1]; offer++) {
          if (auction.held[offer]) {
            UUID resident = matches[offer].id();
            filled.add(new Filled(opening.taskId(), opening.slotId(), matches[offer]));
            bySlot.computeIfAbsent(opening.slotId(), none -> new HashSet<>()).add(resident);
          }
        }
      }
      return new Proposal(
          filled,
          unfilled(auction),
          auction.total(),
          auction.bound(),
          new Prices(prices(auction), bySlot));
    }

    private Auction auction() {
      double[] scores = new double[matches.length];
      for (int offer = 0; offer < scores.length; offer++) {
        scores[offer] = matches[offer].score();
      }
      double[] prices = new double[known.size()];
      for (int claim = 0; claim < prices.length; claim++) {
        prices[claim] = before.of(known.get(claim));
      }
      int[] places = openings.stream().mapToInt(Opening::places).toArray();
      return new Auction(first, places, scores, claims, prices);
    }

    private boolean[] heldBefore() {
      boolean[] held = new boolean[matches.length];
      for (int i = 0; i < openings.size(); i++) {
        for (int offer = first[i]; offer < first[i + 1]; offer++) {
          held[offer] = before.held(openings.get(i).slotId(), matches[offer].id());
        }
      }
      return held;
    }

    private Map<Prices.Claim, Double> prices(Auction auction) {
      Map<Prices.Claim, Double> prices = new HashMap<>();
      for (int claim = 0; claim < auction.price.length; claim++) {
        if (auction.price[claim] > 0) {
          prices.put(known.get(claim), auction.price[claim]);
        }
      }
      return prices;
    }

    private List<Unfilled> unfilled(Auction auction) {
      List<Unfilled> unfilled = new ArrayList<>();
      for (int i = 0; i < openings.size(); i++) {
        Opening opening = openings.get(i);
        int open = opening.places() - auction.filled[i];
        if (open > 0) {
          unfilled.add(
              new Unfilled(
                  opening.taskId(), opening.slotId(), open, why(opening, auction.filled[i])));
        }
      }
      return unfilled;
    }

    /** A place that stays open has been offered to everybody whose time nobody holds. */
    private static Why why(Opening opening, int filled) {
      Opening.Lack lack = opening.lack();
      if (lack != null) {
        return new Why.NoCandidate(lack);
      }
      int candidates = opening.candidates().size();
      return filled == candidates
          ? new Why.TooFew(candidates)
          : new Why.TakenElsewhere(candidates - filled);
    }
  }
}
