package yui.engine;

import org.jspecify.annotations.Nullable;

/** The index cannot be used as it stands; the cure is a rebuild into a new one. */
public final class BrokenIndex extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the directory. */
  public enum Why {
    /** Files are missing, cut short or altered. */
    DAMAGED,
    /** Written by another version of Lucene or of this engine. */
    OTHER_VERSION,
    /** Another process or engine writes it. */
    IN_USE
  }

  private final Why why;

  public BrokenIndex(Why why, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
