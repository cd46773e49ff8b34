package yui.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;

/**
 * The programs' door: operations of the contract, bound by their ids. A caller is known and counted
 * before a body is read; a body is checked whole before a verb sees it; what a verb throws leaves
 * as a problem.
 */
public final class Api {
  public static final String BASE = "/api/v1";
  private static final int BODY_LIMIT = 1 << 20;
  private static final String CALLER = "yui.caller";

  private final Contract contract;
  private final Database database;
  private final Authentication authentication;
  private final Limits limits;
  private final Problems problems;
  private final Map<String, Function<Request, Answer>> handlers = new HashMap<>();
  private final Map<String, BiFunction<Request, Tx, Answer>> writers = new HashMap<>();

  public Api(
      Contract contract,
      Database database,
      Authentication authentication,
      Limits limits,
      Words words) {
    this.contract = contract;
    this.database = database;
    this.authentication = authentication;
    this.limits = limits;
    this.problems = new Problems(words);
  }

  /** Binds an operation that looks and changes nothing. */
  public void read(String operationId, BiFunction<Request, Tx, Answer> handler) {
    plain(
        operationId,
        request -> database.read(Scope.of(request.caller()), tx -> handler.apply(request, tx)));
  }

  /** Binds an operation that changes something, in one transaction with its idempotency key. */
  public void write(String operationId, BiFunction<Request, Tx, Answer> handler) {
    bind(operationId);
    writers.put(operationId, handler);
  }

  /** Binds an operation that opens transactions itself, because it also asks the search engine. */
  public void plain(String operationId, Function<Request, Answer> handler) {
    bind(operationId);
    handlers.put(operationId, handler);
  }

  private void bind(String operationId) {
    if (!contract.operationIds().contains(operationId)) {
      throw new IllegalStateException("the contract knows no operation " + operationId);
    }
    if (handlers.containsKey(operationId) || writers.containsKey(operationId)) {
      throw new IllegalStateException("bound twice: " + operationId);
    }
  }

  /** The router to mount; an operation of the contract that nothing answers stops the start. */
  public Router router(Vertx vertx) {
    List<String> unbound =
        contract.operationIds().stream()
            .filter(id -> !handlers.containsKey(id) && !writers.containsKey(id))
            .sorted()
            .toList();
    if (!unbound.isEmpty()) throw new IllegalStateException("unbound operations: " + unbound);
    OpenAPIContract openApi =
        OpenAPIContract.from(vertx, new JsonObject(contract.forRouter().toString())).await();
    RouterBuilder builder = RouterBuilder.create(vertx, openApi);
    // Named a policy, for the router lets nothing else stand before the body.
    builder.rootHandler(
        (SecurityPolicyHandler) context -> guarded(context, () -> meet(context, openApi)));
    builder.rootHandler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT));
    for (OpenAPIRoute route : builder.getRoutes()) {
      Operation operation = route.getOperation();
      route
          .setDoValidation(false)
          .setDoSecurity(false)
          .addHandler(context -> guarded(context, () -> answer(context, operation)));
    }
    Router router = builder.createRouter();
    router.route().last().handler(context -> problems.answer(context, Refusal.notFound(), 404));
    router.route().failureHandler(this::failed);
    for (int status : new int[] {400, 404, 405, 406, 413, 415}) {
      router.errorHandler(status, this::failed);
    }
    router.errorHandler(500, this::failed);
    return router;
  }

  private void failed(RoutingContext context) {
    Throwable thrown = context.failure();
    problems.answer(
        context,
        thrown == null ? new IllegalStateException("status " + context.statusCode()) : thrown,
        context.statusCode());
  }

  private void guarded(RoutingContext context, Runnable work) {
    try {
      work.run();
    } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
      problems.answer(context, e, 0);
    }
  }

  /** Before the body: the address is counted, the token looked up, strangers sent away. */
  private void meet(RoutingContext context, OpenAPIContract openApi) {
    context.request().pause();
    limits.count(Addresses.of(context.request()));
    String path = context.normalizedPath();
    Operation operation = openApi.findOperation(path, context.request().method());
    if (operation == null) {
      if (openApi.findPath(path) != null) {
        problems.answer(context, new IllegalStateException(), 405);
        return;
      }
      throw Refusal.notFound();
    }
    // Whoever comes in is nobody yet, and may still send the token that has just ended.
    Caller caller =
        path.startsWith(BASE + "/login/") && context.request().method() == HttpMethod.POST
            ? Caller.stranger(Languages.accepted(context))
            : authentication.byToken(context.request(), Languages.accepted(context));
    if (caller.isStranger() && !contract.isForStrangers(operation.getOperationId())) {
      throw Refusal.loginNeeded();
    }
    if (!caller.isStranger()) limits.count(caller.known().toString());
    context.put(CALLER, caller);
    context.request().resume();
    context.next();
  }

  private void answer(RoutingContext context, Operation operation) {
    String id = operation.getOperationId();
    Caller caller = Objects.requireNonNull(context.get(CALLER));
    byte[] sent = sent(context);
    JsonNode body = sent.length == 0 ? null : Json.parse(sent);
    List<FieldError> errors =
        new ArrayList<>(
            contract.parameterErrors(id, context.queryParams(), context.request().headers()));
    errors.addAll(contract.bodyErrors(id, body));
    String key = context.request().getHeader("Idempotency-Key");
    boolean keyed = operation.getHttpMethod() == HttpMethod.POST && !caller.isStranger();
    if (keyed && (key == null || key.isBlank())) {
      throw Refusal.of(Refusal.Kind.INVALID, "idempotency_key_missing");
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    Request request = new Request(context, caller, body);
    BiFunction<Request, Tx, Answer> writer = writers.get(id);
    Answer answer;
    if (writer == null) {
      answer = Objects.requireNonNull(handlers.get(id)).apply(request);
    } else {
      answer =
          database.write(
              Scope.of(caller),
              tx ->
                  keyed
                      ? Once.answer(
                          tx,
                          Once.Key.of(caller.known().value(), context.normalizedPath(), key, sent),
                          () -> writer.apply(request, tx))
                      : writer.apply(request, tx));
    }
    send(context, answer);
  }

  private static byte[] sent(RoutingContext context) {
    Buffer buffer = context.body().buffer();
    if (buffer == null || buffer.length() == 0) return new byte[0];
    String type = context.request().getHeader("Content-Type");
    if (type == null || !isJson(type)) {
      throw Refusal.of(Refusal.Kind.WRONG_TYPE, "content_type_not_json");
    }
    return buffer.getBytes();
  }

  private static boolean isJson(String type) {
    String[] parts = type.toLowerCase(java.util.Locale.ROOT).split(";");
    if (!parts[0].strip().equals("application/json")) return false;
    return parts.length == 1 || parts[1].strip().replace("\"", "").equals("charset=utf-8");
  }

  static void send(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response();
    if (response.ended()) return;
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    @Nullable Object body = answer.body();
    if (body == null) {
      response.end();
    } else if (body instanceof byte[] bytes) {
      response.end(Buffer.buffer(bytes));
    } else {
      response.putHeader("Content-Type", "application/json");
      response.end(body instanceof Once.Written written ? written.json() : Json.write(body));
    }
  }
}
