package yui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table in a test's text: a line of column names, then a line a row with its name first. */
public final class Table {
  private Table() {}

  /** The cells by row and column; none is empty, none has a space. */
  public static Map<String, Map<String, String>> rows(String text) {
    List<String> lines = text.strip().lines().map(String::strip).toList();
    List<String> columns = List.of(lines.getFirst().split("\\s+"));
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split("\\s+"));
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 1; i < columns.size(); i++) row.put(columns.get(i), cells.get(i));
      rows.put(cells.getFirst(), row);
    }
    return rows;
  }
}
