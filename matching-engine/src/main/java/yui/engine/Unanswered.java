package yui.engine;

import org.jspecify.annotations.Nullable;

/** An index elsewhere does not answer, or not so that it could be trusted; says what is wrong. */
public sealed class Unanswered extends RuntimeException permits TooWide {
  private static final long serialVersionUID = 1L;

  public Unanswered(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
