package yui.incidents;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.tasks.TaskId;

/**
 * Something that went wrong.
 *
 * @param respondedAt when somebody first saw to it
 */
record Incident(
    UUID id,
    CommunityId communityId,
    @Nullable TaskId taskId,
    Instant happenedAt,
    Instant toldAt,
    PersonId toldBy,
    Severity severity,
    String words,
    @Nullable Instant respondedAt,
    @Nullable PersonId respondedBy,
    String response,
    @Nullable Instant closedAt,
    @Nullable PersonId closedBy,
    String outcome) {

  /** How bad it was, from what nearly happened. */
  enum Severity {
    NEAR_MISS,
    MINOR,
    SERIOUS,
    GRAVE
  }
}
