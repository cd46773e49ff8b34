package yui.core;

import java.util.List;
import java.util.Map;

/**
 * The one way a room says no: a kind, a stable code, and values for the words people read. Thrown
 * anywhere, answered in one place as a problem (RFC 9457) or a page.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The closed set of refusals, each with its HTTP status. */
  public enum Kind {
    INVALID(400),
    LOGIN_NEEDED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    STALE(412),
    TOO_LARGE(413),
    WRONG_TYPE(415),
    REUSED(422),
    TOO_MANY(429),
    UNAVAILABLE(503);

    public final int status;

    Kind(int status) {
      this.status = status;
    }
  }

  private final Kind kind;
  private final String code;
  private final transient Map<String, Object> values;
  private final transient List<FieldError> errors;

  private Refusal(Kind kind, String code, Map<String, Object> values, List<FieldError> errors) {
    super(errors.isEmpty() ? code : code + " " + errors);
    this.kind = kind;
    this.code = code;
    this.values = values;
    this.errors = errors;
  }

  public static Refusal of(Kind kind, String code, Map<String, Object> values) {
    return new Refusal(kind, code, values, List.of());
  }

  public static Refusal of(Kind kind, String code) {
    return of(kind, code, Map.of());
  }

  /** Names every bad field at once. */
  public static Refusal invalid(List<FieldError> errors) {
    return new Refusal(Kind.INVALID, "invalid_input", Map.of(), List.copyOf(errors));
  }

  public static Refusal invalid(String pointer, String code) {
    return invalid(List.of(new FieldError(pointer, code)));
  }

  public static Refusal loginNeeded() {
    return of(Kind.LOGIN_NEEDED, "login_needed");
  }

  /** Also for what the caller may not know of. */
  public static Refusal notFound() {
    return of(Kind.NOT_FOUND, "not_found");
  }

  public static Refusal forbidden(String code) {
    return of(Kind.FORBIDDEN, code);
  }

  public static Refusal conflict(String code) {
    return of(Kind.CONFLICT, code);
  }

  public static Refusal conflict(String code, Map<String, Object> values) {
    return of(Kind.CONFLICT, code, values);
  }

  /** The thing was changed since the caller read it. */
  public static Refusal stale() {
    return of(Kind.STALE, "stale");
  }

  public Kind kind() {
    return kind;
  }

  public String code() {
    return code;
  }

  public Map<String, Object> values() {
    return values;
  }

  public List<FieldError> errors() {
    return errors;
  }
}
