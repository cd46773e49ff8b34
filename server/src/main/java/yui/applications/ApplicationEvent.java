package yui.applications;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;
import yui.tasks.SlotId;

/**
 * One line of an application's history.
 *
 * @param by null when time did it
 */
public record ApplicationEvent(
    SlotId slotId,
    Instant at,
    @Nullable PersonId by,
    String verb,
    ApplicationState state,
    String reason) {}
