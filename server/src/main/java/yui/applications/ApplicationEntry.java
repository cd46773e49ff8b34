package yui.applications;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yui.tasks.SlotId;

/** What an applicant sends. */
record ApplicationEntry(
    List<SlotId> slotIds,
    @Nullable String message,
    @Nullable List<Companion> companions,
    @Nullable Integer sheetVersion) {

  @Override
  public String message() {
    return Objects.requireNonNullElse(message, "");
  }

  @Override
  public List<Companion> companions() {
    return Objects.requireNonNullElse(companions, List.of());
  }
}
