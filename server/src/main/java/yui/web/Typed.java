package yui.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** A form as it is first shown. */
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
    Map<String, String> errors = new LinkedHashMap<>();
    fieldErrors.forEach(
        (pointer, text) -> errors.put(pointer.replaceFirst("^/", "").replace('/', '.'), text));
    if (errors.isEmpty()) errors.put("main", summary);
    return new Typed(typed, errors);
  }

  public String value(String name) {
    List<String> all = values.getOrDefault(name, List.of());
    return all.isEmpty() ? "" : all.getFirst();
  }

  public boolean ticked(String name) {
    return !value(name).isEmpty();
  }

  public Field field(String name) {
    return new Field(name, value(name), error(name));
  }

  /** A choice among labels by value; what was chosen is checked. */
  public Choice choice(String name, Map<String, String> labels) {
    Set<String> chosen = Set.copyOf(values.getOrDefault(name, List.of()));
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
