package yui.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yui.core.Refusal;

/** One page of a list; the cursor is opaque to callers and names the last row they saw. */
public record Cursor<T>(List<T> items, @Nullable String nextCursor) {
  private static final char MALFORMED = '\uFFFD';
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,60}");

  /**
   * Cuts a list fetched with one row more than asked for.
   *
   * @param fetched up to {@code limit + 1} rows in the list's order
   * @param place what a row is found by again, e.g. its sort key and id joined by a bar
   */
  public static <T> Cursor<T> cut(List<T> fetched, int limit, Function<T, String> place) {
    if (fetched.size() <= limit) return new Cursor<>(fetched, null);
    List<T> items = List.copyOf(fetched.subList(0, limit));
    return new Cursor<>(items, encode(place.apply(items.getLast())));
  }

  public <U> Cursor<U> map(Function<T, U> shape) {
    return new Cursor<>(items.stream().map(shape).toList(), nextCursor);
  }

  public static String encode(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  /** The id that {@link #encode} hid, for lists in the order of their ids. */
  public static UUID decodeId(String cursor) {
    try {
      return UUID.fromString(decode(cursor));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("#/query/cursor", "cursor_unknown");
    }
  }

  /** The code that {@link #encode} hid, for lists in the order of their codes. */
  public static String decodeCode(String cursor) {
    String code = decode(cursor);
    if (!CODE.matcher(code).matches()) throw Refusal.invalid("#/query/cursor", "cursor_unknown");
    return code;
  }

  /** What {@link #encode} hid, or a refusal naming the parameter. */
  public static String decode(String cursor) {
    try {
      String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (place.chars().noneMatch(c -> c < ' ' || c == MALFORMED)) return place;
    } catch (IllegalArgumentException e) {
      // Refused below, as what decodes to no text is.
    }
    throw Refusal.invalid("#/query/cursor", "cursor_unknown");
  }
}
