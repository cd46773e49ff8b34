package yui.engine;

import org.jspecify.annotations.Nullable;

/** An input the engine refuses; the code is stable, the message is for developers. */
public final class BadQuery extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String code;

  BadQuery(String code, String message) {
    super(code + ": " + message);
    this.code = code;
  }

  /** For example {@code weights_all_zero}, {@code limit_out_of_range}, {@code place_invalid}. */
  public String code() {
    return code;
  }

  static void unless(boolean good, String code, @Nullable Object found) {
    if (!good) {
      throw new BadQuery(code, String.valueOf(found));
    }
  }
}
