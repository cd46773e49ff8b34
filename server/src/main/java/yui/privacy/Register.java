package yui.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every table and column that says something about people: {@code privacy/register.yaml}. */
public final class Register {
  private static final String FILE = "privacy/register.yaml";

  /** What becomes of a table's rows when their person leaves. */
  public enum End {
    DELETED,
    BLACKENED,
    KEPT
  }

  /**
   * A table and why it is there; codes whose words are {@code data.*}.
   *
   * @param of which rows are somebody's ({@code $1})
   * @param from who told it
   * @param kept how long
   * @param why why rows stay when their person leaves; empty where they do not
   * @param tell columns of a person's copy, in order
   * @param secret columns that say something, with those who may read them
   * @param rest the other columns
   */
  public record Table(
      String name,
      String of,
      String purpose,
      String from,
      String kept,
      End end,
      String why,
      boolean sensitive,
      List<String> tell,
      Map<String, List<String>> secret,
      List<String> rest) {

    /** Every column that is known of. */
    public Set<String> columns() {
      Set<String> columns = new TreeSet<>(tell);
      columns.addAll(secret.keySet());
      columns.addAll(rest);
      return columns;
    }
  }

  private final List<Table> tables;
  private final Set<String> deeds;
  private final Set<String> others;

  private Register(List<Table> tables, Set<String> deeds, Set<String> others) {
    this.tables = tables;
    this.deeds = deeds;
    this.others = others;
  }

  public static Register load() {
    try (InputStream in = Register.class.getClassLoader().getResourceAsStream(FILE)) {
      if (in == null) throw new IllegalStateException("missing " + FILE);
      JsonNode tree = new YAMLMapper().readTree(in);
      List<Table> tables = new ArrayList<>();
      tree.path("tables").properties().forEach(e -> tables.add(table(e.getKey(), e.getValue())));
      return new Register(List.copyOf(tables), words(tree, "deeds"), words(tree, "others"));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  private static Set<String> words(JsonNode tree, String name) {
    return Set.of(tree.path(name).asText().strip().split("\\s+"));
  }

  private static Table table(String name, JsonNode node) {
    Map<String, List<String>> secret = new LinkedHashMap<>();
    node.path("private")
        .properties()
        .forEach(e -> secret.put(e.getKey(), List.of(e.getValue().asText().split(" "))));
    return new Table(
        name,
        node.path("of").asText(),
        node.path("purpose").asText(),
        node.path("from").asText(),
        node.path("kept").asText(),
        End.valueOf(node.path("end").asText()),
        node.path("why").asText(),
        node.path("sensitive").asBoolean(),
        list(node.path("tell")),
        secret,
        list(node.path("rest")));
  }

  private static List<String> list(JsonNode names) {
    List<String> list = new ArrayList<>();
    names.forEach(name -> list.add(name.asText()));
    return List.copyOf(list);
  }

  /** Tables that say something about people. */
  public List<Table> tables() {
    return tables;
  }

  /** Tables in which whoever did a community's deed stands by an opaque id alone. */
  public Set<String> deeds() {
    return deeds;
  }

  /** Tables that say nothing of anybody. */
  public Set<String> others() {
    return others;
  }

  /** The purposes in the order in which they are first named. */
  public Set<String> purposes() {
    Set<String> purposes = new LinkedHashSet<>();
    for (Table table : tables) purposes.add(table.purpose());
    return purposes;
  }

  /** The tables of a purpose. */
  public List<Table> of(String purpose) {
    return tables.stream().filter(table -> table.purpose().equals(purpose)).toList();
  }
}
