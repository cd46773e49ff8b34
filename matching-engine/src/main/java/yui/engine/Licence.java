package yui.engine;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A licence or course certificate, good through {@code expiresOn}, for ever when that is null. */
public record Licence(String code, @Nullable LocalDate expiresOn) {
  public Licence {
    Codes.check(code);
  }
}
