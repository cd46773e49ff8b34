package yui.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Group;
import yui.core.CommunityId;
import yui.core.FieldError;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.People;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Work days on pages: written with all their jobs, held, and printed as a card for each place. */
final class WorkDayPages {
  private static final int ROWS = 5;
  private static final int LIMIT = 100;

  record DayLine(String href, String title, String day, String jobs) {}

  record JobRow(int n, Typed.Field title, Typed.Field from, Typed.Field to, Typed.Field capacity) {}

  record ListView(
      UUID communityId,
      String community,
      List<DayLine> days,
      boolean hasDays,
      boolean posts,
      Typed.Choice groups,
      Typed.Field title,
      Typed.Field day,
      Typed.Field words,
      Typed.Field placeLabel,
      Typed.Field meetingPoint,
      Typed.Field lat,
      Typed.Field lon,
      Typed.Field bring,
      Typed.Field hard,
      Typed.Field insurance,
      Typed.Field onCallName,
      Typed.Field onCallPhone,
      Typed.Field backupName,
      Typed.Field backupPhone,
      List<JobRow> jobs,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record WalkInLine(UUID id, UUID dayId, String name, String heads) {}

  record JobLine(
      TaskId id,
      String title,
      TaskState state,
      String stateWords,
      String when,
      String places,
      String left,
      List<String> chosen,
      List<WalkInLine> walkIns) {}

  record View(
      UUID id,
      UUID communityId,
      String title,
      String day,
      String words,
      List<JobLine> jobs,
      boolean canPublish,
      boolean takesWalkIns,
      Typed.Choice job,
      Typed.Field name,
      Typed.Field heads,
      Typed.Field phone,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Card(
      String day,
      String job,
      String when,
      String meetingPoint,
      String bring,
      String name,
      String call) {}

  record CardsView(UUID id, String title, String community, List<Card> cards) {}

  private final Tasks tasks;
  private final Posting posting;
  private final WorkDays workDays;
  private final Communities communities;
  private final People people;
  private final Words words;

  WorkDayPages(Tasks tasks, Posting posting, Communities communities, People people, Words words) {
    this.tasks = tasks;
    this.posting = posting;
    this.workDays = new WorkDays(tasks, posting);
    this.communities = communities;
    this.people = people;
    this.words = words;
  }

  void bind(Pages pages) {
    pages.get("/communities/:cid/work-days", (form, tx) -> list(form, tx, null));
    pages.post(
        "/communities/:cid/work-days",
        this::create,
        (form, tx, fields, summary) -> list(form, tx, Typed.refused(form, fields, summary)));
    pages.get("/work-days/:id", (form, tx) -> show(form, tx, Typed.stored(Map.of())));
    pages.post("/work-days/:id/publish", this::publish, this::again);
    pages.post("/work-days/:id/walk-ins", this::walkIn, this::again);
    pages.post("/walk-ins/:walkIn/remove", this::removeWalkIn);
    pages.get("/work-days/:id/cards", this::cards);
  }

  private Page again(Form form, Tx tx, Map<String, String> fields, String summary) {
    return show(form, tx, Typed.refused(form, fields, summary));
  }

  private Page list(Form form, Tx tx, @Nullable Typed refused) {
    CommunityId id = new CommunityId(form.id("cid"));
    Community community = communities.get(tx, id);
    Typed typed =
        refused == null
            ? Typed.stored(
                Map.of(
                    "place.lat", TypedTask.plain(community.lat()),
                    "place.lon", TypedTask.plain(community.lon())))
            : refused;
    Map<String, String> groups = new LinkedHashMap<>();
    for (Group group : posting.groups(tx, form.caller(), id)) {
      groups.put(group.id().toString(), group.name());
    }
    List<DayLine> days =
        workDays.list(tx, form.caller(), id, LIMIT, Optional.empty()).items().stream()
            .map(
                day ->
                    new DayLine(
                        form.base() + "/work-days/" + day.id(),
                        day.title(),
                        Spoken.brief(day.day(), form.lang()),
                        words.say(form.lang(), "work_day.n_jobs", Map.of("n", day.jobs().size()))))
            .toList();
    List<JobRow> rows = new ArrayList<>();
    for (int n = 0; n < ROWS; n++) {
      String row = "jobs." + n + ".";
      rows.add(
          new JobRow(
              n,
              typed.field(row + "title"),
              typed.field(row + "from"),
              typed.field(row + "to"),
              typed.field(row + "capacity")));
    }
    return Page.show(
        "work_days",
        new ListView(
            id.value(),
            community.name(form.lang()),
            days,
            !days.isEmpty(),
            !groups.isEmpty(),
            typed.choice("groupId", groups),
            typed.field("title"),
            typed.field("day"),
            typed.field("words"),
            typed.field("place.label"),
            typed.field("place.meetingPoint"),
            typed.field("place.lat"),
            typed.field("place.lon"),
            typed.field("bring"),
            typed.field("hardParts"),
            typed.field("insurance"),
            typed.field("onCall.name"),
            typed.field("onCall.phone"),
            typed.field("onCall.backup.name"),
            typed.field("onCall.backup.phone"),
            rows,
            typed.hasErrors(),
            typed.errors()));
  }

  private Page create(Form form, Tx tx) {
    List<FieldError> errors = new ArrayList<>();
    ObjectNode body = Json.MAPPER.createObjectNode().put("groupId", form.text("groupId"));
    body.put("title", form.text("title"));
    TypedWords.day(form.text("day"), TaskFormPage.today(tx))
        .ifPresentOrElse(
            day -> body.put("day", day.toString()),
            () -> errors.add(new FieldError("/day", "format_date")));
    for (String name : List.of("words", "bring", "insurance", "hardParts")) {
      form.filled(name).ifPresent(text -> body.put(name, text));
    }
    ObjectNode place = body.putObject("place").put("label", form.text("place.label"));
    form.filled("place.meetingPoint").ifPresent(text -> place.put("meetingPoint", text));
    place.set("lat", Typed.number(form.text("place.lat")));
    place.set("lon", Typed.number(form.text("place.lon")));
    form.filled("onCall.name")
        .ifPresent(
            name -> {
              ObjectNode onCall = body.putObject("onCall").put("name", name);
              onCall.put("phone", form.text("onCall.phone"));
              form.filled("onCall.backup.name")
                  .ifPresent(
                      other ->
                          onCall
                              .putObject("backup")
                              .put("name", other)
                              .put("phone", form.text("onCall.backup.phone")));
            });
    ArrayNode jobs = body.putArray("jobs");
    for (int n = 0; n < ROWS; n++) {
      String row = "jobs." + n + ".";
      if (form.text(row + "title").isEmpty()) continue;
      ObjectNode job = jobs.addObject().put("title", form.text(row + "title"));
      hour(form, job, n, "from", errors);
      hour(form, job, n, "to", errors);
      TypedTask.number(job, "capacity", form.text(row + "capacity"));
    }
    try {
      WorkDays.Entry entry = form.body("createWorkDay", body, WorkDays.Entry.class);
      if (!errors.isEmpty()) throw Refusal.invalid(errors);
      CommunityId id = new CommunityId(form.id("cid"));
      WorkDays.Shown day = workDays.create(tx, form.caller(), id, entry);
      return Page.elsewhere(form.base() + "/work-days/" + day.id(), "work_day_made");
    } catch (Refusal refusal) {
      if (refusal.errors().isEmpty()) throw refusal;
      errors.addAll(refusal.errors());
      throw Refusal.invalid(errors.stream().distinct().toList());
    }
  }

  private static void hour(Form form, ObjectNode job, int n, String name, List<FieldError> errors) {
    Optional<LocalTime> time = TypedWords.time(form.text("jobs." + n + "." + name));
    if (time.isPresent()) job.put(name, time.get().toString().substring(0, 5));
    else errors.add(new FieldError("/jobs/" + n + "/" + name, "format_time"));
  }

  private Page show(Form form, Tx tx, Typed typed) {
    Lang lang = form.lang();
    UUID id = form.id("id");
    WorkDays.Shown day = workDays.get(tx, form.caller(), id);
    boolean acts = workDays.acts(tx, form.caller(), id);
    Map<String, String> open = new LinkedHashMap<>();
    List<JobLine> lines = new ArrayList<>();
    for (WorkDays.Job job : day.jobs()) {
      Task task = tasks.visible(tx, form.caller(), job.id());
      Slot slot = task.slots().getFirst();
      int left = slot.capacity() - slot.taken();
      if (task.state() == TaskState.OPEN || task.state() == TaskState.CLOSED) {
        open.put(job.id().toString(), job.title() + " (" + left + ")");
      }
      lines.add(
          new JobLine(
              job.id(),
              job.title(),
              job.state(),
              words.say(lang, "task.state." + job.state().name()),
              slot.spoken(lang),
              words.say(
                  lang,
                  "task_staff.places",
                  Map.of("capacity", slot.capacity(), "taken", slot.taken())),
              words.say(lang, "task.left", Map.of("n", left)),
              coming(form, tx, task, slot),
              job.walkIns().stream()
                  .map(w -> new WalkInLine(w.id(), id, w.name(), Integer.toString(w.heads())))
                  .toList()));
    }
    return Page.show(
        "work_day",
        new View(
            id,
            day.communityId().value(),
            day.title(),
            Spoken.brief(day.day(), lang),
            day.words(),
            lines,
            acts && day.jobs().stream().anyMatch(job -> Tasks.isDraft(job.state())),
            acts && !open.isEmpty(),
            typed.choice("taskId", open),
            typed.field("name"),
            typed.field("heads"),
            typed.field("phone"),
            typed.hasErrors(),
            typed.errors()));
  }

  private List<String> coming(Form form, Tx tx, Task job, Slot slot) {
    return workDays.coming(tx, form.caller(), job.id(), people).getOrDefault(slot.id(), List.of());
  }

  private Page publish(Form form, Tx tx) {
    workDays.publish(tx, form.caller(), form.id("id"));
    return back(form, "published");
  }

  private Page walkIn(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("taskId", form.text("taskId"));
    body.put("name", form.text("name"));
    form.filled("heads").ifPresent(heads -> TypedTask.number(body, "heads", heads));
    form.filled("phone").ifPresent(phone -> body.put("phone", TypedWords.fold(phone)));
    workDays.walkIn(
        tx, form.caller(), form.id("id"), form.body("addWalkIn", body, WorkDays.WalkInEntry.class));
    return back(form, "walk_in_added");
  }

  private Page removeWalkIn(Form form, Tx tx) {
    workDays.removeWalkIn(tx, form.caller(), form.id("walkIn"));
    return Page.elsewhere(form.base() + "/work-days/" + form.text("workDayId"), "walk_in_removed");
  }

  private static Page back(Form form, String notice) {
    return Page.elsewhere(form.base() + "/work-days/" + form.id("id"), notice);
  }

  /** A card a place: with the name of who comes, or a line to write on. */
  private Page cards(Form form, Tx tx) {
    Lang lang = form.lang();
    WorkDays.Shown day = workDays.get(tx, form.caller(), form.id("id"));
    List<Card> cards = new ArrayList<>();
    for (WorkDays.Job job : day.jobs()) {
      Task task = tasks.visible(tx, form.caller(), job.id());
      Slot slot = task.slots().getFirst();
      List<String> names = new ArrayList<>(coming(form, tx, task, slot));
      for (WorkDays.WalkIn walkIn : job.walkIns()) {
        for (int head = 0; head < walkIn.heads(); head++) names.add(head == 0 ? walkIn.name() : "");
      }
      for (int n = 0; n < slot.capacity(); n++) {
        Spot spot = task.spot();
        OnCall onCall = task.onCall();
        cards.add(
            new Card(
                day.title(),
                job.title(),
                slot.spoken(lang),
                spot == null ? "" : spot.meetingPoint(),
                task.bring(),
                n < names.size() ? names.get(n) : "",
                onCall == null ? "" : onCall.name() + " " + onCall.phone()));
      }
    }
    String community = communities.get(tx, day.communityId()).name(lang);
    return Page.show("work_cards", new CardsView(day.id(), day.title(), community, cards));
  }
}
