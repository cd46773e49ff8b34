package yui.web;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import yui.core.FieldError;

/**
 * The public promise, {@code openapi.yaml}: which operations there are, who may call them, and what
 * is wrong with an input, every bad field at once. The schemas are JSON Schema 2020-12.
 */
public final class Contract {
  private static final String BASE = "https://yui.example/openapi.json";
  private static final int MOST_ERRORS = 50;

  /** One parameter of an operation, in the query or a header. */
  private record Parameter(
      String name, String in, boolean required, JsonNode schema, Schema checks) {}

  /** What one operation takes. */
  private record Operation(
      @Nullable Schema body,
      boolean bodyRequired,
      List<Parameter> parameters,
      boolean forStrangers,
      Set<String> files) {}

  private final JsonNode tree;
  private final Schema document;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<String, Operation> operations = new HashMap<>();

  private Contract(JsonNode tree) {
    this.tree = tree;
    // One document for all schemas: asked for each by its address, the registry would read and keep
    // the whole contract once a schema.
    this.document =
        SchemaRegistry.withDialect(
                Dialects.getDraft202012(),
                builder ->
                    builder
                        .schemas(Map.of(BASE, tree.toString()))
                        .schemaRegistryConfig(
                            SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()))
            .getSchema(SchemaLocation.of(BASE));
    for (Map.Entry<String, JsonNode> path : tree.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (!method.getValue().has("operationId")) continue;
        String at = "#/paths/" + escaped(path.getKey()) + "/" + method.getKey();
        operations.put(
            method.getValue().path("operationId").asText(),
            operation(at, method.getValue(), path.getValue().path("parameters")));
      }
    }
  }

  public static Contract load() {
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream("openapi.yaml")) {
      if (in == null) throw new IllegalStateException("missing openapi.yaml");
      return new Contract(new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.yaml", e);
    }
  }

  /** The whole document. */
  public JsonNode tree() {
    return tree;
  }

  /**
   * The document as the router library takes it: without what answers hold, because it refuses a
   * contract that answers problem+json or CSV.
   */
  public JsonNode forRouter() {
    JsonNode copy = tree.deepCopy();
    for (JsonNode response : copy.findValues("responses")) {
      for (JsonNode answer : response) ((ObjectNode) answer).remove("content");
    }
    return copy;
  }

  public Set<String> operationIds() {
    return Set.copyOf(operations.keySet());
  }

  /** Whether one may call it without a token. */
  boolean isForStrangers(String operationId) {
    return known(operationId).forStrangers();
  }

  /** Whether it takes a form with files instead of JSON. */
  boolean takesFiles(String operationId) {
    return !known(operationId).files().isEmpty();
  }

  /** The fields of its body that are files. */
  Set<String> filesOf(String operationId) {
    return known(operationId).files();
  }

  /** Every bad field of a body, or none. */
  public List<FieldError> bodyErrors(String operationId, @Nullable JsonNode body) {
    Operation operation = known(operationId);
    if (operation.body() == null) {
      return body == null || body.isEmpty() ? List.of() : List.of(new FieldError("", "unknown"));
    }
    if (body == null) {
      return operation.bodyRequired() ? List.of(new FieldError("", "missing")) : List.of();
    }
    return found(operation.body().validate(body), "");
  }

  /** Every bad query parameter or header, or none. */
  List<FieldError> parameterErrors(String operationId, MultiMap query, MultiMap headers) {
    List<FieldError> errors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Parameter parameter : known(operationId).parameters()) {
      if (parameter.in().equals("path")) continue;
      boolean inQuery = parameter.in().equals("query");
      names.add(parameter.name());
      String at = "#/" + parameter.in() + "/" + parameter.name();
      List<String> values = (inQuery ? query : headers).getAll(parameter.name());
      if (values.isEmpty()) {
        // A missing idempotency key has a code of its own, said where the key is taken.
        if (parameter.required() && inQuery) errors.add(new FieldError(at, "missing"));
      } else if (values.size() > 1) {
        errors.add(new FieldError(at, "repeated"));
      } else if (inQuery || parameter.name().equals("Idempotency-Key")) {
        JsonNode value = value(values.getFirst(), parameter.schema());
        errors.addAll(found(parameter.checks().validate(value), at));
      }
    }
    for (String name : query.names()) {
      if (!names.contains(name)) errors.add(new FieldError("#/query/" + name, "unknown"));
    }
    return errors;
  }

  /** What is wrong with an answer: tests hold every answer against the contract. */
  public List<FieldError> answerErrors(String operationId, int status, JsonNode answer) {
    for (Map.Entry<String, JsonNode> path : tree.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (!method.getValue().path("operationId").asText().equals(operationId)) continue;
        String at =
            "#/paths/" + escaped(path.getKey()) + "/" + method.getKey() + "/responses/" + status;
        JsonNode response = tree.at(JsonPointer.compile(at.substring(1)));
        if (response.isMissingNode()) return List.of(new FieldError("", "status_not_promised"));
        if (response.has("$ref")) at = response.path("$ref").asText();
        JsonNode content = tree.at(JsonPointer.compile(at.substring(1))).path("content");
        if (content.isEmpty()) return List.of();
        String type = content.fieldNames().next();
        if (!type.contains("json")) return List.of();
        return found(schema(at + "/content/" + escaped(type) + "/schema").validate(answer), "");
      }
    }
    return List.of(new FieldError("", "operation_unknown"));
  }

  private Operation known(String operationId) {
    Operation operation = operations.get(operationId);
    if (operation == null) throw new IllegalArgumentException("no operation " + operationId);
    return operation;
  }

  private Operation operation(String at, JsonNode node, JsonNode shared) {
    List<Parameter> parameters = new ArrayList<>();
    addParameters(parameters, shared, at.substring(0, at.lastIndexOf('/')) + "/parameters/");
    addParameters(parameters, node.path("parameters"), at + "/parameters/");
    boolean forStrangers = false;
    for (JsonNode who : node.path("x-who")) forStrangers |= who.asText().equals("ALL");
    JsonNode body = node.path("requestBody");
    if (body.isMissingNode()) return new Operation(null, false, parameters, forStrangers, Set.of());
    String bodyAt = at + "/requestBody";
    if (body.has("$ref")) {
      bodyAt = body.path("$ref").asText();
      body = tree.at(JsonPointer.compile(bodyAt.substring(1)));
    }
    String type = body.path("content").fieldNames().next();
    String schemaAt = bodyAt + "/content/" + escaped(type) + "/schema";
    return new Operation(
        schema(schemaAt),
        body.path("required").asBoolean(),
        parameters,
        forStrangers,
        type.equals("multipart/form-data") ? files(schemaAt) : Set.of());
  }

  /** The fields of a form that are files. */
  private Set<String> files(String schemaAt) {
    JsonNode schema = tree.at(JsonPointer.compile(schemaAt.substring(1)));
    if (schema.has("$ref")) {
      schema = tree.at(JsonPointer.compile(schema.path("$ref").asText().substring(1)));
    }
    Set<String> files = new HashSet<>();
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      if (field.getValue().path("format").asText().equals("binary")) files.add(field.getKey());
    }
    return Set.copyOf(files);
  }

  private void addParameters(List<Parameter> all, JsonNode nodes, String at) {
    for (int i = 0; i < nodes.size(); i++) {
      String where = at + i;
      JsonNode node = nodes.get(i);
      if (node.has("$ref")) {
        where = node.path("$ref").asText();
        node = tree.at(JsonPointer.compile(where.substring(1)));
      }
      JsonNode schema = node.path("schema");
      if (schema.has("$ref")) {
        schema = tree.at(JsonPointer.compile(schema.path("$ref").asText().substring(1)));
      }
      all.add(
          new Parameter(
              node.path("name").asText(),
              node.path("in").asText(),
              node.path("required").asBoolean(),
              schema,
              schema(where + "/schema")));
    }
  }

  private Schema schema(String fragment) {
    return schemas.computeIfAbsent(
        fragment, at -> document.getRefSchema(SchemaLocation.of(BASE + at).getFragment()));
  }

  private static List<FieldError> found(List<Error> errors, String prefix) {
    return errors.stream()
        .map(error -> fieldError(error, prefix))
        .filter(error -> !error.code().isEmpty())
        .sorted(Comparator.comparing(FieldError::pointer))
        .distinct()
        .limit(MOST_ERRORS)
        .toList();
  }

  private static FieldError fieldError(Error error, String prefix) {
    String pointer = prefix + error.getInstanceLocation();
    JsonNode rule = error.getSchemaNode();
    String property = String.valueOf(error.getProperty());
    return switch (error.getKeyword()) {
      case "required" -> new FieldError(pointer + "/" + property, "missing");
      case "additionalProperties", "unevaluatedProperties" ->
          new FieldError(pointer + "/" + property, "unknown");
      case "type" -> new FieldError(pointer, "wrong_type", Map.of("type", rule.asText()));
      case "maxLength" -> tooLong(pointer, rule.asInt(), error.getInstanceNode());
      case "minLength" ->
          rule.asInt() == 1
              ? new FieldError(pointer, "empty")
              : new FieldError(pointer, "too_short", Map.of("min", rule.asInt()));
      case "maximum", "exclusiveMaximum" ->
          new FieldError(pointer, "too_large", Map.of("max", rule.asText()));
      case "minimum", "exclusiveMinimum" ->
          new FieldError(pointer, "too_small", Map.of("min", rule.asText()));
      case "maxItems" -> new FieldError(pointer, "too_many", Map.of("max", rule.asInt()));
      case "minItems" -> new FieldError(pointer, "too_few", Map.of("min", rule.asInt()));
      case "uniqueItems" -> new FieldError(pointer, "repeated");
      case "enum", "const" -> new FieldError(pointer, "not_in_list");
      case "pattern" -> new FieldError(pointer, unfit(rule.asText()));
      case "format" -> new FieldError(pointer, "format_" + rule.asText().replace('-', '_'));
      // Their reasons are named by the errors inside them.
      case "if", "then", "else", "allOf", "anyOf", "oneOf" -> new FieldError(pointer, "");
      default -> new FieldError(pointer, "not_allowed");
    };
  }

  /** Two patterns say what is wrong; of the others the field's own words do. */
  private static String unfit(String pattern) {
    if (pattern.contains("\\u202A")) return "unseen_sign";
    return pattern.contains("退会") ? "name_of_nobody" : "pattern";
  }

  private static FieldError tooLong(String pointer, int max, JsonNode text) {
    String typed = text.asText();
    int length = typed.codePointCount(0, typed.length());
    // With their kind, for words that also tell how long it is.
    return new FieldError(
        pointer, "too_long", Map.of("max", max, "length", length, "type", "text"));
  }

  /** A parameter's text as the JSON its schema speaks of; text that is no number stays text. */
  private static JsonNode value(String text, JsonNode schema) {
    try {
      return switch (schema.path("type").asText()) {
        case "integer" -> BigIntegerNode.valueOf(new BigInteger(text));
        case "number" -> DecimalNode.valueOf(new BigDecimal(text));
        case "boolean" ->
            text.equals("true") || text.equals("false")
                ? BooleanNode.valueOf(text.equals("true"))
                : TextNode.valueOf(text);
        default -> TextNode.valueOf(text);
      };
    } catch (NumberFormatException e) {
      return TextNode.valueOf(text);
    }
  }

  private static String escaped(String segment) {
    return segment.replace("~", "~0").replace("/", "~1");
  }
}
