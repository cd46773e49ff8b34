package yui.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 9457, with a stable code and every bad field. */
record Problem(
    String type,
    String title,
    int status,
    String code,
    String detail,
    @Nullable String requestId,
    @Nullable List<Field> errors) {

  /** One bad field, in words. */
  record Field(String pointer, String code, String detail) {}
}
