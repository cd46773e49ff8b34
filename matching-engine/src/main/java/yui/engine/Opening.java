package yui.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The places still open in one slot of a task, and who could take one.
 *
 * @param candidates best first, each free for the whole of the slot; the score is that of the task
 *     with this slot alone
 * @param cut whether there may be more candidates than these
 * @param lack why there is no candidate; null when there is one
 */
public record Opening(
    UUID taskId,
    UUID slotId,
    Instant startsAt,
    Instant endsAt,
    int places,
    List<Match> candidates,
    boolean cut,
    @Nullable Lack lack) {

  /** Why nobody could take a place, the nearest miss first. */
  public enum Lack {
    /** Somebody suits and is free, but not for the whole of the slot. */
    FREE_FOR_PART,
    /** Somebody suits, but is not free then, or is engaged elsewhere. */
    NOBODY_FREE,
    /** Whoever suits is excluded: blocked, applied or asked already. */
    ALL_EXCLUDED,
    /** Nobody has the skills and licences, is near enough and wants the thanks. */
    NOBODY_SUITS
  }

  public Opening {
    candidates = List.copyOf(candidates);
    BadQuery.unless(endsAt.isAfter(startsAt), "slot_ends_before_start", startsAt + " " + endsAt);
    BadQuery.unless(places >= 0, "places_negative", places);
    BadQuery.unless(
        candidates.stream().map(Match::id).distinct().count() == candidates.size(),
        "candidate_twice",
        slotId);
    BadQuery.unless(candidates.isEmpty() == (lack != null), "lack_beside_candidates", slotId);
  }

  /**
   * Asks an index for the k best residents of one slot, at least as many as there are places.
   *
   * @param excluded who is not asked for this task at all
   * @param engaged who suits perhaps but has something else to do at that time
   */
  public static Opening of(
      MatchEngine engine,
      TaskRow task,
      UUID slotId,
      int places,
      Excluded excluded,
      Set<UUID> engaged,
      int k,
      Instant asOf) {
    BadQuery.unless(k >= 1 && k <= MatchEngine.MOST, "limit_out_of_range", k);
    SlotRow slot =
        task.slots().stream()
            .filter(one -> one.id().equals(slotId))
            .findFirst()
            .orElseThrow(() -> new BadQuery("slot_unknown", slotId.toString()));
    TaskRow alone = with(task, List.of(slot));
    Set<UUID> away = new HashSet<>(engaged);
    away.addAll(excluded.ids());
    Found found = whole(engine, alone, Excluded.of(away), Math.max(k, places), asOf);
    return new Opening(
        task.id(),
        slotId,
        slot.startsAt(),
        slot.endsAt(),
        places,
        found.free(),
        found.cut(),
        found.free().isEmpty() ? lack(engine, task, found.some(), excluded, asOf) : null);
  }

  /** Whether nobody can take a place in both. */
  public boolean clashes(Opening other) {
    return HalfDays.clash(startsAt, endsAt, other.startsAt, other.endsAt);
  }

  List<Integer> halfDays() {
    return HalfDays.needed(startsAt, endsAt);
  }

  private record Found(List<Match> free, boolean some, boolean cut) {}

  /** Asks for more until k are free for the whole slot or there are no more. */
  private static Found whole(
      MatchEngine engine, TaskRow alone, Excluded away, int k, Instant asOf) {
    int most = Math.min(k, MatchEngine.MOST);
    while (true) {
      List<Match> matches = engine.residentsFor(alone, away, most, asOf);
      List<Match> free = matches.stream().filter(match -> match.parts().schedule() == 1).toList();
      boolean more = matches.size() == most;
      if (free.size() >= k || !more || most == MatchEngine.MOST) {
        List<Match> best = free.size() <= k ? free : free.subList(0, k);
        return new Found(best, !matches.isEmpty(), more || free.size() > k);
      }
      most = Math.min(MatchEngine.MOST, 2 * most);
    }
  }

  private static Lack lack(
      MatchEngine engine, TaskRow task, boolean some, Excluded excluded, Instant asOf) {
    if (some) {
      return Lack.FREE_FOR_PART;
    }
    TaskRow anyTime = with(task, List.of());
    if (!engine.residentsFor(anyTime, excluded, 1, asOf).isEmpty()) {
      return Lack.NOBODY_FREE;
    }
    return engine.residentsFor(anyTime, Excluded.NONE, 1, asOf).isEmpty()
        ? Lack.NOBODY_SUITS
        : Lack.ALL_EXCLUDED;
  }

  private static TaskRow with(TaskRow task, List<SlotRow> slots) {
    return new TaskRow(
        task.id(),
        task.communityId(),
        task.groupId(),
        task.stage(),
        task.place(),
        slots,
        task.requiredSkills(),
        task.requiredLicences(),
        task.desiredSkills(),
        task.thanks(),
        task.travelPaid(),
        task.weights(),
        task.createdAt(),
        task.text());
  }
}
