package yui.engine;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hard filter that said no, and by how much. */
public sealed interface Blocker extends Verdict {
  /** The task is not in a stage that may be matched from this side. */
  record TaskNotOpen(Stage stage) implements Blocker {}

  record ResidentInactive() implements Blocker {}

  /** The resident does not let this community find them. */
  record NotFindable() implements Blocker {}

  record ThanksNotWished(Set<Thanks> offered, Set<Thanks> wished) implements Blocker {
    public ThanksNotWished {
      offered = Set.copyOf(offered);
      wished = Set.copyOf(wished);
    }
  }

  /** Held is 0 when the resident has not got the skill at all. */
  record SkillTooLow(String code, int needed, int held) implements Blocker {}

  /** Every slot is past or full. */
  record NoSlotLeft() implements Blocker {}

  /** Free on none of the needed half-days. */
  record NeverFree(int needed) implements Blocker {}

  record LicenceMissing(String code) implements Blocker {}

  /** Held, but run out on every day that the resident could come. */
  record LicenceExpired(String code, @Nullable LocalDate expiresOn) implements Blocker {}

  /** No base, and no stay on a needed half-day that is free. */
  record NowhereToStartFrom() implements Blocker {}

  record TooFar(double distanceKm, double limitKm) implements Blocker {}
}
