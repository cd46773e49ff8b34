package yui.core;

import java.util.Map;

/**
 * One bad field: a JSON pointer into the body ({@code /slots/0/capacity}) or {@code #/query/limit}
 * for a parameter, a stable code, and the values its words mention.
 */
public record FieldError(String pointer, String code, Map<String, Object> values) {
  public FieldError(String pointer, String code) {
    this(pointer, code, Map.of());
  }
}
