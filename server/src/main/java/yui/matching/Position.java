package yui.matching;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Ids;

/**
 * What an index knows of itself, kept with its files: who it is, and up to which place in the
 * change log and which moment it was fed. A place means something within its epoch only.
 *
 * @param looked what time alone changes is done up to here
 */
record Position(UUID reader, UUID epoch, long xid, long seq, Instant looked) {
  /** Another number means that rows are made otherwise: the index is built anew. */
  private static final String FORMAT = "2";

  /** Where reading begins for an index that takes every row as it is from now on. */
  static Position beginning(UUID reader, ChangeLog.Head head, Instant now) {
    return new Position(reader, head.epoch(), head.firstRunning(), 0, now);
  }

  static UUID newReader() {
    return Ids.next();
  }

  Position after(ChangeLog.Line line) {
    return new Position(reader, epoch, line.xid(), line.seq(), looked);
  }

  Position looked(Instant now) {
    return new Position(reader, epoch, xid, seq, now);
  }

  /** What {@link #toString} wrote; empty for an index that has none or another format's. */
  static Optional<Position> of(@Nullable String text) {
    if (text == null) return Optional.empty();
    String[] parts = text.split(" ");
    if (parts.length != 6 || !parts[0].equals(FORMAT)) return Optional.empty();
    try {
      return Optional.of(
          new Position(
              UUID.fromString(parts[1]),
              UUID.fromString(parts[2]),
              Long.parseLong(parts[3]),
              Long.parseLong(parts[4]),
              Instant.parse(parts[5])));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return String.join(
        " ",
        FORMAT,
        reader.toString(),
        epoch.toString(),
        Long.toString(xid),
        Long.toString(seq),
        looked.toString());
  }
}
