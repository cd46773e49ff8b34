package yui.matching;

import java.time.OffsetDateTime;
import java.util.UUID;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.tasks.TaskId;

/** A host's word to a resident; it promises no place. */
public record Invitation(
    UUID id,
    TaskId taskId,
    String taskTitle,
    CommunityId communityId,
    PersonId residentId,
    String displayName,
    String message,
    OffsetDateTime invitedAt,
    boolean applied) {}
