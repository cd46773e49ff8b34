package yui.applications;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.tasks.SlotId;

/**
 * A line of an application's history as one reader may see it.
 *
 * @param by who it was, for those who may know the name
 * @param why what the host's side noted for itself
 * @param standing how the order stood when somebody was chosen, for the host's side
 */
record Happening(
    UUID id,
    OffsetDateTime at,
    String verb,
    String actedAs,
    @Nullable String by,
    @Nullable SlotId slotId,
    ApplicationState state,
    @Nullable String reason,
    @Nullable String why,
    @Nullable Stood standing,
    String detail) {

  /** A place in the order, and what put it there. */
  record Stood(int place, int of, List<String> reasons) {}
}
