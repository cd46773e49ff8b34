package yui.privacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.identity.Recently;
import yui.web.Cursor;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Sheet;
import yui.web.Words;

/**
 * One's own data: what is kept and why, a copy, who looked, leaving; and the desk's entry of it.
 */
public final class PrivacyPages {
  private static final int LINES = 50;

  record Ready(UUID id, String made, String ends) {}

  record Hub(List<Ready> copies, boolean hasCopies, boolean fresh, boolean leaving, String due) {}

  record Look(String at, String who, String what, String community) {}

  record LooksView(List<Look> items, boolean hasItems, String firstHref, String nextHref) {}

  record Keeping(String text, String href) {}

  record LeaveView(
      boolean leaving,
      String due,
      boolean isKept,
      List<Keeping> keeping,
      boolean fresh,
      String grace,
      List<Listed> goes,
      List<Listed> stays) {}

  record Listed(String name, String what) {}

  record Item(String name, String from, String seen, String kept, String end) {}

  record Purpose(String name, List<Item> items) {}

  record RegisterView(List<Purpose> purposes) {}

  record BookView(
      CommunityId communityId,
      String community,
      List<FileBook.Line> lines,
      String csvHref,
      String xlsxHref) {}

  private final Register register;
  private final Records records;
  private final Erasures erasures;
  private final Recently recently;
  private final Communities communities;
  private final FileBook book;
  private final Words words;

  public PrivacyPages(
      Register register,
      Records records,
      Erasures erasures,
      Recently recently,
      Communities communities,
      Words words) {
    this.register = register;
    this.records = records;
    this.erasures = erasures;
    this.recently = recently;
    this.communities = communities;
    this.book = new FileBook(register, words);
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/privacy", (form, tx) -> Page.show("privacy", register(form.lang())));
    pages.get("/me/data", this::hub);
    pages.post(
        "/me/data/copies",
        (form, tx) -> {
          recently.demand(tx, form);
          records.make(tx, form.caller());
          return Page.elsewhere(form.base() + "/me/data", "data_ready");
        });
    pages.atLength("POST /me/data/copies", "copy");
    pages.get(
        "/me/data/copies/:id",
        (form, tx) -> {
          recently.demand(tx, form);
          return new Page.File(
              RecordsFile.TYPE, RecordsFile.NAME, records.fetch(tx, form.caller(), form.id("id")));
        });
    pages.get("/me/data/looks", this::looks);
    pages.get("/me/data/leave", this::leave);
    pages.post(
        "/me/data/leave",
        (form, tx) -> {
          recently.demand(tx, form);
          erasures.ask(tx, form.caller());
          return Page.elsewhere(form.base() + "/me/data/leave", "erasure_asked");
        });
    pages.post(
        "/me/data/leave/undo",
        (form, tx) -> {
          erasures.takeBack(tx, form.caller());
          return Page.elsewhere(form.base() + "/me/data", "erasure_taken_back");
        });
    pages.get("/communities/:cid/personal-data", this::fileBook);
    pages.get(
        "/communities/:cid/personal-data.csv",
        (form, tx) -> file(form, tx, "csv", Sheet.CSV_TYPE, Sheet::csv));
    pages.get(
        "/communities/:cid/personal-data.xlsx",
        (form, tx) -> file(form, tx, "xlsx", Sheet.XLSX_TYPE, Sheet::xlsx));
  }

  private Page hub(Form form, Tx tx) {
    Lang lang = form.lang();
    form.caller().known();
    List<Ready> ready =
        records.list(tx, form.caller()).stream()
            .map(
                made ->
                    new Ready(
                        made.id(),
                        Spoken.moment(made.madeAt(), lang),
                        Spoken.moment(made.endsAt(), lang)))
            .toList();
    String due =
        erasures
            .asked(tx, form.caller())
            .map(asked -> Spoken.moment(asked.dueAt(), lang))
            .orElse("");
    return Page.show(
        "data", new Hub(ready, !ready.isEmpty(), recently.is(tx, form), !due.isEmpty(), due));
  }

