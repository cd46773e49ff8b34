package yui.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.communities.Communities;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.People;
import yui.places.Picking;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Work days on pages: published, held with walk-ins, and printed as a card for each place. */
final class WorkDayPages {

  record WalkInLine(UUID id, UUID dayId, String name, String heads, boolean removable) {}

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
  private final WorkDayForm writing;
  private final WorkDays workDays;
  private final Communities communities;
  private final People people;
  private final Words words;

  WorkDayPages(
      Tasks tasks,
      Posting posting,
      Communities communities,
      People people,
      Picking picking,
      Words words) {
    this.tasks = tasks;
    this.workDays = new WorkDays(tasks, posting);
    this.writing = new WorkDayForm(tasks, posting, workDays, communities, picking, words);
    this.communities = communities;
    this.people = people;
    this.words = words;
  }

  void bind(Pages pages) {
    pages.get("/communities/:cid/work-days", writing::show);
    pages.post("/communities/:cid/work-days", writing::create, writing::again);
    pages.get("/work-days/:id", (form, tx) -> show(form, tx, Typed.stored(Map.of())));
    pages.post("/work-days/:id/publish", this::publish, this::again);
    pages.post("/work-days/:id/walk-ins", this::walkIn, this::again);
    pages.post("/walk-ins/:walkIn/remove", this::removeWalkIn);
    pages.get("/work-days/:id/cards", this::cards);
  }

  private Page again(Form form, Tx tx, Map<String, String> fields, String summary) {
    return show(form, tx, Typed.refused(form, fields, summary));
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
                  .map(
                      w ->
                          new WalkInLine(
                              w.id(),
                              id,
                              w.name(),
                              words.say(lang, "application.heads", Map.of("heads", w.heads())),
                              acts))
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
