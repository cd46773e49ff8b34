package yui.incidents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.People;
import yui.tasks.OnCall;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Telling what went wrong, the desk's Monday list, and one incident with what was done. */
public final class IncidentPages {
  private static final int MOST = 100;

  record Line(
      UUID id,
      String severity,
      String severityWords,
      String when,
      String teller,
      String words,
      String first) {}

  record All(
      CommunityId communityId,
      String community,
      boolean desk,
      List<Line> open,
      boolean hasOpen,
      List<Line> week,
      boolean hasWeek,
      String taskId,
      String taskTitle,
      List<OnCall.Number> onCall,
      Typed.Choice severity,
      Typed.Field text,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Step(String when, String by, String verb, String text) {}

  record One(
      CommunityId communityId,
      UUID id,
      String severity,
      String severityWords,
      String when,
      String teller,
      String text,
      String taskTitle,
      String taskHref,
      String first,
      List<Step> steps,
      boolean mayRespond,
      boolean mayClose,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Incidents incidents;
  private final Tasks tasks;
  private final Communities communities;
  private final People people;
  private final Words words;

  public IncidentPages(
      Incidents incidents, Tasks tasks, Communities communities, People people, Words words) {
    this.incidents = incidents;
    this.tasks = tasks;
    this.communities = communities;
    this.people = people;
    this.words = words;
  }

  public void bind(Pages pages) {
    String all = "/communities/:cid/incidents";
    pages.get(all, (form, tx) -> all(form, tx, Typed.of(Json.MAPPER.createObjectNode())));
    pages.post(
        all,
        (form, tx) -> {
          Incident told =
              incidents.tell(
                  tx,
                  form.caller(),
                  community(form),
                  form.body("tellIncident", entry(form), Incidents.Entry.class));
          return Page.elsewhere(
              form.base() + "/communities/" + told.communityId() + "/incidents/" + told.id(),
              "incident_told");
        },
        (form, tx, errors, summary) -> all(form, tx, Typed.refused(entry(form), errors, summary)));
    pages.get(all + "/:iid", (form, tx) -> one(form, tx, List.of()));
    pages.post(
        all + "/:iid/respond",
        (form, tx) -> {
          incidents.respond(tx, form.caller(), form.id("iid"), said(form, "respondToIncident"));
          return back(form, "incident_answered");
        },
        this::again);
    pages.post(
        all + "/:iid/close",
        (form, tx) -> {
          incidents.close(tx, form.caller(), form.id("iid"), said(form, "closeIncident"));
          return back(form, "incident_closed");
        },
        this::again);
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }

  private static ObjectNode entry(Form form) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("severity", form.text("severity")).put("words", form.text("words"));
    form.filled("taskId").ifPresent(id -> body.put("taskId", id));
    return body;
  }

  private static String said(Form form, String operation) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("words", form.text("words"));
    return form.body(operation, body, IncidentRoutes.Said.class).words();
  }

  private static Page back(Form form, String notice) {
    return Page.elsewhere(
        form.base() + "/communities/" + community(form) + "/incidents/" + form.id("iid"), notice);
  }

  private Page again(Form form, Tx tx, Map<String, String> fieldErrors, String summary) {
    List<Typed.Mistake> mistakes = new ArrayList<>();
    fieldErrors.forEach((at, text) -> mistakes.add(new Typed.Mistake("main", text)));
    if (mistakes.isEmpty()) mistakes.add(new Typed.Mistake("main", summary));
    return one(form, tx, mistakes);
  }

  private Page all(Form form, Tx tx, Typed typed) {
    Caller caller = form.caller();
    caller.known();
    Lang lang = form.lang();
    CommunityId id = community(form);
    List<Incident> known = incidents.list(tx, caller, id, false, MOST, Optional.empty()).items();
    // On Monday the desk reads what the week before brought.
    Instant since =
        Days.startOf(
            Days.of(tx.now())
                .minusDays(6)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
    List<Line> open =
        known.stream().filter(i -> i.closedAt() == null).map(i -> line(tx, i, lang)).toList();
    List<Line> week =
        known.stream()
            .filter(i -> i.closedAt() != null && i.happenedAt().isAfter(since))
            .map(i -> line(tx, i, lang))
            .toList();
    @Nullable Task task =
        form.filled("taskId")
            .or(() -> form.filled("task"))
            .flatMap(text -> tasks.byText(tx, caller, text))
            .orElse(null);
    Map<String, String> severities = new LinkedHashMap<>();
    for (Incident.Severity severity : Incident.Severity.values()) {
      severities.put(severity.name(), words.say(lang, "incident.severity." + severity));
    }
    return Page.show(
        "incidents",
        new All(
            id,
            communities.get(tx, id).name(lang),
            task == null && Incidents.seesAll(caller, id),
            open,
            !open.isEmpty(),
            week,
            !week.isEmpty(),
            task == null ? "" : task.id().toString(),
            task == null ? "" : task.title(),
            task == null ? List.of() : OnCall.numbers(task.onCall()),
            typed.choice("severity", severities, List.of("MINOR")),
            typed.field("words"),
            typed.hasErrors(),
            typed.errors()));
  }

  private Line line(Tx tx, Incident i, Lang lang) {
    return new Line(
        i.id(),
        i.severity().name(),
        words.say(lang, "incident.severity." + i.severity()),
        when(i.happenedAt(), lang),
        name(tx, i.toldBy()),
        i.words(),
        first(tx, i, lang));
  }

  private String first(Tx tx, Incident i, Lang lang) {
    Long minutes = IncidentRoutes.minutes(i);
    if (minutes == null || i.respondedBy() == null) {
      return words.say(lang, "incident.nobody_yet");
    }
    return words.say(
        lang, "incident.first", Map.of("name", name(tx, i.respondedBy()), "minutes", minutes));
  }

  private static String when(Instant at, Lang lang) {
    return Spoken.day(at, lang) + " " + Spoken.time(at);
  }

  private String name(Tx tx, PersonId person) {
    return people.contact(tx, person).name();
  }

  private Page one(Form form, Tx tx, List<Typed.Mistake> mistakes) {
    Caller caller = form.caller();
    caller.known();
    Lang lang = form.lang();
    Incident i = incidents.visible(tx, caller, form.id("iid"));
    @Nullable TaskId taskId = i.taskId();
    @Nullable Task task =
        taskId == null ? null : tx.seenBy(caller, () -> tasks.find(tx, taskId)).orElse(null);
    boolean open = i.closedAt() == null;
    boolean acts =
        Incidents.isDesk(caller, i.communityId()) || task != null && tasks.acts(caller, task);
    List<Step> steps =
        incidents.history(tx, caller, i.id()).stream()
            .map(
                e ->
                    new Step(
                        when(e.at(), lang),
                        name(tx, e.by()),
                        words.say(lang, "incident.verb." + e.verb()),
                        e.words()))
            .collect(Collectors.toList());
    return Page.show(
        "incident",
        new One(
            i.communityId(),
            i.id(),
            i.severity().name(),
            words.say(lang, "incident.severity." + i.severity()),
            when(i.happenedAt(), lang),
            name(tx, i.toldBy()),
            i.words(),
            task == null ? "" : task.title(),
            task == null ? "" : form.base() + "/tasks/" + task.id(),
            first(tx, i, lang),
            steps,
            open && acts,
            open && Incidents.isDesk(caller, i.communityId()),
            !mistakes.isEmpty(),
            mistakes));
  }
}
