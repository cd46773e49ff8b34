package yui.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Openings bid for residents' time (D. P. Bertsekas, Linear Network Optimization, 1991, chapter 4:
 * the forward and reverse auction for asymmetric assignment, with ε-scaling).
 *
 * <p>An offer is one resident for one opening, at a score, and needs one claim or more on that
 * resident's time. A bid raises the price of what it needs until its second choice is as good, less
 * ε; whoever held it bids again. Afterwards prices of what nobody holds come down, for whoever
 * would take it then. Where every offer needs a single claim the total is within ε for each place
 * filled of the largest there is. Elsewhere {@link Swaps} tells how it is bettered. For any prices
 * at all {@link #bound} is above every possible total.
 */
final class Auction {
  /** The last ε: no place filled costs the total more than this. */
  static final double FINEST = 1e-5;

  private static final double COARSEST = 0.1;
  private static final double FINER = 5;

  /** Offers of opening i are those from {@code first[i]} to {@code first[i + 1]}. */
  final int[] first;

  final int[] places;
  final int[] opening;
  final double[] score;
  final int[][] claims;

  /** The offers that need a claim. */
  final int[][] offers;

  final double[] price;

  /** The offer that holds a claim, or -1. */
  final int[] holder;

  final boolean[] held;
  final int[] filled;

  private final Queue<Integer> bidding = new ArrayDeque<>();
  private final boolean[] isBidding;
  private final Queue<Integer> left = new ArrayDeque<>();

  /**
   * @param first where each opening's offers begin, and where the last one's end
   * @param claims what each offer needs, ascending
   * @param prices what each claim costs at first; kept and changed
   */
  Auction(int[] first, int[] places, double[] score, int[][] claims, double[] prices) {
    this.first = first;
    this.places = places;
    this.score = score;
    this.claims = claims;
    this.price = prices;
    this.opening = new int[score.length];
    for (int i = 0; i < places.length; i++) {
      Arrays.fill(opening, first[i], first[i + 1], i);
    }
    this.offers = offers(claims, prices.length);
    this.holder = new int[prices.length];
    Arrays.fill(holder, -1);
    this.held = new boolean[score.length];
    this.filled = new int[places.length];
    this.isBidding = new boolean[places.length];
  }

  private static int[][] offers(int[][] claims, int count) {
    int[] sizes = new int[count];
    for (int[] needed : claims) {
      for (int claim : needed) {
        sizes[claim]++;
      }
    }
    int[][] offers = new int[count][];
    for (int claim = 0; claim < count; claim++) {
      offers[claim] = new int[sizes[claim]];
    }
    for (int offer = claims.length - 1; offer >= 0; offer--) {
      for (int claim : claims[offer]) {
        offers[claim][--sizes[claim]] = offer;
      }
    }
    return offers;
  }

  /** From coarse to fine, so that no two openings outbid one another by small steps for long. */
  void run() {
    for (double epsilon = COARSEST; epsilon > FINEST; epsilon /= FINER) {
      round(epsilon);
      for (int offer = 0; offer < score.length; offer++) {
        if (held[offer]) {
          release(offer);
        }
      }
    }
    round(FINEST);
  }

  /** Begins where an earlier auction ended: what still is a good choice there stays. */
  void resume(boolean[] heldBefore) {
    for (int offer = 0; offer < score.length; offer++) {
      if (heldBefore[offer] && filled[opening[offer]] < places[opening[offer]] && free(offer)) {
        hold(offer);
      }
    }
    for (int i = 0; i < places.length; i++) {
      double other = Math.max(0, bestOther(i));
      for (int offer = first[i]; offer < first[i + 1]; offer++) {
        if (held[offer] && value(offer) < other - FINEST) {
          release(offer);
        }
      }
    }
    round(FINEST);
  }

  /** No choice among these offers has a larger total (weak duality). */
  double bound() {
    double bound = 0;
    for (double each : price) {
      bound += each;
    }
    for (int i = 0; i < places.length; i++) {
      double[] values = new double[first[i + 1] - first[i]];
      for (int k = 0; k < values.length; k++) {
        values[k] = value(first[i] + k);
      }
      Arrays.sort(values);
      for (int k = values.length - 1; k >= Math.max(0, values.length - places[i]); k--) {
        bound += Math.max(0, values[k]);
      }
    }
    return bound;
  }

  double total() {
    double total = 0;
    for (int offer = 0; offer < score.length; offer++) {
      total += held[offer] ? score[offer] : 0;
    }
    return total;
  }

  /** Whether nobody holds what the offer needs. */
  boolean free(int offer) {
    for (int claim : claims[offer]) {
      if (holder[claim] >= 0) {
        return false;
      }
    }
    return true;
  }

  void hold(int offer) {
    for (int claim : claims[offer]) {
      holder[claim] = offer;
    }
    held[offer] = true;
    filled[opening[offer]]++;
  }

  void release(int offer) {
    for (int claim : claims[offer]) {
      holder[claim] = -1;
    }
    held[offer] = false;
    filled[opening[offer]]--;
  }

  /** The held offer of the opening that is worth least to it, or -1. */
  int weakest(int i) {
    int weakest = -1;
    for (int offer = first[i]; offer < first[i + 1]; offer++) {
      if (held[offer] && (weakest < 0 || value(offer) < value(weakest))) {
        weakest = offer;
      }
    }
    return weakest;
  }

  private void round(double epsilon) {
    for (int i = 0; i < places.length; i++) {
      bidsAgain(i);
    }
    forward(epsilon);
    reverse(epsilon);
  }

  private void forward(double epsilon) {
    for (Integer next = bidding.poll(); next != null; next = bidding.poll()) {
      isBidding[next] = false;
      boolean bid = true;
      while (bid && filled[next] < places[next]) {
        bid = bid(next, epsilon);
      }
    }
  }

  private void bidsAgain(int i) {
    if (!isBidding[i] && filled[i] < places[i]) {
      isBidding[i] = true;
      bidding.add(i);
    }
  }

  /** One bid for the best offer; false when none is worth its price. */
  private boolean bid(int i, double epsilon) {
    int best = -1;
    double most = 0;
    double second = 0;
    for (int offer = first[i]; offer < first[i + 1]; offer++) {
      if (held[offer]) {
        continue;
      }
      double value = value(offer);
      if (value > most) {
        second = most;
        most = value;
        best = offer;
      } else if (value > second) {
        second = value;
      }
    }
    if (best < 0) {
      return false;
    }
    for (int claim : claims[best]) {
      if (holder[claim] >= 0) {
        int loser = holder[claim];
        release(loser);
        bidsAgain(opening[loser]);
      }
      price[claim] += (most - second + epsilon) / claims[best].length;
    }
    hold(best);
    return true;
  }

  /** What nobody holds must cost nothing, else the prices prove nothing. */
  private void reverse(double epsilon) {
    for (int claim = 0; claim < price.length; claim++) {
      nowLeft(claim);
    }
    for (Integer claim = left.poll(); claim != null; claim = left.poll()) {
      if (holder[claim] < 0 && price[claim] > 0) {
        cheapen(claim, epsilon);
      }
    }
  }

  private void nowLeft(int claim) {
    if (holder[claim] < 0 && price[claim] > 0) {
      left.add(claim);
    }
  }

  private void cheapen(int claim, double epsilon) {
    int best = -1;
    double most = 0;
    double second = 0;
    for (int offer : offers[claim]) {
      // What the opening would pay for this claim rather than keep what it has.
      double pays = value(offer) + price[claim] - profit(opening[offer]);
      if (pays > most) {
        second = most;
        most = pays;
        best = offer;
      } else if (pays > second) {
        second = pays;
      }
    }
    if (best < 0 || most <= epsilon) {
      price[claim] = 0;
    } else if (!free(best)) {
      price[claim] = Math.min(price[claim], most);
    } else {
      price[claim] = Math.min(price[claim], Math.max(0, second - epsilon));
      int i = opening[best];
      if (filled[i] == places[i]) {
        int loser = weakest(i);
        release(loser);
        for (int freed : claims[loser]) {
          nowLeft(freed);
        }
      }
      hold(best);
    }
  }

  /** What the opening's last place is worth to it: nothing while one is open. */
  private double profit(int i) {
    return filled[i] < places[i] ? 0 : Math.max(0, value(weakest(i)));
  }

  private double bestOther(int i) {
    double best = Double.NEGATIVE_INFINITY;
    for (int offer = first[i]; offer < first[i + 1]; offer++) {
      if (!held[offer]) {
        best = Math.max(best, value(offer));
      }
    }
    return best;
  }

  private double value(int offer) {
    double value = score[offer];
    for (int claim : claims[offer]) {
      value -= price[claim];
    }
    return value;
  }
}
