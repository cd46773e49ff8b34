package yui;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Membership;
import yui.core.Role;
import yui.core.Spoken;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.people.Contact;
import yui.people.People;
import yui.privacy.Erasures;
import yui.tasks.TaskCard;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;

/** Where people begin: strangers at the door, everybody else at what waits for them. */
final class HomePages {
  private static final int SOON = 4;

  private final Database database;
  private final People people;
  private final Communities communities;
  private final CommunityPages community;
  private final HostHome.Maker hosts;
  private final DeskHome.Maker desks;
  private final ResidentHome.Maker residents;
  private final Erasures erasures;

  HomePages(
      Database database,
      People people,
      Communities communities,
      CommunityPages community,
      HostHome.Maker hosts,
      DeskHome.Maker desks,
      ResidentHome.Maker residents,
      Erasures erasures) {
    this.database = database;
    this.people = people;
    this.communities = communities;
    this.community = community;
    this.hosts = hosts;
    this.desks = desks;
    this.residents = residents;
    this.erasures = erasures;
  }

  void bind(Pages pages) {
    pages.get("/", this::door);
    // The search engine is asked outside of any transaction.
    pages.getPlain("/me", this::mine);
  }

  private Page door(Form form, Tx tx) {
    List<TaskCard> cards = community.cards(tx, form.lang(), null, SOON);
    List<CommunityPages.Item> all = community.items(tx, form.lang());
    return Page.show(
        "home_stranger", new StrangerHome(cards, !cards.isEmpty(), all, !all.isEmpty()));
  }

  private Page mine(Form form) {
    Caller caller = form.caller();
    caller.known();
    boolean works =
        has(caller, Role.HOST) || has(caller, Role.COORDINATOR) || has(caller, Role.AUDITOR);
    if (caller.isAdmin() && !works) return Page.elsewhere(form.base() + "/admin");
    boolean isResident = read(caller, tx -> people.isResident(tx, caller.known()));
    ResidentHome resident = isResident || !works ? residents.of(form, database) : null;
    return read(
        caller,
        tx ->
            Page.show(
                "home",
                new Home(
                    name(people.contact(tx, caller.known())),
                    leaving(tx, form),
                    hosts.of(form, tx),
                    has(caller, Role.COORDINATOR) ? desks.of(form, tx) : null,
                    audited(form, tx),
                    resident)));
  }

  private String leaving(Tx tx, Form form) {
    return erasures
        .asked(tx, form.caller())
        .map(asked -> Spoken.moment(asked.dueAt(), form.lang()))
        .orElse("");
  }

  private <T> T read(Caller caller, Function<Tx, T> work) {
    return database.read(Scope.of(caller), work);
  }

  // Whoever also sits at the desk finds the same doors there.
  private List<Audited> audited(Form form, Tx tx) {
    return form.caller().memberships().stream()
        .filter(m -> m.role() == Role.AUDITOR)
        .map(Membership::communityId)
        .filter(id -> id != null && !form.caller().coordinates(id))
        .distinct()
        .map(id -> new Audited(id, communities.get(tx, id).name(form.lang())))
        .toList();
  }

  private static boolean has(Caller caller, Role role) {
    return caller.memberships().stream().map(Membership::role).anyMatch(role::equals);
  }

  private static String name(Contact me) {
    return me.name().equals(me.email()) ? me.email().replaceFirst("@.*", "") : me.name();
  }

  record StrangerHome(
      List<TaskCard> tasks,
      boolean hasTasks,
      List<CommunityPages.Item> communities,
      boolean hasCommunities) {}

  /** A community whose books somebody reads. */
  record Audited(CommunityId id, String name) {}

  record Home(
      String person,
      String leaving,
      List<HostHome> host,
      @Nullable DeskHome desk,
      List<Audited> audits,
      @Nullable ResidentHome resident) {}
}