  private Page looks(Form form, Tx tx) {
    Lang lang = form.lang();
    List<Looks.Look> found =
        Looks.of(
            tx,
            form.caller().known(),
            lang,
            form.filled("cursor").map(Cursor::decodeId).orElse(null),
            LINES + 1);
    Cursor<Looks.Look> page = Cursor.cut(found, LINES, look -> look.id().toString());
    String at = form.base() + "/me/data/looks";
    String next = page.nextCursor();
    return Page.show(
        "looks",
        new LooksView(
            page.items().stream()
                .map(
                    look ->
                        new Look(
                            LookWords.when(look.at(), lang),
                            LookWords.who(look, words, lang),
                            LookWords.what(look, words, lang),
                            look.community()))
                .toList(),
            !page.items().isEmpty(),
            form.filled("cursor").isPresent() ? at : "",
            next == null ? "" : at + "?cursor=" + next));
  }

  private Page leave(Form form, Tx tx) {
    Lang lang = form.lang();
    List<Keeping> keeping =
        erasures.keeping(tx, form.caller()).stream()
            .map(
                k ->
                    new Keeping(
                        KeepingWords.of(tx, k, words, lang), KeepingWords.href(k, form.base())))
            .toList();
    String due =
        erasures
            .asked(tx, form.caller())
            .map(asked -> Spoken.moment(asked.dueAt(), lang))
            .orElse("");
    return Page.show(
        "leave",
        new LeaveView(
            !due.isEmpty(),
            due,
            !keeping.isEmpty(),
            keeping,
            recently.is(tx, form),
            words.say(lang, "erasure.grace", Map.of("n", erasures.grace().toDays())),
            goes(lang),
            stays(lang)));
  }

  private List<Listed> goes(Lang lang) {
    return listed(
        lang,
        table -> table.end() != Register.End.KEPT && !table.tell().isEmpty(),
        table -> words.say(lang, "data.purpose." + table.purpose()));
  }

  private List<Listed> stays(Lang lang) {
    return listed(
        lang,
        table -> table.end() == Register.End.KEPT,
        table -> words.say(lang, "data.why." + table.why()));
  }

  private List<Listed> listed(
      Lang lang, Predicate<Register.Table> which, Function<Register.Table, String> heading) {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    for (Register.Table table : register.tables()) {
      if (which.test(table)) {
        names
            .computeIfAbsent(heading.apply(table), none -> new LinkedHashSet<>())
            .add(words.say(lang, "data.table." + table.name()));
      }
    }
    List<Listed> listed = new ArrayList<>();
    names.forEach(
        (name, what) ->
            listed.add(new Listed(name, String.join(words.say(lang, "data.and"), what))));
    return listed;
  }

  private RegisterView register(Lang lang) {
    List<Purpose> purposes = new ArrayList<>();
    for (String purpose : register.purposes()) {
      List<Item> items = new ArrayList<>();
      for (Register.Table table : register.of(purpose)) {
        items.add(
            new Item(
                words.say(lang, "data.table." + table.name()),
                words.say(lang, "data.from." + table.from()),
                seen(table, lang),
                words.say(lang, "data.kept." + table.kept()),
                words.say(lang, "data.end." + table.end())));
      }
      purposes.add(new Purpose(words.say(lang, "data.purpose." + purpose), items));
    }
    return new RegisterView(purposes);
  }

  private String seen(Register.Table table, Lang lang) {
    Set<String> seen = new LinkedHashSet<>();
    table.secret().values().forEach(seen::addAll);
    if (seen.size() > 1) seen.remove("NOBODY");
    return seen.stream()
        .map(code -> words.say(lang, "data.seen." + code))
        .reduce((a, b) -> a + words.say(lang, "data.and") + b)
        .orElse(words.say(lang, "data.seen.SELF"));
  }

  private Community community(Form form, Tx tx) {
    CommunityId id = new CommunityId(form.id("cid"));
    FileBook.check(form.caller(), id);
    return communities.get(tx, id);
  }

  private Page fileBook(Form form, Tx tx) {
    Community community = community(form, tx);
    String at = form.base() + "/communities/" + community.id() + "/personal-data";
    return Page.show(
        "file_book",
        new BookView(
            community.id(),
            community.name(form.lang()),
            book.lines(community, form.lang()),
            at + ".csv",
            at + ".xlsx"));
  }

  private Page file(
      Form form, Tx tx, String extension, String type, Function<Sheet, byte[]> written) {
    Community community = community(form, tx);
    return new Page.File(
        type, "personal-data." + extension, written.apply(book.sheet(community, form.lang())));
  }
}
