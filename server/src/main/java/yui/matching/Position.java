package yui.matching;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A place in the change log, kept with the index; it means something within its epoch only. */
record Position(UUID epoch, long xid, long seq) {

  /** What {@link #toString} wrote; empty for an index that has none. */
  static Optional<Position> of(@Nullable String text) {
    if (text == null) return Optional.empty();
    String[] parts = text.split(":");
    if (parts.length != 3) return Optional.empty();
    try {
      return Optional.of(
          new Position(
              UUID.fromString(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return epoch + ":" + xid + ":" + seq;
  }
}
