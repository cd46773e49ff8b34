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
    boolean better = true;
    for (int pass = 0; better && pass < MOST_PASSES; pass++) {
      better = false;
      boolean[] slack = slack();
      boolean[] nearSlack = openings(slack);
      for (int offer = 0; offer < auction.score.length; offer++) {
        better |= !auction.held[offer] && worthTrying(offer, slack, nearSlack) && tried(offer);
      }
    }
    fillForNothing();
  }

  /** Claims that nobody holds at their price; without any the total is at its bound already. */
  private boolean[] slack() {
    boolean[] slack = new boolean[auction.price.length];
    for (int claim = 0; claim < slack.length; claim++) {
      slack[claim] = auction.holder[claim] < 0 && auction.price[claim] > 0;
    }
    return slack;
  }

  private boolean[] openings(boolean[] slack) {
    boolean[] openings = new boolean[auction.places.length];
    for (int claim = 0; claim < slack.length; claim++) {
      if (slack[claim]) {
        for (int offer : auction.offers[claim]) {
          openings[auction.opening[offer]] = true;
        }
      }
    }
    return openings;
  }

  /** Only what comes to use a claim of that kind, itself or through whom it sends on, can gain. */
  private boolean worthTrying(int offer, boolean[] slack, boolean[] nearSlack) {
    for (int claim : auction.claims[offer]) {
      int holder = auction.holder[claim];
      if (slack[claim] || holder >= 0 && nearSlack[auction.opening[holder]]) {
        return true;
      }
    }
    return false;
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
