package yui.tasks;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.GroupId;

/** A task as lists answer it. */
public record TaskSummary(
    TaskId id,
    CommunityId communityId,
    String communityName,
    GroupId groupId,
    String groupName,
    String title,
    TaskKind kind,
    TaskState state,
    @Nullable ShownPlace place,
    @Nullable Double distanceKm,
    List<RequiredSkill> requiredSkills,
    List<ShownSlot> slots,
    @Nullable OffsetDateTime applyUntil,
    List<ShownReward> rewards,
    ShownTravel travel,
    @Nullable Journey journey) {

  static TaskSummary of(Task task, TaskStore.Names names, Sight sight) {
    return new TaskSummary(
        task.id(),
        task.communityId(),
        names.community(),
        task.groupId(),
        names.group(),
        task.title(),
        task.kind(),
        task.state(),
        ShownPlace.of(task.spot(), sight),
        null,
        task.requiredSkills(),
        task.slots().stream().map(ShownSlot::of).toList(),
        Days.maybeAt(task.applyUntil()),
        task.rewards().stream().map(reward -> ShownReward.of(reward, sight)).toList(),
        ShownTravel.of(task.travel(), sight),
        null);
  }

  public TaskSummary at(@Nullable Double km) {
    return new TaskSummary(
        id,
        communityId,
        communityName,
        groupId,
        groupName,
        title,
        kind,
        state,
        place,
        km,
        requiredSkills,
        slots,
        applyUntil,
        rewards,
        travel,
        journey);
  }

  /** With the reader's own way there. */
  TaskSummary reached(@Nullable Journey by) {
    return new TaskSummary(
        id,
        communityId,
        communityName,
        groupId,
        groupName,
        title,
        kind,
        state,
        place,
        distanceKm,
        requiredSkills,
        slots,
        applyUntil,
        rewards,
        travel,
        by);
  }
}
