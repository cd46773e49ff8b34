package yui.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.FieldError;

/** What of a query means nothing: percents that are no bytes, bytes that are no text. */
final class Queries {
  private Queries() {}

  /** Each parameter that cannot be read, by name. */
  static List<FieldError> errors(@Nullable String query) {
    List<FieldError> errors = new ArrayList<>();
    if (query == null) return errors;
    for (String parameter : query.split("&")) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      String read = text(name);
      if (read == null || text(value) == null) {
        errors.add(new FieldError("#/query/" + (read == null ? name : read), "pattern"));
      }
    }
    return errors;
  }

  private static @Nullable String text(String encoded) {
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
    StringBuilder text = new StringBuilder(encoded.length());
    for (int i = 0; i < encoded.length(); ) {
      if (encoded.charAt(i) != '%') {
        text.append(encoded.charAt(i) == '+' ? ' ' : encoded.charAt(i));
        i++;
        continue;
      }
      bytes.clear();
      for (; i < encoded.length() && encoded.charAt(i) == '%'; i += 3) {
        int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(encoded.charAt(i + 2), 16);
        if (low < 0) return null;
        bytes.put((byte) (high * 16 + low));
      }
      try {
        text.append(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()));
      } catch (CharacterCodingException e) {
        return null;
      }
    }
    return text.toString();
  }
}
