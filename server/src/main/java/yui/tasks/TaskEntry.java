package yui.tasks;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.GroupId;

/** A task as its poster writes it. */
record TaskEntry(
    GroupId groupId,
    @Nullable NeedId needId,
    String title,
    String description,
    @Nullable HardParts hardParts,
    TaskKind kind,
    @Nullable Engagement engagement,
    TaskChange.@Nullable PlaceEntry place,
    @Nullable String bring,
    @Nullable List<RequiredSkillEntry> requiredSkills,
    @Nullable List<String> requiredLicences,
    @Nullable List<TaskChange.DesiredSkillEntry> desiredSkills,
    @Nullable List<TaskChange.SlotEntry> slots,
    @Nullable OffsetDateTime applyUntil,
    @Nullable List<TaskChange.RewardEntry> rewards,
    TaskChange.@Nullable TravelEntry travel,
    @Nullable String insurance,
    @Nullable OnCall onCall,
    @Nullable OffsetDateTime opensAt,
    TaskChange.@Nullable FarEntry far,
    @Nullable List<Equipment> equipment) {

  /** Writing a task is changing an empty one. */
  TaskChange asChange() {
    return new TaskChange(
        title,
        description,
        hardParts,
        kind,
        engagement,
        place,
        bring,
        requiredSkills,
        requiredLicences,
        desiredSkills,
        slots,
        applyUntil,
        rewards,
        travel,
        insurance,
        onCall,
        opensAt,
        far,
        equipment);
  }
}
