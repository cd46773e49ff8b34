package yui.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.Refusal;

/** One call of an operation, already validated against the contract. */
public final class Request {
  private final RoutingContext context;
  private final Caller caller;
  private final @Nullable JsonNode body;
  private @Nullable Object ready;

  Request(RoutingContext context, Caller caller, @Nullable JsonNode body) {
    this.context = context;
    this.caller = caller;
    this.body = body;
  }

  public Caller caller() {
    return caller;
  }

  /** A path parameter that is an id; what is no id names nothing that exists. */
  public UUID id(String name) {
    return parsedId(context.pathParam(name));
  }

  public String path(String name) {
    return context.pathParam(name);
  }

  public Optional<String> query(String name) {
    return context.queryParam(name).stream().findFirst().filter(v -> !v.isEmpty());
  }

  public Optional<UUID> queryId(String name) {
    return query(name).map(UUID::fromString);
  }

  /** How many items a page holds: as asked for, else the usual. */
  public int limit() {
    return limit(20);
  }

  public int limit(int usual) {
    return query("limit").map(Integer::parseInt).orElse(usual);
  }

  public boolean flag(String name) {
    return query(name).map(Boolean::parseBoolean).orElse(false);
  }

  public boolean hasBody() {
    return body != null;
  }

  /** The body as a record; the contract has checked its shape. */
  public <T> T body(Class<T> type) {
    if (body == null) throw Refusal.of(Refusal.Kind.INVALID, "body_missing");
    return shaped(body, type);
  }

  void ready(Object made) {
    ready = made;
  }

  /** What was made of the files before the transaction opened. */
  public <T> T made(Class<T> type) {
    return type.cast(Objects.requireNonNull(ready));
  }

  /** A file that came with the body. */
  public Optional<byte[]> file(String name) {
    return Uploads.file(context, name);
  }

  /** The version the caller read, when {@code If-Match} was sent. */
  public Optional<Integer> ifMatch() {
    return Optional.ofNullable(context.request().getHeader("If-Match"))
        .filter(tag -> !tag.strip().equals("*"))
        .map(Request::version);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  public String remoteAddress() {
    return Addresses.of(context);
  }

  static UUID parsedId(@Nullable String text) {
    // UUID.fromString takes short forms too; those never name anything of ours.
    if (text == null || text.length() != 36) throw Refusal.notFound();
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.notFound();
    }
  }

  static <T> T shaped(JsonNode body, Class<T> type) {
    try {
      return Json.MAPPER.treeToValue(body, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("contract and " + type.getSimpleName() + " differ", e);
    }
  }

  private static int version(String tag) {
    String bare = tag.replaceFirst("^W/", "").replace("\"", "");
    try {
      return Integer.parseInt(bare);
    } catch (NumberFormatException e) {
      throw Refusal.stale();
    }
  }
}
