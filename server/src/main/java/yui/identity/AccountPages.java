package yui.identity;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import yui.communities.Communities;
import yui.communities.FoundPerson;
import yui.core.Caller;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** One account as the administrator sees it; each look is kept. */
public final class AccountPages {
  private static final String PATH = "/admin/people/:pid";

  record Held(UUID communityId, String role, String community) {}

  record View(
      UUID person,
      String called,
      String email,
      String since,
      boolean adminOfAll,
      List<Held> roles,
      boolean hasRoles,
      String locked,
      boolean isOwn,
      String open,
      boolean hasOpen,
      String seen,
      String factors,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Database database;
  private final Communities communities;
  private final Accounts accounts;
  private final Words words;

  public AccountPages(Database database, Communities communities, Logins logins, Words words) {
    this.database = database;
    this.communities = communities;
    this.accounts = new Accounts(logins.wallClock());
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.getPlain(PATH, this::look);
    bind(pages, "/lock", (form, tx) -> accounts.lock(tx, form.caller(), person(form)), "locked");
    bind(
        pages,
        "/unlock",
        (form, tx) -> accounts.unlock(tx, form.caller(), person(form)),
        "unlocked");
    bind(
        pages,
        "/log-out",
        (form, tx) -> accounts.logOut(tx, form.caller(), person(form)),
        "logged_out");
  }

  private interface Deed {
    void on(Form form, Tx tx);
  }

  private void bind(Pages pages, String deed, Deed work, String done) {
    pages.post(
        PATH + deed,
        (form, tx) -> {
          work.on(form, tx);
          return Page.elsewhere(form.base() + "/admin/people/" + person(form), "account_" + done);
        },
        (form, tx, errors, summary) -> page(form, tx, Typed.refused(form, errors, summary)));
  }

  private static PersonId person(Form form) {
    return new PersonId(form.id("pid"));
  }

  private Page look(Form form) {
    Caller caller = form.caller();
    Function<Tx, Page> shown =
        tx -> {
          Page page = page(form, tx, Typed.stored(Map.of()));
          Audit.write(
              tx,
              caller.known(),
              null,
              "person_looked_at",
              Map.of("personId", person(form).toString()));
          return page;
        };
    return database.write(Scope.of(caller), shown);
  }

  private Page page(Form form, Tx tx, Typed typed) {
    Caller caller = form.caller();
    caller.known();
    if (!caller.isAdmin()) throw Refusal.forbidden("forbidden");
    Lang lang = form.lang();
    FoundPerson found = communities.person(tx, person(form)).orElseThrow(Refusal::notFound);
    Accounts.Standing standing = accounts.standing(tx, person(form));
    return Page.show(
        "admin_person",
        new View(
            found.id(),
            found.name().isEmpty() ? found.email() : found.name(),
            found.email(),
            Spoken.dayOfYear(Days.of(found.since()), lang),
            found.isAdmin(),
            found.roles().stream()
                .map(
                    held ->
                        new Held(
                            held.communityId(),
                            words.say(lang, "role." + held.role()),
                            held.community(lang)))
                .toList(),
            found.isAdmin() || !found.roles().isEmpty(),
            standing.lockedAt() == null ? "" : Spoken.momentOfYear(standing.lockedAt(), lang),
            caller.is(person(form)),
            Long.toString(standing.openLogins()),
            standing.openLogins() > 0,
            standing.seenAt() == null ? "" : Spoken.momentOfYear(standing.seenAt(), lang),
            Long.toString(standing.factors()),
            typed.hasErrors(),
            typed.errors()));
  }
}
