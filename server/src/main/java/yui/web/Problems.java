package yui.web;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.FieldError;
import yui.core.Lang;
import yui.core.Refusal;

/**
 * The one exit: what went wrong becomes a refusal with words; a fault of ours is logged, not shown.
 */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final Words words;

  Problems(Words words) {
    this.words = words;
  }

  /** Turns anything thrown, or the status a library set, into a refusal; faults become 500. */
  Problem of(Throwable thrown, int libraryStatus, Lang lang, String requestId) {
    if (thrown instanceof Refusal refusal
        && words.find(lang, "problem." + refusal.code()).isPresent()) {
      if (refusal.kind() == Refusal.Kind.UNAVAILABLE) {
        LOG.atWarn()
            .addKeyValue("requestId", requestId)
            .log("unavailable: {}", String.valueOf(refusal.getCause()));
      }
      return problem(
          refusal.kind().status,
          refusal.code(),
          refusal.values(),
          refusal.errors(),
          lang,
          requestId);
    }
    int status = thrown instanceof HttpException said ? said.getStatusCode() : libraryStatus;
    String code =
        switch (status) {
          case 400 -> "bad_request";
          case 404 -> "not_found";
          case 405 -> "method_not_allowed";
          case 406 -> "not_acceptable";
          case 413 -> "body_too_large";
          case 414 -> "address_too_long";
          case 415 -> "content_type_not_json";
          case 431 -> "head_too_large";
          default -> "";
        };
    if (!code.isEmpty() && !(thrown instanceof Refusal)) {
      return problem(status, code, Map.of(), List.of(), lang, requestId);
    }
    LOG.atError().addKeyValue("requestId", requestId).setCause(thrown).log("fault");
    return problem(500, "fault", Map.of(), List.of(), lang, requestId);
  }

  private Problem problem(
      int status,
      String code,
      Map<String, Object> values,
      List<FieldError> errors,
      Lang lang,
      String requestId) {
    return new Problem(
        "https://yui.example/problems/" + code,
        words
            .find(lang, "problem." + code + ".title")
            .orElseGet(() -> words.say(lang, "problem." + code)),
        status,
        code,
        words.say(lang, "problem." + code, values),
        requestId,
        errors.isEmpty() ? null : errors.stream().map(error -> field(error, lang)).toList());
  }

  Problem.Field field(FieldError error, Lang lang) {
    return new Problem.Field(error.pointer(), error.code(), words(error, lang));
  }

  String words(FieldError error, Lang lang) {
    return Words.fill(
        words
            .find(lang, "field." + error.code() + "." + error.values().get("type"))
            .or(() -> words.find(lang, "field." + error.code()))
            .orElseGet(() -> words.say(lang, "field.not_allowed")),
        error.values());
  }

  /** Answers the problem as JSON, unless the answer has begun. */
  void answer(RoutingContext context, Throwable thrown, int libraryStatus) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) return;
    Problem problem =
        of(thrown, libraryStatus, Languages.accepted(context), RequestIds.of(context));
    response.setStatusCode(problem.status());
    response.putHeader("Content-Type", "application/problem+json");
    if (problem.status() == 503 && !response.headers().contains("Retry-After")) {
      response.putHeader("Retry-After", "5");
    }
    if (problem.status() == 429 && !response.headers().contains("Retry-After")) {
      response.putHeader("Retry-After", "60");
    }
    if (problem.status() == 401) response.putHeader("WWW-Authenticate", "Bearer");
    // The unread rest of a refused body would be taken for the next request.
    boolean unread = Bodies.isSent(context.request()) && !context.request().isEnded();
    boolean forgotten = unread && Bodies.isSmall(context.request());
    if (unread && !forgotten) response.putHeader("Connection", "close");
    response.end(Json.write(problem));
    if (forgotten) context.request().resume();
  }
}
