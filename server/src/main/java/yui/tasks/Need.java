package yui.tasks;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;

/** A problem told by a local, perhaps with the activity they propose; not yet a task. */
public record Need(
    NeedId id,
    CommunityId communityId,
    String words,
    String place,
    NeedState state,
    String answer,
    @Nullable UUID taskId,
    @Nullable String toldBy,
    OffsetDateTime toldAt) {}
