package yui.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.FieldError;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Pace;

/**
 * A page's request: who, where, and what was typed. Typed text is trimmed; nothing else is touched.
 */
public final class Form {
  private final RoutingContext context;
  private final Caller caller;
  private final Contract contract;
  private final @Nullable Pace pace;

  Form(RoutingContext context, Caller caller, Contract contract) {
    this(context, caller, contract, null);
  }

  private Form(RoutingContext context, Caller caller, Contract contract, @Nullable Pace pace) {
    this.context = context;
    this.caller = caller;
    this.contract = contract;
    this.pace = pace;
  }

  /** The same, for work that takes its time and says how far it is. */
  Form atLength(Pace to) {
    return new Form(context, caller, contract, to);
  }

  /** Where long work says how far it is; null where somebody waits. */
  @Nullable Pace pace() {
    return pace;
  }

  public Caller caller() {
    return caller;
  }

  public Lang lang() {
    return caller.lang();
  }

  /** Where links of this language begin: empty, or {@code /en}. */
  public String base() {
    return lang().path();
  }

  /** A path parameter that is an id; what is no id is not found. */
  public UUID id(String name) {
    return Request.parsedId(context.pathParam(name));
  }

  public String path(String name) {
    return context.pathParam(name);
  }

  /** One field or query parameter, trimmed; empty when absent. */
  public String text(String name) {
    String value = fields().get(name);
    return value == null ? "" : value.strip();
  }

  /** A field that is an id; anything else that stands in it counts as empty. */
  public Optional<UUID> filledId(String name) {
    return filled(name)
        .filter(text -> text.length() == 36)
        .flatMap(
            text -> {
              try {
                return Optional.of(UUID.fromString(text));
              } catch (IllegalArgumentException e) {
                return Optional.empty();
              }
            });
  }

  public Optional<String> filled(String name) {
    return Optional.of(text(name)).filter(value -> !value.isEmpty());
  }

  public List<String> all(String name) {
    return fields().getAll(name).stream().map(String::strip).filter(v -> !v.isEmpty()).toList();
  }

  public boolean ticked(String name) {
    return !text(name).isEmpty();
  }

  /** Every field as typed, for showing it again. */
  public MultiMap fields() {
    return isPost() ? context.request().formAttributes() : context.queryParams();
  }

  public boolean isPost() {
    return context.request().method().name().equals("POST");
  }

  /** A file that came with the form. */
  public Optional<byte[]> file(String name) {
    return Uploads.file(context, name);
  }

  /** Every file that came in one field. */
  public List<byte[]> files(String name) {
    return Uploads.files(context, name);
  }

  /** Where it was sent, whatever the language. */
  String address() {
    String path = context.normalizedPath();
    return Lang.ofPath(path).bare(path);
  }

  byte[] uploadsDigest() {
    return Uploads.digest(context);
  }

  public Optional<String> cookie(String name) {
    return Optional.ofNullable(context.request().getCookie(name)).map(c -> c.getValue());
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  public String remoteAddress() {
    return Addresses.of(context);
  }

  /** The same record an operation's body becomes, checked by the same schema, or a refusal. */
  public <T> T body(String operationId, JsonNode json, Class<T> type) {
    List<FieldError> errors = contract.bodyErrors(operationId, json);
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    return Request.shaped(json, type);
  }
}
