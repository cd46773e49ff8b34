package yui.tasks;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.photos.Photo;

/**
 * A problem told by a local, perhaps with the activity they propose; not yet a task.
 *
 * @param household about somebody's house, which is not told here
 * @param tasks what came of it
 */
public record Need(
    NeedId id,
    CommunityId communityId,
    String words,
    String place,
    boolean household,
    List<Photo> photos,
    NeedState state,
    String answer,
    @Nullable UUID taskId,
    List<NeedTask> tasks,
    @Nullable String toldBy,
    @Nullable String tellerPhone,
    @Nullable Boolean mine,
    OffsetDateTime toldAt,
    OffsetDateTime changedAt,
    int version) {}
