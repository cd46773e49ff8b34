package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each form of each page that people reach is sent twice, as two quick presses do: the second
 * answers the same and changes nothing.
 */
class TwiceTest {
  private static final Pattern LINK = Pattern.compile("<a\\b[^>]*\\bhref=\"(/[^\"#]*)\"");
  private static final Pattern FORM =
      Pattern.compile(
          "<form method=\"post\" action=\"([^\"]+)\"([^>]*)>(.*?)</form>", Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile(
          "<input\\b([^>]*)>|<textarea\\b([^>]*)>(.*?)</textarea>|<select\\b([^>]*)>(.*?)</select>",
          Pattern.DOTALL);
  private static final Pattern BUTTON =
      Pattern.compile("<button\\b([^>]*)name=\"([^\"]+)\" value=\"([^\"]*)\"");
  private static final Pattern OPTION = Pattern.compile("<option value=\"([^\"]+)\"([^>]*)>");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}");
  private static final int MOST_PAGES = 120;
  // What runs by itself, counts looks, or is the memory of repeats.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "errands",
          "idempotency_keys",
          "sessions",
          "outbox",
          "mailbox",
          "mail_keys",
          "ledger_seals",
          "changes",
          "feed_epoch",
          "feed_readers",
          "signing_keys",
          "audit_log",
          "audit_named");

  private record Sent(String action, int status, String location) {}

  @Test
  void everyForm_sentTwice_happensOnce() throws Exception {
    try (Town town = Town.furnished()) {
      String task = town.posted(town.mowing());
      String slot = town.stranger().get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
      for (int i = 1; i <= 3; i++) {
        town.as("r" + i + "@town.example")
            .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
            .is(201);
      }
      town.posted(town.mowing());
      Map<String, Integer> done = new TreeMap<>();
      List<String> wrong = new ArrayList<>();
      for (int round = 0; round < 2; round++) {
        for (String who :
            List.of(
                "ward@town.example",
                "r1@town.example",
                "r2@town.example",
                "desk@town.example",
                "admin@yui.example")) {
          press(town, who, done, wrong);
        }
        if (round == 0) town.reach(town.saturday(9).plus(Duration.ofMinutes(5)));
      }
      System.out.println("sent twice: " + done);
      assertEquals(List.of(), wrong);
      assertTrue(done.size() >= 35, "only " + done.size() + " kinds of forms took what was sent");
    }
  }

  private static void press(Town town, String who, Map<String, Integer> done, List<String> wrong)
      throws Exception {
    Reader reader = town.reader().comesIn(who);
    Deque<String> queue = new ArrayDeque<>(List.of("/me"));
    Set<String> seen = new LinkedHashSet<>(queue);
    Map<String, Integer> kinds = new HashMap<>();
    Set<String> pressed = new LinkedHashSet<>();
    int pages = 0;
    while (!queue.isEmpty() && pages < MOST_PAGES) {
      String path = queue.removeFirst();
      if (kinds.merge(kind(path), 1, Integer::sum) > 2) continue;
      Reader.Seen page = reader.get(path);
      pages++;
      if (page.status() != 200) continue;
      Matcher link = LINK.matcher(page.html());
      while (link.find()) {
        String there = link.group(1).replace("&amp;", "&");
        if (there.matches("/(en|easy|dev|static|api)(/.*)?") || there.contains("logout")) continue;
        if (seen.add(there)) queue.add(there);
      }
      Matcher form = FORM.matcher(page.html());
      while (form.find()) {
        String action = form.group(1).replace("&amp;", "&");
        if (action.endsWith("/logout") || form.group(2).contains("multipart")) continue;
        if (!pressed.add(kind(action) + " " + kind(path))) continue;
        twice(town, reader, path, action, done, wrong);
      }
    }
  }

  /** The page is read anew, so that each form has a key of its own. */
  private static void twice(
      Town town,
      Reader reader,
      String path,
      String action,
      Map<String, Integer> done,
      List<String> wrong)
      throws Exception {
    Matcher form = FORM.matcher(reader.get(path).html());
    while (form.find()) {
      if (!form.group(1).replace("&amp;", "&").equals(action)) continue;
      String[] fields = fields(form.group(3));
      Sent first = sent(reader, action, fields);
      if (first.status() != 303) return;
      Map<String, String> before = rows(town);
      Sent second = sent(reader, action, fields);
      Map<String, String> after = rows(town);
      if (!first.equals(second)) wrong.add(action + " answered " + first + ", then " + second);
      before.forEach(
          (table, rows) -> {
            if (!rows.equals(after.get(table))) wrong.add(action + " changed " + table + " again");
          });
      done.merge(kind(action), 1, Integer::sum);
      return;
    }
  }

  private static Sent sent(Reader reader, String action, String[] fields) throws Exception {
    Reader.Seen seen = reader.post(action, fields);
    return new Sent(action, seen.status(), seen.location());
  }

  /** Every field as it stands, and something where something must stand. */
  private static String[] fields(String html) {
    List<String> all = new ArrayList<>();
    Set<String> chosen = new LinkedHashSet<>();
    Matcher field = FIELD.matcher(html);
    while (field.find()) {
      String input = field.group(1);
      if (input != null) {
        String name = attribute(input, "name");
        String type = attribute(input, "type");
        String value = attribute(input, "value");
        if (name.isEmpty() || name.equals("_csrf") || name.equals("_key")) continue;
        if (type.equals("checkbox") || type.equals("radio")) {
          boolean first = type.equals("radio") && !html.contains("checked") && chosen.add(name);
          if (input.contains(" checked") || first) add(all, name, value);
        } else if (!type.equals("file")) {
          add(all, name, value.isEmpty() ? filler(name, type) : value);
        }
      } else if (field.group(2) != null) {
        String typed = field.group(3);
        add(all, attribute(field.group(2), "name"), typed.isBlank() ? "二度押しました" : typed);
      } else {
        Matcher option = OPTION.matcher(field.group(5));
        String value = "";
        while (option.find()) {
          if (value.isEmpty() || option.group(2).contains("selected")) value = option.group(1);
        }
        add(all, attribute(field.group(4), "name"), value);
      }
    }
    Matcher button = BUTTON.matcher(html);
    if (button.find()) add(all, button.group(2), button.group(3));
    return all.toArray(String[]::new);
  }

  private static String filler(String name, String type) {
    if (type.equals("date")) return "2027-03-01";
    if (type.equals("time")) return "09:00";
    if (type.equals("email")) return "twice@town.example";
    if (type.equals("url")) return "https://twice.example/";
    return name.matches("(?i).*(amount|quantity|count|capacity|present|yen|limit|km).*")
        ? "1"
        : "二度";
  }

  private static void add(List<String> all, String name, String value) {
    if (name.isEmpty()) return;
    all.add(name);
    all.add(value);
  }

  private static String attribute(String tag, String name) {
    Matcher found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
    return found.find() ? found.group(1).replace("&amp;", "&").replace("&quot;", "\"") : "";
  }

  private static String kind(String path) {
    return ID.matcher(path).replaceAll("*").replaceFirst("\\?.*", "");
  }

  /** A digest of each table's rows. */
  private static Map<String, String> rows(Town town) throws Exception {
    Map<String, String> rows = new LinkedHashMap<>();
    try (Connection all = town.superuser();
        Statement statement = all.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery(
              """
              select relname from pg_class
              where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1
              """)) {
        while (names.next()) {
          if (!LEFT_OUT.contains(names.getString(1))) tables.add(names.getString(1));
        }
      }
      StringBuilder sql = new StringBuilder();
      for (String table : tables) {
        if (!sql.isEmpty()) sql.append(" union all ");
        sql.append(
            "select '%1$s', count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') from \"%1$s\" t"
                .formatted(table));
      }
      try (ResultSet all2 = statement.executeQuery(sql.toString())) {
        while (all2.next()) rows.put(all2.getString(1), all2.getString(2));
      }
    }
    return rows;
  }
}
