package yui.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.messages.Messages;
import yui.people.Blocks;
import yui.people.Identity;
import yui.people.People;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Words of thanks, what I do not want, reports, and the desk's part in them. */
public final class TrustPages {
  private static final int MOST = 100;

  record WordsView(
      ApplicationId applicationId,
      String title,
      String other,
      String mine,
      String theirs,
      String waits,
      boolean canWrite,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Choice(String value, String label) {}

  record Blocked(UUID id, String name, String words, String liftHref) {}

  record BlocksView(
      String postHref,
      boolean isGroup,
      String group,
      List<Choice> choices,
      List<Blocked> blocked,
      boolean hasBlocked,
      boolean verified,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Line(
      UUID id,
      String about,
      String href,
      String when,
      String text,
      String quote,
      String state,
      String outcome,
      boolean canLook,
      boolean canClose) {}

  record Standing(String title, String name, String href) {}

  record ReportsView(
      CommunityId communityId,
      String community,
      boolean desk,
      String kind,
      String aboutId,
      List<Line> lines,
      boolean hasLines,
      List<Standing> standing,
      boolean hasStanding,
      List<Choice> groups,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final ThanksWords thanks;
  private final Meetings meetings;
  private final Reports reports;
  private final Communities communities;
  private final People people;
  private final Words words;
  private final Identity identity = new Identity();

  public TrustPages(
      ThanksWords thanks,
      Meetings meetings,
      Reports reports,
      Communities communities,
      People people,
      Words words) {
    this.thanks = thanks;
    this.meetings = meetings;
    this.reports = reports;
    this.communities = communities;
    this.people = people;
    this.words = words;
  }

  public void bind(Pages pages) {
    String at = "/applications/:aid/words";
    pages.get(at, (form, tx) -> wordsPage(form, tx, List.of()));
    pages.post(
        at,
        (form, tx) -> {
          thanks.write(tx, form.caller(), application(form), said(form, "writeWords"));
          return Page.elsewhere(
              form.base() + "/applications/" + application(form) + "/words", "words_kept");
        },
        (form, tx, errors, summary) -> wordsPage(form, tx, mistakes(errors, summary)));
    bindBlocks(pages);
    bindReports(pages);
  }

  private void bindBlocks(Pages pages) {
    pages.get("/me/blocks", (form, tx) -> mine(form, tx, List.of()));
    pages.post(
        "/me/blocks",
        (form, tx) -> {
          ObjectNode body = Json.MAPPER.createObjectNode().put("groupId", form.text("who"));
          form.filled("words").ifPresent(text -> body.put("words", text));
          meetings.block(
              tx, form.caller(), form.body("blockGroup", body, Meetings.GroupEntry.class));
          return Page.elsewhere(form.base() + "/me/blocks", "blocked");
        },
        (form, tx, errors, summary) -> mine(form, tx, mistakes(errors, summary)));
    pages.post(
        "/me/blocks/:bid/lift",
        (form, tx) -> {
          meetings.lift(tx, form.caller(), form.id("bid"));
          return Page.elsewhere(form.base() + "/me/blocks", "block_lifted");
        });
    String group = "/groups/:gid/blocks";
    pages.get(group, (form, tx) -> ofGroup(form, tx, List.of()));
    pages.post(
        group,
        (form, tx) -> {
          ObjectNode body = Json.MAPPER.createObjectNode().put("residentId", form.text("who"));
          form.filled("words").ifPresent(text -> body.put("words", text));
          meetings.block(
              tx,
              form.caller(),
              groupId(form),
              form.body("blockResident", body, Meetings.ResidentEntry.class));
          return Page.elsewhere(form.base() + "/groups/" + groupId(form) + "/blocks", "blocked");
        },
        (form, tx, errors, summary) -> ofGroup(form, tx, mistakes(errors, summary)));
    pages.post(
        group + "/:bid/lift",
        (form, tx) -> {
          meetings.lift(tx, form.caller(), groupId(form), form.id("bid"));
          return Page.elsewhere(
              form.base() + "/groups/" + groupId(form) + "/blocks", "block_lifted");
        });
  }

  private void bindReports(Pages pages) {
    String all = "/communities/:cid/reports";
    pages.get(all, (form, tx) -> reports(form, tx, List.of()));
    pages.post(
        all,
        (form, tx) -> {
          ObjectNode body =
              Json.MAPPER
                  .createObjectNode()
                  .put("aboutKind", form.text("kind"))
                  .put("aboutId", form.text("about"))
                  .put("words", form.text("words"));
          reports.tell(
              tx, form.caller(), community(form), form.body("report", body, Reports.Entry.class));
          return back(form, "reported");
        },
        (form, tx, errors, summary) -> reports(form, tx, mistakes(errors, summary)));
    pages.post(
        all + "/:rid/look",
        (form, tx) -> {
          reports.look(tx, form.caller(), form.id("rid"));
          return back(form, "report_looked_at");
        });
    pages.post(
        all + "/:rid/close",
        (form, tx) -> {
          reports.close(tx, form.caller(), form.id("rid"), said(form, "closeReport"));
          return back(form, "report_closed");
        },
        (form, tx, errors, summary) -> reports(form, tx, mistakes(errors, summary)));
    pages.post(
        "/communities/:cid/identity",
        (form, tx) -> {
          PersonId person =
              identity
                  .byAddress(tx, form.caller(), community(form), form.text("email"))
                  .orElseThrow(() -> Refusal.conflict("resident_unknown"));
          ObjectNode body =
              Json.MAPPER
                  .createObjectNode()
                  .put("communityId", community(form).toString())
                  .put("how", form.text("how"));
          TrustRoutes.IdentityEntry entry =
              form.body("checkIdentity", body, TrustRoutes.IdentityEntry.class);
          identity.check(tx, form.caller(), entry.communityId(), person, entry.how());
          return back(form, "identity_checked");
        },
        (form, tx, errors, summary) -> reports(form, tx, mistakes(errors, summary)));
  }

  private static List<Typed.Mistake> mistakes(Map<String, String> errors, String summary) {
    List<Typed.Mistake> mistakes = new ArrayList<>();
    errors.forEach((at, text) -> mistakes.add(new Typed.Mistake(at.replaceFirst("^/", ""), text)));
    if (mistakes.isEmpty()) mistakes.add(new Typed.Mistake("main", summary));
    return mistakes;
  }

  private static String said(Form form, String operation) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("words", form.text("words"));
    return form.body(operation, body, TrustRoutes.Said.class).words();
  }

  private static ApplicationId application(Form form) {
    return new ApplicationId(form.id("aid"));
  }

  private static GroupId groupId(Form form) {
    return new GroupId(form.id("gid"));
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }

  private static Page back(Form form, String notice) {
    return Page.elsewhere(form.base() + "/communities/" + community(form) + "/reports", notice);
  }

  private Page wordsPage(Form form, Tx tx, List<Typed.Mistake> mistakes) {
    Caller caller = form.caller();
    caller.known();
    ThanksWords.Seen seen = thanks.seen(tx, caller, application(form));
    Application application = thanks.application(tx, caller, seen.id());
    var task = thanks.task(tx, caller, application);
    boolean host = seen.side() == ThanksWords.Side.HOST;
    String other =
        host
            ? people
                .displayNames(tx, List.of(application.personId()))
                .getOrDefault(application.personId(), "")
            : communities.group(tx, task.groupId()).map(Group::name).orElse("");
    boolean shown = seen.shownAt() != null && !seen.shownAt().isAfter(tx.now());
    return Page.show(
        "words",
        new WordsView(
            seen.id(),
            task.title(),
            other,
            seen.mine() == null ? "" : seen.mine().words(),
            seen.theirs() == null ? "" : seen.theirs().words(),
            seen.shownAt() == null || shown
                ? ""
                : words.say(
                    form.lang(),
                    "words.waits",
                    Map.of("day", Spoken.day(seen.shownAt(), form.lang()))),
            seen.mine() == null || !shown,
            !mistakes.isEmpty(),
            mistakes));
  }

  private Page mine(Form form, Tx tx, List<Typed.Mistake> mistakes) {
    PersonId me = form.caller().known();
    List<Choice> choices = new ArrayList<>();
    for (var community : communities.all(tx)) {
      for (Group group : communities.groups(tx, community.id())) {
        choices.add(
            new Choice(group.id().toString(), community.name(form.lang()) + " " + group.name()));
      }
    }
    List<Blocked> blocked =
        meetings.mine(tx, form.caller()).stream()
            .map(
                b ->
                    new Blocked(
                        b.id(),
                        communities.group(tx, b.groupId()).map(Group::name).orElse(""),
                        b.words(),
                        form.base() + "/me/blocks/" + b.id() + "/lift"))
            .toList();
    return Page.show(
        "blocks",
        new BlocksView(
            form.base() + "/me/blocks",
            false,
            "",
            choices,
            blocked,
            !blocked.isEmpty(),
            Identity.isVerified(tx, me),
            !mistakes.isEmpty(),
            mistakes));
  }

  private static final String APPLICANTS =
      """
      select person_id, display_name from group_applicants
      where group_id = $1 order by display_name, person_id limit 500
      """;

  private Page ofGroup(Form form, Tx tx, List<Typed.Mistake> mistakes) {
    GroupId id = groupId(form);
    List<Blocks.Block> all = meetings.of(tx, form.caller(), id);
    Group group = communities.group(tx, id).orElseThrow(Refusal::notFound);
    List<Choice> choices =
        tx.actingFor(
            group.communityId(),
            form.caller(),
            () ->
                tx.list(
                    APPLICANTS,
                    row ->
                        new Choice(
                            row.getUUID("person_id").toString(), row.getString("display_name")),
                    id.value()));
    Map<PersonId, String> names =
        tx.asSystem(
            () -> people.displayNames(tx, all.stream().map(Blocks.Block::personId).toList()));
    List<Blocked> blocked =
        all.stream()
            .map(
                b ->
                    new Blocked(
                        b.id(),
                        names.getOrDefault(b.personId(), ""),
                        b.words(),
                        form.base() + "/groups/" + id + "/blocks/" + b.id() + "/lift"))
            .toList();
    return Page.show(
        "blocks",
        new BlocksView(
            form.base() + "/groups/" + id + "/blocks",
            true,
            group.name(),
            choices,
            blocked,
            !blocked.isEmpty(),
            false,
            !mistakes.isEmpty(),
            mistakes));
  }

  private Page reports(Form form, Tx tx, List<Typed.Mistake> mistakes) {
    Caller caller = form.caller();
    caller.known();
    Lang lang = form.lang();
    CommunityId id = community(form);
    boolean desk = Reports.isDesk(caller, id);
    List<Report> found = reports.list(tx, caller, id, MOST, Optional.empty()).items();
    Map<UUID, Messages.Quoted> quoted = reports.quoted(tx, found);
    List<Line> lines =
        found.stream().map(r -> line(form, r, quoted.get(r.aboutId()), desk, lang)).toList();
    List<Standing> standing =
        desk
            ? meetings.standing(tx, caller, id).stream()
                .map(
                    s ->
                        new Standing(
                            s.title(),
                            people.contact(tx, s.person()).name(),
                            form.base()
                                + "/tasks/"
                                + s.task()
                                + "/applications#a-"
                                + s.application()))
                .toList()
            : List.of();
    List<Choice> groups =
        communities.groups(tx, id).stream()
            .filter(g -> caller.isAdmin() || caller.actsFor(id, g.id()))
            .map(g -> new Choice(g.id().toString(), g.name()))
            .toList();
    return Page.show(
        "reports",
        new ReportsView(
            id,
            communities.get(tx, id).name(lang),
            desk,
            form.text("kind"),
            form.text("about"),
            lines,
            !lines.isEmpty(),
            standing,
            !standing.isEmpty(),
            groups,
            !mistakes.isEmpty(),
            mistakes));
  }

  private Line line(
      Form form, Report r, Messages.@Nullable Quoted quoted, boolean desk, Lang lang) {
    boolean mayAct = desk && !form.caller().is(r.reporter());
    return new Line(
        r.id(),
        words.say(lang, "report.kind." + r.aboutKind()),
        r.aboutKind() == Report.Kind.TASK ? form.base() + "/tasks/" + r.aboutId() : "",
        Spoken.day(r.toldAt(), lang) + " " + Spoken.time(r.toldAt()),
        r.words(),
        quoted == null
            ? ""
            : quoted.from() + "　" + Spoken.moment(quoted.sentAt(), lang) + "\n" + quoted.body(),
        words.say(lang, "report.state." + r.state()),
        r.outcome(),
        mayAct && r.state() == Report.State.RECEIVED,
        mayAct && r.state() != Report.State.CLOSED);
  }
}
