package yui.matching;

/**
 * How far the building of an index has come.
 *
 * @param reason why it is built
 * @param total an estimate while rows are read
 * @param secondsLeft at the pace so far; 0 when nothing tells
 */
public record Progress(String reason, Phase phase, long done, long total, long secondsLeft) {

  /** What is read, in this order; changes are what was committed meanwhile. */
  public enum Phase {
    RESIDENTS,
    TASKS,
    CHANGES
  }

  double ratio() {
    return total == 0 ? 0 : Math.min(1, (double) done / total);
  }

  @Override
  public String toString() {
    return "the index is being built (%s): %s, %d of about %d, %d s left"
        .formatted(
            reason, phase.name().toLowerCase(java.util.Locale.ROOT), done, total, secondsLeft);
  }
}
