package yui.messages;

import java.time.Instant;
import java.util.UUID;
import yui.core.PersonId;

/** What one side said; it is never changed. */
record Message(UUID id, Side side, PersonId from, String body, Instant sentAt) {}
