package yui.matching;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;

/** A resident who suits a task, and why; neither place nor contact. */
record Candidate(
    PersonId residentId,
    String displayName,
    double score,
    ShownParts parts,
    List<ShownReason> reasons,
    @Nullable Double distanceKm,
    List<Held> skills,
    int attended,
    boolean invited) {

  /** A skill and its level. */
  record Held(String code, int level) {}
}
