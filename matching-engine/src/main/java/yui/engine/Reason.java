package yui.engine;

import java.util.Set;

/** Why a pair fits, as values; others turn them into words. */
public sealed interface Reason {
  /** A required or desired skill the resident has. */
  record SkillHeld(String code, int level) implements Reason {}

  /** A required licence the resident holds. */
  record LicenceHeld(String code) implements Reason {}

  /** So many of the needed half-days the resident is free. */
  record HalfDaysFree(int free, int needed) implements Reason {}

  record Distance(double km) implements Reason {}

  /** The task has no place to go to. */
  record Remote() implements Reason {}

  /** Slots attended of slots committed to. */
  record Reliability(int attended, int committed) implements Reason {}

  /** Nothing committed to yet. */
  record Newcomer() implements Reason {}

  /** Offered thanks that the resident wished for. */
  record ThanksWished(Set<Thanks> kinds) implements Reason {
    public ThanksWished {
      kinds = Set.copyOf(kinds);
    }
  }
}
