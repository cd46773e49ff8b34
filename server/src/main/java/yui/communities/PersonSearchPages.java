package yui.communities;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.core.Caller;
import yui.core.Days;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Words;

/**
 * Where the administrator finds an account when somebody calls. What is searched for is posted, so
 * that no address stands in a log of addresses; each look is kept.
 */
public final class PersonSearchPages {
  private static final String PATH = "/admin/people";
  private static final int MOST = 50;
  private static final int SHORTEST = 2;

  record Item(UUID person, String called, String email, List<String> roles, String since) {}

  record View(
      String asked,
      boolean wasAsked,
      boolean isTooShort,
      List<Item> items,
      boolean hasItems,
      boolean isCut) {}

  private final Database database;
  private final Communities communities;
  private final Words words;

  public PersonSearchPages(Database database, Communities communities, Words words) {
    this.database = database;
    this.communities = communities;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get(PATH, (form, tx) -> page(form, tx, "", false, List.of()));
    pages.postPlain(PATH, form -> database.write(Scope.of(form.caller()), tx -> search(form, tx)));
  }

  private Page search(Form form, Tx tx) {
    Caller caller = form.caller();
    String asked = form.text("q").strip();
    if (!caller.isAdmin()) throw Refusal.forbidden("forbidden");
    if (asked.codePointCount(0, asked.length()) < SHORTEST) {
      return page(form, tx, asked, true, List.of());
    }
    List<FoundPerson> found = communities.searchPersons(tx, asked, MOST + 1);
    List<String> ids = found.stream().map(person -> person.id().toString()).toList();
    Audit.write(tx, caller.known(), null, "persons_searched", Map.of("found", ids));
    return page(form, tx, asked, true, found);
  }

  private Page page(Form form, Tx tx, String asked, boolean wasAsked, List<FoundPerson> found) {
    Caller caller = form.caller();
    caller.known();
    if (!caller.isAdmin()) throw Refusal.forbidden("forbidden");
    Lang lang = form.lang();
    List<Item> items =
        found.stream()
            .limit(MOST)
            .map(
                p ->
                    new Item(
                        p.id(),
                        p.name().isEmpty() ? p.email() : p.name(),
                        p.email(),
                        roles(p, lang),
                        Spoken.dayOfYear(Days.of(p.since()), lang)))
            .toList();
    boolean isTooShort = wasAsked && asked.codePointCount(0, asked.length()) < SHORTEST;
    return Page.show(
        "admin_people",
        new View(asked, wasAsked, isTooShort, items, !items.isEmpty(), found.size() > MOST));
  }

  private List<String> roles(FoundPerson person, Lang lang) {
    List<String> roles = new ArrayList<>();
    if (person.isAdmin()) roles.add(words.say(lang, "role.ADMIN"));
    for (FoundPerson.Held held : person.roles()) {
      roles.add(words.say(lang, "role." + held.role()) + " " + held.community(lang));
    }
    return roles;
  }
}
