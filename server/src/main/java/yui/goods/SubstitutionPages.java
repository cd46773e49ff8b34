package yui.goods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.Applications;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.OwedLine;
import yui.ledger.OwedLines;
import yui.ledger.Said;
import yui.ledger.Units;
import yui.people.People;
import yui.tasks.Task;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Proposing something else, and the answer: on a page of one's own, or by a letter's link. */
public final class SubstitutionPages {
  private static final int MOST = 30;
  private static final int UNITS = 1_000;

  record Past(
      UUID id, String words, String reason, String state, String stateWords, boolean waits) {}

  record ProposeView(
      UUID applicationId,
      UUID taskId,
      String title,
      String name,
      boolean owes,
      int line,
      String owed,
      Typed.Field quantity,
      String measure,
      Typed.Choice newUnit,
      Typed.Field newQuantity,
      Typed.Field reason,
      Typed.Field until,
      boolean hasPast,
      List<Past> past,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record AnswerView(
      boolean ended,
      String action,
      String title,
      String group,
      String now,
      String instead,
      String reason,
      String by,
      String state,
      String stateWords,
      boolean waits,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Substitutions substitutions;
  private final Applications applications;
  private final Communities communities;
  private final People people;
  private final Words words;

  public SubstitutionPages(
      Substitutions substitutions,
      Applications applications,
      Communities communities,
      People people,
      Words words) {
    this.substitutions = substitutions;
    this.applications = applications;
    this.communities = communities;
    this.people = people;
    this.words = words;
  }

  public void bind(Pages pages) {
    String propose = "/applications/:id/substitution";
    pages.get(propose, (form, tx) -> show(form, tx, Typed.stored(Map.of())));
    pages.post(
        propose,
        this::propose,
        (form, tx, fields, summary) -> show(form, tx, Typed.refused(form, fields, summary)));
    pages.post(
        "/substitutions/:id/withdraw",
        (form, tx) -> {
          Substitution s = substitutions.withdraw(tx, form.caller(), form.id("id"));
          return Page.elsewhere(
              form.base()
                  + "/applications/"
                  + s.applicationId()
                  + "/substitution?line="
                  + s.rewardLine(),
              "substitution_withdrawn");
        });
    String mine = "/me/substitutions/:id";
    pages.get(mine, (form, tx) -> mine(form, tx, List.of()));
    answers(pages, mine, (form, tx) -> new Substitutions.Opened(form.id("id"), form.caller()));
    String link = "/instead/:token";
    pages.get(link, (form, tx) -> linked(form, tx, List.of()));
    for (boolean yes : List.of(true, false)) {
      pages.post(
          link + (yes ? "/accept" : "/decline"),
          (form, tx) ->
              opened(form, tx)
                  .map(
                      o -> decide(form, tx, o, yes, form.base() + "/instead/" + form.path("token")))
                  .orElseGet(SubstitutionPages::ended),
          (form, tx, fields, summary) -> linked(form, tx, mistake(summary)));
    }
  }

  private void answers(
      Pages pages, String path, BiFunction<Form, Tx, Substitutions.Opened> opened) {
    for (boolean yes : List.of(true, false)) {
      pages.post(
          path + (yes ? "/accept" : "/decline"),
          (form, tx) ->
              decide(
                  form,
                  tx,
                  opened.apply(form, tx),
                  yes,
                  form.base() + "/me/substitutions/" + form.id("id")),
          (form, tx, fields, summary) -> mine(form, tx, mistake(summary)));
    }
  }

  private Optional<Substitutions.Opened> opened(Form form, Tx tx) {
    return substitutions.opened(tx, form.path("token"), form.lang());
  }

  private Page decide(Form form, Tx tx, Substitutions.Opened opened, boolean yes, String back) {
    Substitution.State wanted = yes ? Substitution.State.ACCEPTED : Substitution.State.DECLINED;
    Caller caller = opened.person();
    // A second click finds it done and says so again.
    boolean done =
        tx.asSystem(() -> substitutions.find(tx, opened.id())).state() == wanted
            && form.path("token") != null;
    if (!done) {
      if (form.path("token") == null) act(tx, caller, opened.id(), yes);
      else tx.asSystem(() -> act(tx, caller, opened.id(), yes));
    }
    return Page.elsewhere(back, yes ? "substitution_accepted" : "substitution_declined");
  }

  private Substitution act(Tx tx, Caller caller, UUID id, boolean yes) {
    return yes ? substitutions.accept(tx, caller, id) : substitutions.decline(tx, caller, id);
  }

  private Page propose(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.set("rewardLine", Typed.number(form.text("line")));
    UUID id = form.id("id");
    String unit = owed(form, tx).map(OwedLine::unit).orElse("MEAL");
    if (form.ticked("quantity")) {
      body.set("quantity", Units.typed(tx, unit, form.text("quantity")));
    }
    form.filled("newUnit").ifPresent(text -> body.put("newUnit", text));
    if (form.ticked("newQuantity")) {
      body.set("newQuantity", Units.typed(tx, form.text("newUnit"), form.text("newQuantity")));
    }
    form.filled("reason").ifPresent(text -> body.put("reason", text));
    form.filled("until").ifPresent(text -> body.put("until", text));
    substitutions.propose(
        tx, form.caller(), id, form.body("proposeSubstitution", body, SubstitutionEntry.class));
    return Page.elsewhere(
        form.base() + "/applications/" + id + "/substitution?line=" + form.text("line"),
        "substitution_proposed");
  }

  /** The line of the form, as the caller's side owes it. */
  private Optional<OwedLine> owed(Form form, Tx tx) {
    Application application =
        applications.visible(tx, form.caller(), new ApplicationId(form.id("id")));
    return line(form)
        .flatMap(
            line ->
                OwedLines.of(
                    tx,
                    application.communityId(),
                    application.personId(),
                    application.id().value(),
                    line));
  }

  private static Optional<Integer> line(Form form) {
    return form.filled("line").filter(text -> text.matches("\\d{1,6}")).map(Integer::parseInt);
  }

  private Page show(Form form, Tx tx, Typed typed) {
    Lang lang = form.lang();
    Application application =
        applications.visible(tx, form.caller(), new ApplicationId(form.id("id")));
    List<Substitution> all =
        substitutions.ofApplication(tx, form.caller(), application.id().value(), null, MOST);
    Task task = substitutions.task(tx, application);
    if (!form.caller().actsFor(task.communityId(), task.groupId())) {
      throw Refusal.forbidden("forbidden");
    }
    Said said = new Said(tx, words, lang);
    Optional<OwedLine> owed = owed(form, tx);
    Optional<Units.Spoken> spoken = owed.map(line -> Units.spoken(tx, line.unit()));
    PersonId person = application.personId();
    return Page.show(
        "substitution",
        new ProposeView(
            application.id().value(),
            task.id().value(),
            task.title(),
            people.displayNames(tx, List.of(person)).getOrDefault(person, ""),
            owed.isPresent(),
            line(form).orElse(0),
            owed.map(line -> said.amount(line.unit(), line.left())).orElse(""),
            typed.hasErrors() || owed.isEmpty()
                ? typed.field("quantity")
                : new Typed.Field("quantity", spoken.orElseThrow().number(owed.get().left()), ""),
            spoken.map(s -> s.word(words, lang)).orElse(""),
            typed.choice(
                "newUnit",
                Units.choices(tx, task.communityId(), UNITS, words, lang),
                List.of("RICE_G")),
            typed.field("newQuantity"),
            typed.field("reason"),
            typed.field("until"),
            !all.isEmpty(),
            all.stream()
                .map(
                    s ->
                        new Past(
                            s.id(),
                            exchange(s, said, lang),
                            s.reason(),
                            s.state().name(),
                            words.say(lang, "substitution.state." + s.state()),
                            s.waits(tx.now())))
                .toList(),
            typed.hasErrors(),
            typed.errors()));
  }

  private String exchange(Substitution s, Said said, Lang lang) {
    return words.say(
        lang,
        "substitution.exchange",
        Map.of(
            "now",
            said.amount(s.unit(), s.quantity()),
            "instead",
            said.amount(s.newUnit(), s.newQuantity())));
  }

  private Page mine(Form form, Tx tx, List<Typed.Mistake> errors) {
    Substitution s = substitutions.find(tx, form.id("id"));
    if (!form.caller().is(s.personId())) throw Refusal.notFound();
    return Page.show(
        "substitution_answer",
        view(form, tx, s, form.base() + "/me/substitutions/" + s.id(), errors));
  }

  private Page linked(Form form, Tx tx, List<Typed.Mistake> errors) {
    Optional<Substitutions.Opened> opened = opened(form, tx);
    if (opened.isEmpty()) return ended();
    return tx.asSystem(
        () ->
            Page.show(
                "substitution_answer",
                view(
                    form,
                    tx,
                    substitutions.find(tx, opened.get().id()),
                    form.base() + "/instead/" + form.path("token"),
                    errors)));
  }

  private AnswerView view(
      Form form, Tx tx, Substitution s, String action, List<Typed.Mistake> errors) {
    Lang lang = form.lang();
    Task task = substitutions.task(tx, s);
    Said said = new Said(tx, words, lang);
    return new AnswerView(
        false,
        action,
        task.title(),
        communities.group(tx, task.groupId()).map(Group::name).orElse(""),
        said.amount(s.unit(), s.quantity()),
        said.amount(s.newUnit(), s.newQuantity()),
        s.reason(),
        Spoken.deadline(s.endsAt(), lang),
        s.state().name(),
        words.say(lang, "substitution.state." + s.state()),
        s.waits(tx.now()),
        !errors.isEmpty(),
        errors);
  }

  private static Page ended() {
    return new Page.Shown(
        404,
        "substitution_answer",
        new AnswerView(true, "", "", "", "", "", "", "", "", "", false, false, List.of()));
  }

  private static List<Typed.Mistake> mistake(String summary) {
    return List.of(new Typed.Mistake("main", summary));
  }
}
