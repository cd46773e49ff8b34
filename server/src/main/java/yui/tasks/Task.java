package yui.tasks;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.PersonId;
import yui.core.Refusal;

/** The posted work, whole, as its own staff see it; holds the rules of its state. */
public record Task(
    TaskId id,
    CommunityId communityId,
    GroupId groupId,
    TaskState state,
    TaskKind kind,
    Engagement engagement,
    String title,
    String description,
    List<HardPart> hardParts,
    @Nullable Spot spot,
    String bring,
    List<RequiredSkill> requiredSkills,
    List<DesiredSkill> desiredSkills,
    List<String> requiredLicences,
    List<Slot> slots,
    List<RewardLine> rewards,
    Travel travel,
    String insurance,
    @Nullable OnCall onCall,
    @Nullable Instant applyUntil,
    Opening opening,
    List<Equipment> equipment,
    int sheetVersion,
    String checkInCode,
    String reason,
    @Nullable NeedId needId,
    PersonId createdBy,
    Instant createdAt,
    @Nullable Instant publishedAt,
    Instant changedAt,
    int version) {

  /** Whether strangers may see it: published and not taken back for review. */
  public boolean isPublic() {
    return publishedAt != null
        && state != TaskState.DRAFT
        && state != TaskState.REVIEW
        && state != TaskState.RETURNED;
  }

  /** Whether one can apply at this moment, slots apart. */
  public boolean isOpen(Instant now) {
    return state == TaskState.OPEN
        && (applyUntil == null || now.isBefore(applyUntil))
        && !opening.isLater(now);
  }

  /** Whether all its days have begun; work without days never has. */
  public boolean isPast(Instant now) {
    return !slots.isEmpty() && slots.stream().allMatch(slot -> slot.isPast(now));
  }

  /** Refuses a verb that this state does not know. */
  public Task mustBe(TaskState... allowed) {
    if (!Arrays.asList(allowed).contains(state)) {
      throw Refusal.conflict("task_state", Map.of("state", state.name()));
    }
    return this;
  }

  /** Refuses an edit of somebody who read an older version. */
  Task mustBeVersion(Optional<Integer> read) {
    if (read.isPresent() && read.get() != version) throw Refusal.stale();
    return this;
  }

  Task answering(NeedId need) {
    return new Task(
        id,
        communityId,
        groupId,
        state,
        kind,
        engagement,
        title,
        description,
        hardParts,
        spot,
        bring,
        requiredSkills,
        desiredSkills,
        requiredLicences,
        slots,
        rewards,
        travel,
        insurance,
        onCall,
        applyUntil,
        opening,
        equipment,
        sheetVersion,
        checkInCode,
        reason,
        need,
        createdBy,
        createdAt,
        publishedAt,
        changedAt,
        version);
  }

  public Optional<Slot> slot(SlotId id) {
    return slots.stream().filter(slot -> slot.id().equals(id)).findFirst();
  }

  public Optional<RewardLine> reward(int line) {
    return rewards.stream().filter(reward -> reward.line() == line).findFirst();
  }
}
