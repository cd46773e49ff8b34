package yui.engine;

import org.jspecify.annotations.Nullable;

/** One question asks for more than an index elsewhere takes; others are answered as ever. */
public final class TooWide extends Unanswered {
  private static final long serialVersionUID = 1L;

  public TooWide(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
