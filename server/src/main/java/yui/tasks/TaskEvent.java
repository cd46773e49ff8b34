package yui.tasks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;

/** What somebody did to a task, and when; nobody where time itself did it. */
record TaskEvent(Instant at, @Nullable PersonId by, String verb, TaskState state, String reason) {}
