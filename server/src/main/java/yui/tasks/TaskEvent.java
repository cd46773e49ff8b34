package yui.tasks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;

/**
 * What somebody did to a task, and when; nobody where time itself did it.
 *
 * @param byDesk whether they were no host of the task's group then
 */
record TaskEvent(
    Instant at,
    @Nullable PersonId by,
    boolean byDesk,
    String verb,
    TaskState state,
    String reason) {}
