package yui.places;

import java.nio.charset.StandardCharsets;

/** Postal codes as they are typed. */
public final class PostalCodeFuzz {
  private PostalCodeFuzz() {}

  public static void fuzzerTestOneInput(byte[] typed) {
    PostalCodes.typed(new String(typed, StandardCharsets.UTF_8))
        .ifPresent(code -> PostalCodes.all().find(code));
  }
}
