package yui.engine;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that matching knows of a resident.
 *
 * @param anchors bases and stays; with none, only tasks without a place match
 * @param freeFrom the first day the row tells about; half-days before it, or {@link
 *     HalfDays#HORIZON} half-days or more after it, are dropped
 * @param freeHalfDays painted half-days minus confirmed work
 * @param maxDistanceKm null when the resident told no limit
 * @param wishes empty when the resident told none, which accepts every thanks
 * @param attended slots attended or partly attended, of all communities
 * @param committed attended plus absences that nobody was told of
 */
public record ResidentRow(
    UUID id,
    boolean active,
    Findable findable,
    List<SkillLevel> skills,
    List<Licence> licences,
    List<Anchor> anchors,
    LocalDate freeFrom,
    Set<Integer> freeHalfDays,
    @Nullable Double maxDistanceKm,
    Set<Thanks> wishes,
    int attended,
    int committed) {

  public ResidentRow {
    skills = List.copyOf(skills);
    licences = List.copyOf(licences);
    anchors = List.copyOf(anchors);
    wishes = Set.copyOf(wishes);
    Codes.distinct(skills.stream().map(SkillLevel::code).toList());
    Codes.distinct(licences.stream().map(Licence::code).toList());
    freeHalfDays = new HalfDaySet(HalfDays.of(freeFrom, false), freeHalfDays);
    BadQuery.unless(
        maxDistanceKm == null || (maxDistanceKm >= 0 && maxDistanceKm < Double.POSITIVE_INFINITY),
        "max_distance_invalid",
        maxDistanceKm);
    BadQuery.unless(
        attended >= 0 && attended <= committed, "attendance_invalid", attended + "/" + committed);
  }
}
