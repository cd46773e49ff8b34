package yui.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** Numbers, telephones and ids as they are typed into forms. */
public final class TypedFuzz {
  private TypedFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String typed = new String(bytes, StandardCharsets.UTF_8);
    JsonNode number = Typed.number(typed);
    if (!number.isNumber() && !number.isTextual()) throw new AssertionError(typed);
    if (number.isNumber() && number.decimalValue().toPlainString().length() > 70) {
      throw new AssertionError(typed);
    }
    if (!Phones.href(typed).matches("tel:[0-9+]*")) throw new AssertionError(typed);
    Json.maybe(typed);
  }
}
