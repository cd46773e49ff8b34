package yui.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Betters what an auction chose, one offer at a time: whoever stands in its way gives up the time,
 * and what is open then is filled as well as it can be. Kept when the total grows. Where some
 * offers need several claims an auction alone is not the best; for how far it may be from it, see
 * {@link Auction#bound}.
 */
final class Swaps {
  private static final int MOST_PASSES = 50;
  private static final double WORTH_IT = 1e-9;

  private final Auction auction;
  private final List<Integer> toggled = new ArrayList<>();
  private double gain;

  private Swaps(Auction auction) {
    this.auction = auction;
  }

  static void better(Auction auction) {
    new Swaps(auction).run();
  }

  private void run() {
    int[] tangled = tangled();
    boolean better = true;
    for (int pass = 0; better && pass < MOST_PASSES; pass++) {
      better = false;
      for (int offer : tangled) {
        better |= !auction.held[offer] && tried(offer);
      }
    }
    fillForNothing();
  }

  /** Offers that need a claim which somebody wants together with another. */
  private int[] tangled() {
    boolean[] several = new boolean[auction.price.length];
    for (int[] needed : auction.claims) {
      for (int claim : needed) {
        several[claim] |= needed.length > 1;
      }
    }
    List<Integer> tangled = new ArrayList<>();
    for (int offer = 0; offer < auction.claims.length; offer++) {
      for (int claim : auction.claims[offer]) {
        if (several[claim]) {
          tangled.add(offer);
          break;
        }
      }
    }
    return tangled.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean tried(int offer) {
    toggled.clear();
    gain = 0;
    Set<Integer> vacated = new LinkedHashSet<>();
    Set<Integer> freed = new LinkedHashSet<>();
    for (int claim : auction.claims[offer]) {
      if (auction.holder[claim] >= 0) {
        vacated.add(auction.opening[auction.holder[claim]]);
        release(auction.holder[claim], freed);
      }
    }
    int i = auction.opening[offer];
    if (auction.filled[i] == auction.places[i]) {
      release(lowest(i), freed);
    }
    hold(offer);
    for (int opening : vacated) {
      fill(auction.first[opening], auction.first[opening + 1]);
    }
    for (int claim : freed) {
      hold(bestFree(auction.offers[claim]));
    }
    if (gain > WORTH_IT) {
      return true;
    }
    for (int each : toggled.reversed()) {
      if (auction.held[each]) {
        auction.release(each);
      } else {
        auction.hold(each);
      }
    }
    return false;
  }

  private void fill(int from, int to) {
    int[] offers = new int[to - from];
    for (int k = 0; k < offers.length; k++) {
      offers[k] = from + k;
    }
    hold(bestFree(offers));
  }

  private int bestFree(int[] offers) {
    int best = -1;
    for (int offer : offers) {
      if (isOpen(offer) && (best < 0 || auction.score[offer] > auction.score[best])) {
        best = offer;
      }
    }
    return best;
  }

  private int lowest(int i) {
    int lowest = -1;
    for (int offer = auction.first[i]; offer < auction.first[i + 1]; offer++) {
      if (auction.held[offer] && (lowest < 0 || auction.score[offer] < auction.score[lowest])) {
        lowest = offer;
      }
    }
    return lowest;
  }

  /** Somebody who adds nothing to the total still fills a place. */
  private void fillForNothing() {
    for (int offer = 0; offer < auction.score.length; offer++) {
      if (isOpen(offer)) {
        auction.hold(offer);
      }
    }
  }

  private boolean isOpen(int offer) {
    int i = auction.opening[offer];
    return !auction.held[offer] && auction.filled[i] < auction.places[i] && auction.free(offer);
  }

  private void release(int offer, Set<Integer> freed) {
    auction.release(offer);
    toggled.add(offer);
    gain -= auction.score[offer];
    for (int claim : auction.claims[offer]) {
      freed.add(claim);
    }
  }

  private void hold(int offer) {
    if (offer >= 0) {
      auction.hold(offer);
      toggled.add(offer);
      gain += auction.score[offer];
    }
  }
}
