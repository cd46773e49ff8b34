package yui.applications;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.people.SkillLevel;
import yui.tasks.SlotId;
import yui.tasks.TaskId;

/** An application as it is answered; skills, presence and contact are for the host's side. */
record ApplicationView(
    ApplicationId id,
    TaskId taskId,
    String taskTitle,
    CommunityId communityId,
    PersonId residentId,
    String displayName,
    ApplicationState state,
    List<AppliedSlot> slots,
    int heads,
    String message,
    List<Companion> companions,
    @Nullable List<SkillLevel> skills,
    @Nullable Integer attended,
    List<Warning> warnings,
    @Nullable Reach contact,
    OffsetDateTime appliedAt,
    int version) {

  /** One slot of it, with what is known of the day. */
  record AppliedSlot(
      SlotId slotId,
      OffsetDateTime startsAt,
      OffsetDateTime endsAt,
      ApplicationState state,
      @Nullable OffsetDateTime confirmBy,
      @Nullable String reason,
      @Nullable OffsetDateTime checkedInAt,
      String attendance,
      @Nullable Integer present) {}

  /** What does not fit, in words. */
  record Warning(String code, String detail) {}

  /** How a chosen applicant is reached. */
  record Reach(String name, String email, String phone) {}
}
