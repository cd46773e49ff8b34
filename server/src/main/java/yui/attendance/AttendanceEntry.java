package yui.attendance;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the host's side says. */
record AttendanceEntry(
    AttendanceState state,
    @Nullable Integer present,
    @Nullable List<EarnedLine> earned,
    @Nullable String note) {

  @Override
  public List<EarnedLine> earned() {
    return Objects.requireNonNullElse(earned, List.of());
  }

  @Override
  public String note() {
    return Objects.requireNonNullElse(note, "");
  }
}
