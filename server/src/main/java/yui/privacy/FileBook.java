package yui.privacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.communities.Community;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Refusal;
import yui.web.Sheet;
import yui.web.Words;

/**
 * A community's entry for the register of personal information files (個人情報ファイル簿, Act on the
 * Protection of Personal Information, article 75): made from the register; what the program cannot
 * know is left to be written in.
 */
final class FileBook {
  /** An item of the form and what is written there. */
  record Line(String item, String text) {}

  private final Register register;
  private final Words words;

  FileBook(Register register, Words words) {
    this.register = register;
    this.words = words;
  }

  /** Refuses whoever neither keeps nor audits this community's files. */
  static void check(Caller caller, CommunityId community) {
    if (caller.isAdmin() || caller.coordinates(community) || caller.audits(community)) return;
    if (caller.isStranger()) throw Refusal.loginNeeded();
    throw caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
  }

  List<Line> lines(Community community, Lang lang) {
    List<Line> lines = new ArrayList<>();
    String name = community.name(lang);
    String office = community.officeName().isEmpty() ? blank(lang) : community.officeName();
    add(lines, lang, "name", words.say(lang, "file_book.value.name"));
    add(lines, lang, "organisation", name);
    add(lines, lang, "desk", office);
    add(lines, lang, "purpose", purposes(lang));
    add(lines, lang, "items", items(lang));
    add(lines, lang, "scope", words.say(lang, "file_book.value.scope"));
    add(lines, lang, "collected", collected(lang));
    add(lines, lang, "sensitive", sensitive(lang));
    add(lines, lang, "recipients", words.say(lang, "file_book.value.recipients"));
    add(lines, lang, "requests", office + " " + blank(lang));
    add(lines, lang, "procedure", words.say(lang, "file_book.value.procedure"));
    add(lines, lang, "kind", words.say(lang, "file_book.value.kind"));
    add(lines, lang, "proposals", blank(lang));
    add(lines, lang, "kept", kept(lang));
    add(lines, lang, "remarks", words.say(lang, "file_book.value.remarks"));
    return lines;
  }

  private void add(List<Line> lines, Lang lang, String item, String text) {
    lines.add(new Line(words.say(lang, "file_book." + item), text));
  }

  private String blank(Lang lang) {
    return words.say(lang, "file_book.to_fill");
  }

  private String purposes(Lang lang) {
    List<String> purposes = new ArrayList<>();
    int number = 1;
    for (String purpose : register.purposes()) {
      purposes.add(number++ + " " + words.say(lang, "data.purpose." + purpose));
    }
    return String.join("\n", purposes);
  }

  private String items(Lang lang) {
    List<String> items = new ArrayList<>();
    int number = 1;
    for (String purpose : register.purposes()) {
      String names =
          register.of(purpose).stream()
              .map(table -> words.say(lang, "data.table." + table.name()))
              .distinct()
              .collect(Collectors.joining(words.say(lang, "data.and")));
      items.add(number++ + " " + names);
    }
    return String.join("\n", items);
  }

  private String collected(Lang lang) {
    Set<String> from = new LinkedHashSet<>();
    for (Register.Table table : register.tables()) {
      from.add(words.say(lang, "data.from." + table.from()));
    }
    return String.join(words.say(lang, "data.and"), from);
  }

  private String sensitive(Lang lang) {
    String names =
        register.tables().stream()
            .filter(Register.Table::sensitive)
            .map(table -> words.say(lang, "data.table." + table.name()))
            .distinct()
            .collect(Collectors.joining(words.say(lang, "data.and")));
    return words.say(lang, "file_book.value.sensitive", Map.of("names", names));
  }

  private String kept(Lang lang) {
    Map<String, Set<String>> kept = new LinkedHashMap<>();
    for (Register.Table table : register.tables()) {
      kept.computeIfAbsent(
              words.say(lang, "data.kept." + table.kept()), none -> new LinkedHashSet<>())
          .add(words.say(lang, "data.table." + table.name()));
    }
    List<String> lines = new ArrayList<>();
    kept.forEach(
        (time, names) -> lines.add(time + ": " + String.join(words.say(lang, "data.and"), names)));
    return String.join("\n", lines);
  }

  Sheet sheet(Community community, Lang lang) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Line line : lines(community, lang)) rows.add(List.of(line.item(), line.text()));
    return new Sheet(
        words.say(lang, "file_book.short"),
        List.of(words.say(lang, "file_book.item"), words.say(lang, "file_book.text")),
        rows);
  }
}
