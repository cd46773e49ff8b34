package yui.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.FieldError;
import yui.core.Lang;
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
  private static final String CALLER = "yui.caller";
  private static final String TAKES_FILES = "yui.takesFiles";

  private final Contract contract;
  private final Database database;
  private final Authentication authentication;
  private final Limits limits;
  private final Words words;
  private final Problems problems;
  private final Map<String, Function<Request, Answer>> handlers = new HashMap<>();
  private final Map<String, BiFunction<Request, Tx, Answer>> writers = new HashMap<>();
  private final Map<String, BiFunction<Tx, JsonNode, List<FieldError>>> checks = new HashMap<>();
  private final Map<String, Function<Request, Object>> before = new HashMap<>();

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
    this.words = words;
    this.problems = new Problems(words);
  }

  /** Binds an operation that looks and changes nothing. */
  public void read(String operationId, BiFunction<Request, Tx, Answer> handler) {
    plain(
        operationId,
        request -> database.read(Scope.of(request.caller()), tx -> handler.apply(request, tx)));
  }

  /** Binds an operation that looks at what may be some seconds old. */
  public void readStale(String operationId, BiFunction<Request, Tx, Answer> handler) {
    plain(
        operationId,
        request ->
            database.readStale(Scope.of(request.caller()), tx -> handler.apply(request, tx)));
  }

  /** Binds an operation that looks, and keeps that somebody did. */
  public void look(String operationId, BiFunction<Request, Tx, Answer> handler) {
    plain(
        operationId,
        request -> database.write(Scope.of(request.caller()), tx -> handler.apply(request, tx)));
  }

  /** Binds an operation that changes something, in one transaction with its idempotency key. */
  public void write(String operationId, BiFunction<Request, Tx, Answer> handler) {
    bind(operationId);
    writers.put(operationId, handler);
  }

  /** Binds an operation that takes files, and what is made of them before its transaction opens. */
  public void upload(
      String operationId,
      Function<Request, Object> before,
      BiFunction<Request, Tx, Answer> handler) {
    write(operationId, handler);
    this.before.put(operationId, before);
  }

  /** Binds an operation that opens transactions itself, because it also asks the search engine. */
  public void plain(String operationId, Function<Request, Answer> handler) {
    bind(operationId);
    handlers.put(operationId, handler);
  }

  /**
   * Binds what else can be told of a body that the contract refuses, so that all its bad fields are
   * named at once; the verb itself is not asked about such a body.
   */
  public void check(String operationId, BiFunction<Tx, JsonNode, List<FieldError>> check) {
    checks.put(operationId, check);
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
    BodyHandler plain = BodyHandler.create(false).setBodyLimit(Bodies.LIMIT);
    builder.rootHandler(
        context -> {
          if (context.get(TAKES_FILES) == null) plain.handle(context);
          else guarded(context, () -> Uploads.receive(context));
        });
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
    Throwable thrown = Bodies.failure(context);
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
    limits.count(Addresses.of(context));
    String path = context.normalizedPath();
    Operation operation = openApi.findOperation(path, context.request().method());
    if (operation == null) {
      List<String> taken = methods(openApi, path);
      if (taken.isEmpty()) throw Refusal.notFound();
      context.response().putHeader("Allow", String.join(", ", taken));
      if (context.request().method() == HttpMethod.OPTIONS) {
        context.response().setStatusCode(204).end();
      } else {
        problems.answer(context, new IllegalStateException(), 405);
      }
      return;
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
    if (contract.takesFiles(operation.getOperationId())) {
      if (!Uploads.isMultipart(context.request())) {
        throw Refusal.of(Refusal.Kind.WRONG_TYPE, "content_type_not_multipart");
      }
      context.put(TAKES_FILES, true);
    } else if (Bodies.isSent(context.request()) && !isJson(context.request())) {
      throw Refusal.of(Refusal.Kind.WRONG_TYPE, "content_type_not_json");
    }
    context.request().resume();
    context.next();
  }

  private static List<String> methods(OpenAPIContract openApi, String path) {
    List<String> taken = new ArrayList<>();
    for (HttpMethod method : HttpMethod.values()) {
      if (openApi.findOperation(path, method) == null) continue;
      taken.add(method.name());
      if (method == HttpMethod.GET) taken.add("HEAD");
    }
    return taken;
  }

  private void answer(RoutingContext context, Operation operation) {
    List<FieldError> torn = Queries.errors(context.request().query());
    if (!torn.isEmpty()) throw Refusal.invalid(torn);
    String id = operation.getOperationId();
    Caller caller = Objects.requireNonNull(context.get(CALLER));
    boolean files = contract.takesFiles(id);
    byte[] sent = files ? Uploads.digest(context) : sent(context);
    JsonNode body = files ? fields(context, id) : sent.length == 0 ? null : Json.parse(sent);
    List<FieldError> errors =
        new ArrayList<>(
            contract.parameterErrors(id, context.queryParams(), context.request().headers()));
    errors.addAll(contract.bodyErrors(id, body));
    String key = context.request().getHeader("Idempotency-Key");
    boolean keyed = operation.getHttpMethod() == HttpMethod.POST && !caller.isStranger();
    if (keyed && (key == null || key.isBlank())) {
      throw Refusal.of(Refusal.Kind.INVALID, "idempotency_key_missing");
    }
    if (!errors.isEmpty()) throw Refusal.invalid(withMore(id, caller, body, errors));
    Request request = new Request(context, caller, body);
    Function<Request, Object> prepared = before.get(id);
    if (prepared != null) request.ready(prepared.apply(request));
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
    send(context, answer, caller.lang());
  }

  private List<FieldError> withMore(
      String id, Caller caller, @Nullable JsonNode body, List<FieldError> errors) {
    BiFunction<Tx, JsonNode, List<FieldError>> check = checks.get(id);
    if (check == null || body == null || !body.isObject()) return errors;
    Set<String> named = new HashSet<>();
    errors.forEach(error -> named.add(error.pointer()));
    List<FieldError> all = new ArrayList<>(errors);
    for (FieldError more : database.read(Scope.of(caller), tx -> check.apply(tx, body))) {
      if (named.add(more.pointer())) all.add(more);
    }
    return all;
  }

  /** The fields of a form as its schema speaks of them; a file that came stands there by name. */
  private JsonNode fields(RoutingContext context, String id) {
    ObjectNode fields = Json.MAPPER.createObjectNode();
    context.request().formAttributes().forEach(e -> fields.put(e.getKey(), e.getValue()));
    for (String name : contract.filesOf(id)) {
      fields.remove(name);
      if (Uploads.file(context, name).isPresent()) fields.put(name, name);
    }
    return fields;
  }

  private static byte[] sent(RoutingContext context) {
    Buffer buffer = context.body().buffer();
    return buffer == null ? new byte[0] : buffer.getBytes();
  }

  private static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    if (type == null) return false;
    String[] parts = type.toLowerCase(Locale.ROOT).split(";");
    if (!parts[0].strip().equals("application/json")) return false;
    return parts.length == 1 || parts[1].strip().replace("\"", "").equals("charset=utf-8");
  }

  private void send(RoutingContext context, Answer answer, Lang lang) {
    HttpServerResponse response = context.response();
    if (response.ended()) return;
    response.setStatusCode(answer.status());
    // Tokens, papers, names: nothing of it stays on the disk of a browser in a library.
    response.putHeader("Cache-Control", "no-store");
    answer.headers().forEach(response::putHeader);
    @Nullable Object body = answer.body();
    if (body == null) {
      response.end();
    } else if (body instanceof byte[] bytes) {
      response.end(Buffer.buffer(bytes));
    } else {
      response.putHeader("Content-Type", "application/json");
      String json = body instanceof Once.Written written ? written.json() : Json.write(body);
      response.end(words.shownIn(lang, json));
    }
  }
}
