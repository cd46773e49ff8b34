package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.core.FieldError;
import yui.core.Lang;
import yui.web.Contract;
import yui.web.Words;

/** The contract keeps its own house rules, whatever is added to it. */
class ContractTest {
  private static final Contract CONTRACT = Contract.load();
  private static final JsonNode TREE = CONTRACT.tree();
  private static final Set<String> ROLES =
      Set.of("ALL", "PERSON", "RESIDENT", "HOST", "COORDINATOR", "AUDITOR", "ADMIN");

  private record Operation(String method, String path, JsonNode node) {
    String id() {
      return node.path("operationId").asText();
    }

    boolean isKeyed() {
      return method.equals("post") && !path.startsWith("/login/");
    }
  }

  @Test
  void load_byTheRouterLibrary_takesEveryOperation() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      OpenAPIContract routed =
          OpenAPIContract.from(vertx, new JsonObject(CONTRACT.forRouter().toString()))
              .toCompletionStage()
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS);
      assertEquals(operations().size(), routed.operations().size());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void operationIds_everywhere_areUnique() {
    List<String> ids = operations().stream().map(Operation::id).toList();
    assertEquals(ids.size(), new HashSet<>(ids).size());
    assertFalse(ids.contains(""));
  }

  @Test
  void keyHeader_onEveryPostButLogin_isRequired() {
    assertEquals(
        List.of(),
        breaking(
            operation -> {
              boolean has = parameters(operation).containsKey("Idempotency-Key");
              return has == operation.isKeyed();
            }));
  }

  @Test
  void who_ofEveryOperation_isToldAndAgreesWithSecurity() {
    assertEquals(
        List.of(),
        breaking(
            operation -> {
              Set<String> who = new HashSet<>();
              operation.node().path("x-who").forEach(role -> who.add(role.asText()));
              JsonNode security = operation.node().path("security");
              boolean open = security.isEmpty() || security.path(0).isEmpty();
              return !who.isEmpty() && ROLES.containsAll(who) && who.contains("ALL") == open;
            }));
  }

  @Test
  void refusals_ofEveryOperation_areProblems() {
    assertEquals(
        List.of(),
        breaking(
            operation -> {
              int refusals = 0;
              for (Map.Entry<String, JsonNode> answer :
                  operation.node().path("responses").properties()) {
                if (answer.getKey().startsWith("2")) continue;
                refusals++;
                JsonNode problem = resolved(answer.getValue()).path("content");
                if (!problem.has("application/problem+json")) return false;
              }
              return refusals > 0;
            }));
  }

  @Test
  void problemsOfOperations_areAnsweredWithAPromisedStatusAndHaveWords() {
    Words words = Words.load();
    assertEquals(
        List.of(),
        breaking(
            operation -> {
              for (Map.Entry<String, JsonNode> problem :
                  operation.node().path("x-problems").properties()) {
                if (!operation.node().path("responses").has(problem.getValue().asText())) {
                  return false;
                }
                if (words.find(Lang.JA, "problem." + problem.getKey()).isEmpty()) return false;
              }
              return true;
            }));
  }

  @Test
  void pathParameters_ofEveryOperation_areDeclared() {
    assertEquals(
        List.of(),
        breaking(
            operation -> {
              Map<String, JsonNode> parameters = parameters(operation);
              for (String segment : operation.path().split("/")) {
                if (segment.startsWith("{")
                    && !parameters.containsKey(segment.substring(1, segment.length() - 1))) {
                  return false;
                }
              }
              return true;
            }));
  }

  @Test
  void limitAndCursor_standTogetherAndAnswerItems() {
    assertEquals(
        List.of(),
        breaking(
            operation -> {
              Map<String, JsonNode> parameters = parameters(operation);
              if (parameters.containsKey("limit") != parameters.containsKey("cursor")) return false;
              if (!parameters.containsKey("limit")) return true;
              JsonNode page =
                  resolved(
                      operation
                          .node()
                          .path("responses")
                          .path("200")
                          .path("content")
                          .path("application/json")
                          .path("schema"));
              return page.path("properties").has("items")
                  && page.path("properties").has("nextCursor");
            }));
  }

  @Test
  void objects_inEverySchema_areClosed() {
    List<String> open = new ArrayList<>();
    walk(
        "#",
        TREE.path("components").path("schemas"),
        (at, node) -> {
          if (speaksOfObjects(node)
              && !node.path("additionalProperties").isBoolean()
              && node.path("additionalProperties").asBoolean(true)) {
            open.add(at);
          }
        });
    assertEquals(List.of(), open);
  }

  @Test
  void texts_thatComeIn_haveAnEnd() {
    List<String> endless = new ArrayList<>();
    for (Operation operation : operations()) {
      JsonNode body = operation.node().path("requestBody").path("content");
      if (body.isMissingNode()) continue;
      incoming(operation.id(), body.path("application/json").path("schema"), endless);
    }
    assertEquals(List.of(), endless);
  }

  @Test
  void examples_ofBodies_passTheirOwnSchema() {
    for (Operation operation : operations()) {
      JsonNode body = operation.node().path("requestBody").path("content").path("application/json");
      if (!body.has("example")) continue;
      assertEquals(
          List.of(), CONTRACT.bodyErrors(operation.id(), body.path("example")), operation.id());
    }
  }

  @Test
  void examples_ofAnswers_passTheirOwnSchema() {
    for (Operation operation : operations()) {
      for (Map.Entry<String, JsonNode> answer : operation.node().path("responses").properties()) {
        JsonNode media = resolved(answer.getValue()).path("content");
        for (JsonNode one : media) {
          if (!one.has("example")) continue;
          assertEquals(
              List.of(),
              CONTRACT.answerErrors(
                  operation.id(), Integer.parseInt(answer.getKey()), one.path("example")),
              operation.id());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "apply          | {}                                    | /slotIds missing",
        "apply          | {'slotIds': 'x'}                      | /slotIds wrong_type",
        "changeMe       | {'name': ''}                          | /name empty",
        "changeMe       | {'name': ' \\u3000 '}                 | /name pattern",
        "changeMe       | {'name': 'a\\n'}                      | /name pattern",
        "changeMe       | {'name': 'a\\u0000b'}                 | /name pattern",
        "changeMe       | {'nam': 'a', 'lang': 'FR'}            | /lang not_in_list, /nam unknown",
        "changeMe       | {'name': '\uD83D\uDE00 \\uD83D\\uDE00 塚'} | ",
        "changeMe       | {'name': 'a\\uD800'}                  | /name pattern",
        "changeMe       | {'name': '\\u202Eakim'}              | /name unseen_sign",
        "changeMe       | {'name': 'mi\\u200Bka'}              | /name unseen_sign",
        "changeMe       | {'name': 'mi\\u200Dka'}              | /name unseen_sign",
        "changeMe       | {'name': 'mika\\uDB40\\uDC41'}       | /name unseen_sign",
        "changeMe       | {'name': '\\uD83D\\uDC69\\uD83C\\uDFFD\\u200D\\uD83C\\uDF3E \\u2764\\uFE0F\\u200D\\uD83D\\uDD25'} | ",
        "changeMe       | {'name': 'mi\\u200Cka'}              | /name unseen_sign",
        "changeMe       | {'name': '\\u0627\\u0645\\u06CC\\u0631\\u200C\\u062D\\u0633\\u06CC\\u0646'} | ",
        "changeMe       | {'name': '\\u0DC1\\u0DCA\\u200D\\u0DBB\\u0DD3'} | ",
        "changeMe       | {'name': ' 退会した人 '}              | /name name_of_nobody",
        "changeMe       | {'name': '\\u3000退会した人\\u3000'}  | /name name_of_nobody",
        "changeMe       | {'name': '退会した人の友'}            | ",
        "putResident    | {'displayName': 'Somebody who left'} | /displayName name_of_nobody",
        "putResident    | {'displayName': '\\u2067みか'}        | /displayName unseen_sign",
        "addGroup       | {'name': '結\\uFEFFの会'}             | /name unseen_sign",
        "tellNeed       | {'words': 'a\\uDC00'}                 | /words pattern",
        "tellNeed       | {'words': 'a\\nb'}                    | ",
        "tellNeed       | {'words': 'a\\u0000b'}                | /words pattern",
        "requestLoginCode | {'email': 'a@b.example\\n'}         | /email pattern",
        "addStay        | {'from': '2026-12-05', 'to': '2026-13-05', 'baseId': 'x'}"
            + " | /baseId format_uuid, /to format_date",
        "addStay        | {'from': '2026-12-05', 'to': '2026-12-06'} | /lat missing, /lon missing",
        "addStay        | {'from': '2026-12-05', 'to': '2026-12-06', 'lat': 51.5, 'lon': -0.1}"
            + " | /lat too_large, /lon too_small",
        "addMembership  | {'email': 'a@b.example', 'role': 'HOST'} | /groupId missing",
        "addMembership  | {'email': 'a@b.example', 'role': 'AUDITOR'} | ",
        "changeTask     | {'rewards': [{'kind': 'CASH', 'amountYen': -1}]}"
            + " | /rewards/0/amountYen too_small",
        "changeTask     | {'rewards': [{'kind': 'CASH', 'amountYen': 3000.5}]}"
            + " | /rewards/0/amountYen wrong_type",
        "changeTask     | {'rewards': [{'kind': 'MEAL', 'amountYen': 1}]}"
            + " | /rewards/0/amountYen not_allowed, /rewards/0/count missing",
        "changeTask     | {'rewards': [{'amountYen': 1}]}       | /rewards/0/kind missing",
        "changeTask     | {'travel': {'policy': 'ACTUAL'}}      | /travel/capYen missing",
        "changeTask     | {'requiredSkills': ['mowing', {'code': 'festival', 'level': 4}]}"
            + " | /requiredSkills/1/level too_large",
        "createTask     | {'kind': 'REMOTE'} | /description missing, /groupId missing, /title missing",
        "createTask     | {'kind': 'WORK', 'groupId': '01939c2e-7b00-7000-8000-000000000021',"
            + " 'title': 'a', 'description': 'b'} | /place missing",
        "changeTask     | {'hardParts': 'steep'}                | ",
        "changeTask     | {'hardParts': [{'note': 'steep'}, 'cold', 7]} | /hardParts/2 wrong_type",
        "changeTask     | {'slots': [{'startsAt': '2026-12-05', 'endsAt': '2026-12-05T11:30:00+09:00',"
            + " 'capacity': 0}]} | /slots/0/capacity too_small, /slots/0/startsAt format_date_time",
        "putAvailability | {'from': '2026-12-05', 'to': '2026-12-05', 'halfDays': ['2026-12-05.PM\\n']}"
            + " | /halfDays/0 pattern",
        "login          | {'challenge': 'abc', 'code': '1234 5678'} | ",
        "login          | {'challenge': 'abc', 'code': '12345'} | /code pattern, /code too_short",
        "select         | {'slotIds': []}                       | /slotIds too_few",
      })
  void bodyErrors_forBadInput_nameEveryFieldAndNothingElse(
      String operation, String body, String expected) throws Exception {
    JsonNode sent = new ObjectMapper().readTree(body.replace('\'', '"'));
    List<String> found =
        CONTRACT.bodyErrors(operation, sent).stream()
            .map(ContractTest::brief)
            .sorted()
            .distinct()
            .toList();
    assertEquals(expected == null ? "" : expected, String.join(", ", found));
  }

  @Test
  void bodyErrors_withoutABodyThatMayBeLeftOut_areNone() {
    assertTrue(CONTRACT.bodyErrors("confirm", null).isEmpty());
  }

  private static String brief(FieldError error) {
    return error.pointer() + " " + error.code();
  }

  private static List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : TREE.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        all.add(new Operation(method.getKey(), path.getKey(), method.getValue()));
      }
    }
    return all;
  }

  private static List<String> breaking(Predicate<Operation> rule) {
    return operations().stream().filter(rule.negate()).map(Operation::id).toList();
  }

  private static Map<String, JsonNode> parameters(Operation operation) {
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    for (JsonNode parameter : operation.node().path("parameters")) {
      JsonNode whole = resolved(parameter);
      byName.put(whole.path("name").asText(), whole);
    }
    return byName;
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? TREE.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static boolean speaksOfObjects(JsonNode node) {
    JsonNode type = node.path("type");
    if (type.isTextual()) return type.asText().equals("object");
    for (JsonNode one : type) if (one.asText().equals("object")) return true;
    return false;
  }

  private static void walk(String at, JsonNode node, BiConsumer<String, JsonNode> visit) {
    visit.accept(at, node);
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      walk(at + "/" + child.getKey(), child.getValue(), visit);
    }
  }

  /** Every text in a body ends: by its length, its pattern, its format or its list of values. */
  private static void incoming(String at, JsonNode schema, List<String> endless) {
    JsonNode whole = resolved(schema);
    if (whole.path("type").asText().equals("string")
        && !whole.has("maxLength")
        && !whole.has("enum")
        && !whole.has("format")
        && !whole.has("pattern")) {
      endless.add(at);
    }
    if (whole.path("type").asText().equals("array") && !whole.has("maxItems")) endless.add(at);
    for (Map.Entry<String, JsonNode> property : whole.path("properties").properties()) {
      incoming(at + "/" + property.getKey(), property.getValue(), endless);
    }
    if (whole.has("items")) incoming(at + "/items", whole.path("items"), endless);
  }
}
