package yui.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.engine.Match;
import yui.engine.Opening;

/** What a person with a list would do: the best score first, wherever it is still possible. */
final class Greedy {
  private record Offer(int opening, Match match) {}

  private Greedy() {}

  static double total(List<Opening> openings) {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < openings.size(); i++) {
      for (Match match : openings.get(i).candidates()) {
        offers.add(new Offer(i, match));
      }
    }
    offers.sort(Comparator.comparingDouble((Offer offer) -> offer.match().score()).reversed());
    int[] open = openings.stream().mapToInt(Opening::places).toArray();
    Map<UUID, List<Opening>> busy = new HashMap<>();
    double total = 0;
    for (Offer offer : offers) {
      Opening opening = openings.get(offer.opening());
      List<Opening> has = busy.computeIfAbsent(offer.match().id(), none -> new ArrayList<>());
      if (open[offer.opening()] > 0 && has.stream().noneMatch(opening::clashes)) {
        open[offer.opening()]--;
        has.add(opening);
        total += offer.match().score();
      }
    }
    return total;
  }
}
