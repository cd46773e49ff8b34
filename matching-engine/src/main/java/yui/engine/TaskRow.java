package yui.engine;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that matching and search know of a task.
 *
 * @param place null for a task that can be done from anywhere (REMOTE)
 * @param slots empty for a task with a deadline instead
 * @param thanks the kinds offered; empty when none is
 * @param weights those of the task's community
 */
public record TaskRow(
    UUID id,
    UUID communityId,
    @Nullable UUID groupId,
    Stage stage,
    @Nullable Place place,
    List<SlotRow> slots,
    List<RequiredSkill> requiredSkills,
    Set<String> requiredLicences,
    List<DesiredSkill> desiredSkills,
    Set<Thanks> thanks,
    boolean travelPaid,
    Weights weights,
    Instant createdAt,
    TaskText text) {

  public TaskRow {
    slots = List.copyOf(slots);
    requiredSkills = List.copyOf(requiredSkills);
    requiredLicences = Set.copyOf(requiredLicences);
    desiredSkills = List.copyOf(desiredSkills);
    thanks = Set.copyOf(thanks);
    HalfDays.millis(createdAt);
    requiredLicences.forEach(Codes::check);
    Codes.distinct(requiredSkills.stream().map(RequiredSkill::code).toList());
    Codes.distinct(desiredSkills.stream().map(DesiredSkill::code).toList());
  }
}
