package yui.tasks;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Where a slot moves to; without an id the task's only slot. */
public record MovedSlot(
    @Nullable SlotId id,
    OffsetDateTime startsAt,
    OffsetDateTime endsAt,
    @Nullable Integer capacity) {}
