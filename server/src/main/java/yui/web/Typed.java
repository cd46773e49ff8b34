package yui.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a form's page shows: the values, typed or stored, each with its error. A field's name is its
 * JSON pointer with dots: {@code slots.0.capacity}.
 */
public final class Typed {
  /** One field for a template: {@code error} is empty when there is none. */
  public record Field(String id, String value, String error) {}

  /** One of a choice's answers. */
  public record Option(String value, String label, boolean checked) {}

  /** A field whose answers are given. */
  public record Choice(String id, List<Option> options, String error) {}

  /** A line of the summary above a form. */
  public record Mistake(String id, String text) {}

  private final Map<String, List<String>> values;
  private final Map<String, String> errors;

  private Typed(Map<String, List<String>> values, Map<String, String> errors) {
    this.values = values;
    this.errors = errors;
  }

  /** A form as it is first shown, by name. */
  public static Typed stored(Map<String, ?> values) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            texts.put(
                name,
                value instanceof Collection<?> many
                    ? many.stream().map(String::valueOf).toList()
                    : List.of(String.valueOf(value))));
    return new Typed(texts, Map.of());
  }

  /** A refused form, shown again with everything in it. */
  public static Typed refused(Form form, Map<String, String> fieldErrors, String summary) {
    Map<String, List<String>> typed = new LinkedHashMap<>();
    for (String name : form.fields().names()) typed.put(name, form.fields().getAll(name));
    return new Typed(typed, inOrder(errors(fieldErrors, summary), form));
  }

  /** As the fields stand on the page, which sent them so; what it did not send comes last. */
  private static Map<String, String> inOrder(Map<String, String> errors, Form form) {
    List<String> sent = new ArrayList<>();
    form.fields().forEach(field -> sent.add(field.getKey()));
    Map<String, Integer> places = new HashMap<>();
    for (String name : errors.keySet()) {
      int at = sent.indexOf(name);
      for (int i = 0; at < 0 && i < sent.size(); i++) {
        if (sent.get(i).startsWith(name + ".")) at = i;
      }
      places.put(name, at < 0 ? sent.size() : at);
    }
    Map<String, String> inOrder = new LinkedHashMap<>();
    errors.entrySet().stream()
        .sorted(Comparator.comparing(error -> places.getOrDefault(error.getKey(), sent.size())))
        .forEach(error -> inOrder.put(error.getKey(), error.getValue()));
    return inOrder;
  }

  /** A form shown again with everything in it but for what changed. */
  public static Typed again(Form form, Map<String, String> changes) {
    Map<String, List<String>> typed = new LinkedHashMap<>();
    for (String name : form.fields().names()) typed.put(name, form.fields().getAll(name));
    changes.forEach((name, value) -> typed.put(name, List.of(value)));
    return new Typed(typed, Map.of());
  }

  /** A form as it is first shown: empty, or with what is stored. */
  public static Typed of(JsonNode stored) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    flatten("", stored, values);
    return new Typed(values, Map.of());
  }

  /**
   * A refused form, shown again: the body that was made of it, with the errors that point into it.
   */
  public static Typed refused(JsonNode body, Map<String, String> fieldErrors, String summary) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    flatten("", body, values);
    return new Typed(values, errors(fieldErrors, summary));
  }

  private static Map<String, String> errors(Map<String, String> fieldErrors, String summary) {
    Map<String, String> errors = new LinkedHashMap<>();
    fieldErrors.forEach(
        (pointer, text) -> errors.put(pointer.replaceFirst("^/", "").replace('/', '.'), text));
    if (errors.isEmpty()) errors.put("main", summary);
    return errors;
  }

  private static void flatten(String at, JsonNode node, Map<String, List<String>> values) {
    switch (node.getNodeType()) {
      case OBJECT ->
          node.properties()
              .forEach(
                  e ->
                      flatten(
                          at.isEmpty() ? e.getKey() : at + "." + e.getKey(), e.getValue(), values));
      case ARRAY -> {
        for (int i = 0; i < node.size(); i++) {
          if (node.get(i).isContainerNode()) flatten(at + "." + i, node.get(i), values);
          else values.computeIfAbsent(at, name -> new ArrayList<>()).add(node.get(i).asText());
        }
      }
      case NULL, MISSING -> {}
      default ->
          values.put(
              at,
              List.of(node.isBigDecimal() ? node.decimalValue().toPlainString() : node.asText()));
    }
  }

  private static final Pattern BETWEEN_THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}(?!\\d))");

  /**
   * A number as JSON, however wide its digits, with commas between thousands or a yen sign as it is
   * shown; other text stays text and is refused as such.
   */
  public static JsonNode number(String typed) {
    String plain = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
    plain = BETWEEN_THOUSANDS.matcher(plain).replaceAll("");
    if (plain.endsWith("円")) plain = plain.substring(0, plain.length() - 1).strip();
    // No exponents: spelling out the digits of 1e400000000 would hold up everybody.
    if (!plain.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?")) return TextNode.valueOf(typed);
    BigDecimal number = new BigDecimal(plain);
    return number.scale() <= 0
        ? BigIntegerNode.valueOf(number.toBigInteger())
        : DecimalNode.valueOf(number);
  }

  /** How many rows a list of the form has. */
  public int rows(String list) {
    int rows = 0;
    for (String name : values.keySet()) {
      if (!name.startsWith(list + ".")) continue;
      String index = name.substring(list.length() + 1).replaceFirst("\\..*", "");
      if (index.matches("\\d{1,4}")) rows = Math.max(rows, Integer.parseInt(index) + 1);
    }
    return rows;
  }

  public String value(String name) {
    List<String> all = values.getOrDefault(name, List.of());
    return all.isEmpty() ? "" : all.getFirst();
  }

  public Field field(String name) {
    return new Field(name, value(name), error(name));
  }

  /** A choice among labels by value; what was chosen is checked. */
  public Choice choice(String name, Map<String, String> labels) {
    return choice(name, labels, List.of());
  }

  /** A choice among labels by value; nothing chosen yet, the usual is checked. */
  public Choice choice(String name, Map<String, String> labels, List<String> usual) {
    Set<String> chosen = Set.copyOf(values.getOrDefault(name, usual));
    List<Option> options = new ArrayList<>();
    labels.forEach((value, label) -> options.add(new Option(value, label, chosen.contains(value))));
    return new Choice(name, options, error(name));
  }

  /** The field's own error, or that of something in it. */
  private String error(String name) {
    String own = errors.get(name);
    if (own != null) return own;
    return errors.entrySet().stream()
        .filter(e -> e.getKey().startsWith(name + "."))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  public boolean hasErrors() {
    return !errors.isEmpty();
  }

  public List<Mistake> errors() {
    return errors.entrySet().stream().map(e -> new Mistake(e.getKey(), e.getValue())).toList();
  }
}
