package yui.web;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operation answers: a status, a body for Jackson (or bytes of another type), headers. */
public record Answer(int status, @Nullable Object body, Map<String, String> headers) {

  public static Answer ok(Object body) {
    return new Answer(200, body, Map.of());
  }

  public static Answer created(Object body) {
    return new Answer(201, body, Map.of());
  }

  public static Answer accepted(Object body) {
    return new Answer(202, body, Map.of());
  }

  public static Answer nothing() {
    return new Answer(204, null, Map.of());
  }

  /** A file: its bytes as they are. */
  public static Answer file(String contentType, String name, byte[] bytes) {
    return new Answer(
        200,
        bytes,
        Map.of(
            "Content-Type",
            contentType,
            "Content-Disposition",
            "attachment; filename=\"" + name + "\""));
  }

  /** A picture that never changes; whose it is decides each time it is fetched anew. */
  public static Answer picture(byte[] jpeg) {
    return new Answer(
        200, jpeg, Map.of("Content-Type", "image/jpeg", "Cache-Control", "private, max-age=3600"));
  }

  public static Answer text(String contentType, String text) {
    return new Answer(
        200, text.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", contentType));
  }

  /** Adds the version that a later edit may name in {@code If-Match}. */
  public Answer tagged(int version) {
    Map<String, String> more = new HashMap<>(headers);
    more.put("ETag", "\"" + version + "\"");
    return new Answer(status, body, Map.copyOf(more));
  }
}
