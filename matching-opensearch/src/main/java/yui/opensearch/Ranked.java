package yui.opensearch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import yui.engine.Match;

/** The k best matches; of equal scores the smaller id, as it is printed, stands first. */
final class Ranked {
  private static final Comparator<Match> ORDER =
      Comparator.comparingDouble(Match::score)
          .reversed()
          .thenComparing(match -> match.id().toString());

  private final int k;
  private final PriorityQueue<Match> worstFirst = new PriorityQueue<>(ORDER.reversed());

  Ranked(int k) {
    this.k = k;
  }

  void offer(Match match) {
    worstFirst.add(match);
    if (worstFirst.size() > k) worstFirst.remove();
  }

  boolean isFull() {
    return worstFirst.size() == k;
  }

  /** Whether there are k, and nothing that is at most so good can be one of them. */
  boolean isBeyond(double most) {
    return isFull() && worstFirst.element().score() > most;
  }

  List<Match> inOrder() {
    List<Match> all = new ArrayList<>(worstFirst);
    all.sort(ORDER);
    return all;
  }
}
