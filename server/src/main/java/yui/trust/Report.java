package yui.trust;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;

/** Something that somebody asks the desk to look at. */
record Report(
    UUID id,
    CommunityId communityId,
    Kind aboutKind,
    UUID aboutId,
    PersonId reporter,
    String words,
    State state,
    Instant toldAt,
    @Nullable Instant lookedAt,
    @Nullable PersonId lookedBy,
    @Nullable Instant closedAt,
    @Nullable PersonId closedBy,
    String outcome) {

  /** What it is about. */
  enum Kind {
    PERSON,
    TASK,
    MESSAGE
  }

  /** How far the desk is. */
  enum State {
    RECEIVED,
    LOOKED_AT,
    CLOSED
  }
}
