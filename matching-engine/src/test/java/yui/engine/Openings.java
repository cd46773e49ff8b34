package yui.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Open places with candidates, told or seeded, and what others would make of them. */
final class Openings {
  private Openings() {}

  /** Times of Japan; candidates in pairs of a number and a score. */
  static Opening open(long slot, String from, String to, int places, double... candidates) {
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < candidates.length; i += 2) {
      matches.add(match((long) candidates[i], candidates[i + 1]));
    }
    return open(slot, Asking.tokyo(from), Asking.tokyo(to), places, matches);
  }

  private static Opening open(long slot, Instant from, Instant to, int places, List<Match> found) {
    Opening.@Nullable Lack lack = found.isEmpty() ? Opening.Lack.NOBODY_SUITS : null;
    return new Opening(new UUID(7, slot), new UUID(8, slot), from, to, places, found, false, lack);
  }

  static Match match(long resident, double score) {
    return new Match(
        new UUID(0, resident), score, new Parts(1, 1, 1, 1), null, List.of(new Reason.Remote()));
  }

  /** Seeded; each slot lasts at most so many half-days, on so many days. */
  static List<Opening> seeded(
      long seed, int slots, int residents, int candidates, int days, int longest) {
    Random random = new Random(seed);
    List<Opening> openings = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      Instant morning = Asking.tokyo("2026-12-01T08:00");
      Instant from = morning.plusSeconds(43_200L * random.nextInt(2 * days));
      int length = 1 + random.nextInt(longest);
      Instant to = from.plusSeconds(43_200L * (length - 1) + 3 * 3600);
      Set<Long> who = new HashSet<>();
      List<Match> matches = new ArrayList<>();
      for (int k = random.nextInt(candidates + 1); k > 0; k--) {
        // Some are liked by all, so that openings want the same people.
        long resident = (long) (residents * random.nextDouble() * random.nextDouble());
        if (who.add(resident)) {
          matches.add(match(resident, Math.rint(random.nextDouble() * 1000) / 1000));
        }
      }
      matches.sort(Comparator.comparingDouble(Match::score).reversed());
      openings.add(open(slot, from, to, 1 + random.nextInt(3), matches));
    }
    return openings;
  }

  /** The largest total where each slot needs one half-day and nobody two that share none. */
  static double largest(List<Opening> openings) {
    Map<List<Object>, Integer> nodes = new HashMap<>();
    for (Opening opening : openings) {
      for (Match match : opening.candidates()) {
        nodes.putIfAbsent(time(match, opening), 2 + openings.size() + nodes.size());
      }
    }
    Flow flow = new Flow(2 + openings.size() + nodes.size());
    for (int i = 0; i < openings.size(); i++) {
      flow.arc(0, 2 + i, openings.get(i).places(), 0);
      for (Match match : openings.get(i).candidates()) {
        flow.arc(2 + i, nodes.get(time(match, openings.get(i))), 1, match.score());
      }
    }
    nodes.values().forEach(node -> flow.arc(node, 1, 1, 0));
    return flow.largestTotal(0, 1);
  }

  private static List<Object> time(Match match, Opening opening) {
    return List.of(match.id(), HalfDays.at(opening.startsAt()));
  }

  /** The largest total of all choices, tried one by one. */
  static double largestOfAll(List<Opening> openings) {
    return largestFrom(openings, 0, 0, new ArrayList<>());
  }

  private record Taken(int opening, UUID resident) {}

  private static double largestFrom(
      List<Opening> openings, int i, int candidate, List<Taken> taken) {
    if (i == openings.size()) {
      return 0;
    }
    Opening opening = openings.get(i);
    if (candidate == opening.candidates().size()) {
      return largestFrom(openings, i + 1, 0, taken);
    }
    double best = largestFrom(openings, i, candidate + 1, taken);
    Match match = opening.candidates().get(candidate);
    boolean full = taken.stream().filter(t -> t.opening() == i).count() >= opening.places();
    boolean away =
        taken.stream()
            .anyMatch(
                t -> t.resident().equals(match.id()) && openings.get(t.opening()).clashes(opening));
    if (!full && !away) {
      taken.add(new Taken(i, match.id()));
      best = Math.max(best, match.score() + largestFrom(openings, i, candidate + 1, taken));
      taken.removeLast();
    }
    return best;
  }

  /** The best score first, where it is still possible. */
  static double greedy(List<Opening> openings) {
    record Offer(Opening opening, Match match) {}
    List<Offer> offers = new ArrayList<>();
    for (Opening opening : openings) {
      opening.candidates().forEach(match -> offers.add(new Offer(opening, match)));
    }
    offers.sort(Comparator.comparingDouble((Offer offer) -> offer.match().score()).reversed());
    Map<UUID, Integer> filled = new HashMap<>();
    Map<UUID, List<Opening>> busy = new HashMap<>();
    double total = 0;
    for (Offer offer : offers) {
      List<Opening> has = busy.computeIfAbsent(offer.match().id(), none -> new ArrayList<>());
      int places = filled.getOrDefault(offer.opening().slotId(), 0);
      if (places < offer.opening().places() && has.stream().noneMatch(offer.opening()::clashes)) {
        filled.put(offer.opening().slotId(), places + 1);
        has.add(offer.opening());
        total += offer.match().score();
      }
    }
    return total;
  }

  static List<Opening> shuffled(List<Opening> openings, long seed) {
    List<Opening> shuffled = new ArrayList<>(openings);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }
}
