package yui.privacy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import yui.core.Days;
import yui.core.Lang;
import yui.web.Sheet;
import yui.web.Words;

/**
 * A person's copy as a file: JSON for programs, one page to read, a table each for spreadsheets.
 */
final class RecordsFile {
  static final String TYPE = "application/zip";
  static final String NAME = "yui-records.zip";

  private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
  private static final String STYLE =
      "body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
          + "table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
          + "th,td{border:1px solid #999;padding:.2rem .5rem;text-align:left;vertical-align:top}"
          + "small{color:#555}";

  private final Register register;
  private final Words words;

  RecordsFile(Register register, Words words) {
    this.register = register;
    this.words = words;
  }

  byte[] zip(Records.Found found, Instant now, Lang lang) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      put(zip, "index.html", html(found, now, lang).getBytes(StandardCharsets.UTF_8));
      put(zip, "records.json", json(found, now).encodePrettily().getBytes(StandardCharsets.UTF_8));
      for (Register.Table table : register.tables()) {
        List<JsonObject> rows = found.rows().getOrDefault(table.name(), List.of());
        if (!rows.isEmpty()) {
          put(zip, "tables/" + table.name() + ".csv", sheet(table.name(), rows, found, lang).csv());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  private static JsonObject json(Records.Found found, Instant now) {
    JsonObject tables = new JsonObject();
    found.rows().forEach((name, rows) -> tables.put(name, new JsonArray(List.copyOf(rows))));
    JsonArray looks = new JsonArray();
    for (Looks.Look look : found.looks()) {
      looks.add(
          new JsonObject()
              .put("at", Days.at(look.at()).toString())
              .put("deed", look.deed())
              .put("as", look.as())
              .put("name", look.name())
              .put("community", look.community()));
    }
    return new JsonObject()
        .put("madeAt", Days.at(now).toString())
        .put("records", tables)
        .put("names", new JsonObject(new LinkedHashMap<>(found.names())))
        .put("looks", looks);
  }

  private Sheet sheet(String table, List<JsonObject> rows, Records.Found found, Lang lang) {
    List<String> columns = List.copyOf(rows.getFirst().fieldNames());
    List<List<@Nullable Object>> lines = new ArrayList<>();
    for (JsonObject row : rows) {
      List<@Nullable Object> line = new ArrayList<>();
      for (String column : columns) line.add(cell(column, row.getValue(column), found, lang));
      lines.add(line);
    }
    return new Sheet(table, columns.stream().map(c -> column(c, lang)).toList(), lines);
  }

  private String html(Records.Found found, Instant now, Lang lang) {
    String title = words.say(lang, "data.title");
    String made = words.say(lang, "data.file.made", Map.of("when", LookWords.when(now, lang)));
    StringBuilder html =
        new StringBuilder(
            "<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\"><title>%s</title><style>%s</style></head><body><h1>%s</h1><p>%s</p>"
                .formatted(lang.code(), escaped(title), STYLE, escaped(title), escaped(made)));
    for (String purpose : register.purposes()) section(html, purpose, found, lang);
    html.append("<h2>").append(escaped(words.say(lang, "looks.title"))).append("</h2>");
    if (found.looks().isEmpty()) {
      html.append("<p>").append(escaped(words.say(lang, "looks.none"))).append("</p>");
    } else {
      html.append("<table>");
      for (Looks.Look look : found.looks()) {
        html.append("<tr><td>")
            .append(escaped(LookWords.when(look.at(), lang)))
            .append("</td><td>")
            .append(escaped(LookWords.who(look, words, lang)))
            .append("</td><td>")
            .append(escaped(LookWords.what(look, words, lang)))
            .append("</td></tr>");
      }
      html.append("</table>");
    }
    return html.append("</body></html>\n").toString();
  }

  private void section(StringBuilder html, String purpose, Records.Found found, Lang lang) {
    List<Register.Table> told =
        register.of(purpose).stream()
            .filter(table -> !found.rows().getOrDefault(table.name(), List.of()).isEmpty())
            .toList();
    if (told.isEmpty()) return;
    html.append("<h2>").append(escaped(words.say(lang, "data.purpose." + purpose))).append("</h2>");
    for (Register.Table table : told) {
      List<JsonObject> rows = found.rows().getOrDefault(table.name(), List.of());
      html.append("<h3>")
          .append(escaped(words.say(lang, "data.table." + table.name())))
          .append(" <small>")
          .append(escaped(words.say(lang, "data.kept." + table.kept())))
          .append("</small></h3>");
      Sheet sheet = sheet(table.name(), rows, found, lang);
      html.append("<table><tr>");
      for (String heading : sheet.headings()) {
        html.append("<th>").append(escaped(heading)).append("</th>");
      }
      html.append("</tr>");
      for (List<@Nullable Object> line : sheet.rows()) {
        html.append("<tr>");
        for (Object cell : line) {
          html.append("<td>").append(escaped(cell == null ? "" : cell.toString())).append("</td>");
        }
        html.append("</tr>");
      }
      html.append("</table>");
    }
  }

  private String column(String column, Lang lang) {
    return words.find(lang, "data.column." + column).orElse(column);
  }

  private @Nullable Object cell(
      String column, @Nullable Object value, Records.Found found, Lang lang) {
    if (value == null) return null;
    if (column.equals("half_day") && value instanceof Number number) return halfDay(number);
    if (value instanceof Boolean yes) return words.say(lang, yes ? "data.yes" : "data.no");
    if (value instanceof Number number) return number.toString();
    String text = value.toString();
    String name = found.names().get(text);
    if (name != null) return name;
    return column.endsWith("_at") ? moment(text, lang) : text;
  }

  private static String halfDay(Number number) {
    int at = number.intValue();
    return FIRST_DAY.plusDays(at / 2) + (at % 2 == 0 ? ".AM" : ".PM");
  }

  private static String moment(String text, Lang lang) {
    try {
      return LookWords.when(OffsetDateTime.parse(text).toInstant(), lang);
    } catch (DateTimeException e) {
      return text;
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
