package yui.audits;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Cursor;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Words;

/** Where a desk, an auditor or the administrator asks who did what, when and about whom. */
public final class AuditSearchPages {
  private static final int LINES = 50;

  record Choice(String value, String label, boolean checked) {}

  record Item(String at, String who, String words, List<String> about, boolean hasAbout) {}

  record View(
      String back,
      String backWords,
      String action,
      String q,
      String from,
      String to,
      List<Choice> deeds,
      boolean isBadDay,
      String cut,
      List<Item> items,
      boolean hasItems,
      String firstHref,
      String nextHref) {}

  private final Words words;

  public AuditSearchPages(Words words) {
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.getNoted(
        "/communities/:id/audit", (form, tx) -> page(form, tx, new CommunityId(form.id("id"))));
    pages.getNoted("/admin/audit", (form, tx) -> page(form, tx, null));
  }

  private Page page(Form form, Tx tx, @Nullable CommunityId community) {
    Caller caller = form.caller();
    caller.known();
    Lang lang = form.lang();
    String deed = form.text("deed");
    Optional<LocalDate> from = day(form.text("from"));
    Optional<LocalDate> to = day(form.text("to"));
    boolean isBadDay =
        from.isEmpty() && !form.text("from").isBlank()
            || to.isEmpty() && !form.text("to").isBlank();
    AuditSearch.Found found =
        AuditSearch.find(
            tx,
            caller,
            new AuditSearch.Query(
                community,
                form.filled("q").map(String::strip).orElse(null),
                deed.isBlank() ? null : deed,
                from.orElse(null),
                to.orElse(null),
                form.filled("cursor").map(Cursor::decodeId).orElse(null),
                LINES + 1));
    Cursor<AuditSearch.Line> lines = Cursor.cut(found.lines(), LINES, line -> line.id().toString());
    List<Choice> deeds = new ArrayList<>();
    deeds.add(new Choice("", words.say(lang, "audit.all"), deed.isBlank()));
    for (String known : AuditSearch.deeds(tx, caller, community)) {
      deeds.add(new Choice(known, said(known, lang), known.equals(deed)));
    }
    String at = community == null ? "/admin" : "/communities/" + community;
    boolean isDesk = community != null && caller.coordinates(community);
    String action = form.base() + at + "/audit";
    String next = lines.nextCursor();
    return Page.show(
        "audit",
        new View(
            form.base() + (community == null ? "/admin" : isDesk ? at + "/desk" : "/"),
            words.say(
                lang, community == null ? "admin.title" : isDesk ? "desk.title" : "audit.home"),
            action,
            form.text("q"),
            form.text("from"),
            form.text("to"),
            deeds,
            isBadDay,
            found.isCut()
                ? words.say(lang, "audit.cut", Map.of("n", AuditSearch.MOST_PERSONS))
                : "",
            lines.items().stream().map(line -> item(line, lang)).toList(),
            !lines.items().isEmpty(),
            form.filled("cursor").isPresent() ? action + query(form, null) : "",
            next == null ? "" : action + query(form, next)));
  }

  private Item item(AuditSearch.Line line, Lang lang) {
    List<String> about = new ArrayList<>();
    for (Map.Entry<String, String> part : line.about().entrySet()) {
      if (!part.getValue().isBlank() && !part.getValue().equals("null")) {
        about.add(part.getKey() + ": " + part.getValue());
      }
    }
    UUID person = line.personId();
    String who = line.who().isEmpty() && person != null ? person.toString() : line.who();
    return new Item(
        Spoken.dated(Days.of(line.at()), lang) + " " + Spoken.time(line.at()),
        who,
        said(line.deed(), lang),
        about,
        !about.isEmpty());
  }

  // A deed that is not for people to read, or of an older version, is called by its code.
  private String said(String deed, Lang lang) {
    return words.find(lang, "audit.deed." + deed).orElse(deed);
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(text.strip()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String query(Form form, @Nullable String cursor) {
    StringJoiner query = new StringJoiner("&", "?", "");
    for (String name : List.of("q", "deed", "from", "to")) {
      form.filled(name).ifPresent(value -> query.add(name + "=" + encoded(value)));
    }
    if (cursor != null) query.add("cursor=" + encoded(cursor));
    return query.toString();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
