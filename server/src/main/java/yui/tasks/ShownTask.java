package yui.tasks;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.Days;
import yui.photos.Photo;

/** One task as whole as its reader may know it. */
record ShownTask(
    @JsonUnwrapped TaskSummary summary,
    String description,
    List<HardPart> hardParts,
    List<Photo> photos,
    String bring,
    List<String> requiredLicences,
    List<DesiredSkill> desiredSkills,
    String insurance,
    @Nullable OnCall onCall,
    @Nullable String reason,
    @Nullable NeedId needId,
    @Nullable String checkInCode,
    OffsetDateTime createdAt,
    @Nullable OffsetDateTime publishedAt,
    OffsetDateTime changedAt,
    int version) {

  static ShownTask of(Task task, TaskStore.Names names, List<Photo> photos, Sight sight) {
    boolean staff = sight == Sight.STAFF;
    return new ShownTask(
        TaskSummary.of(task, names, sight),
        task.description(),
        task.hardParts(),
        photos,
        task.bring(),
        task.requiredLicences(),
        task.desiredSkills(),
        task.insurance(),
        sight.isExact() ? task.onCall() : null,
        task.reason().isEmpty() ? null : task.reason(),
        staff ? task.needId() : null,
        staff ? task.checkInCode() : null,
        Days.at(task.createdAt()),
        Days.maybeAt(task.publishedAt()),
        Days.at(task.changedAt()),
        task.version());
  }
}
