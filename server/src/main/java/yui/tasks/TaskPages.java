package yui.tasks;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Rules;
import yui.core.CommunityId;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.db.Tx;
import yui.ledger.Funds;
import yui.people.People;
import yui.people.Skills;
import yui.photos.Darkroom;
import yui.photos.Drawn;
import yui.places.Maps;
import yui.places.Picking;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Tasks and needs as pages: reading, writing, checking, publishing, the sheets. */
public final class TaskPages {
  private final Posting posting;
  private final Needs needs;
  private final Tasks tasks;
  private final Words words;
  private final TaskPage page;
  private final TaskFormPage formPage;
  private final StaffPage staffPage;
  private final DeskPage deskPage;
  private final NeedsPage needsPage;
  private final NeedPage needPage;
  private final Pictured pictured;
  private final PhotoPages photoPages;
  private final PlanPages planPages;
  private final WorkDayPages workDayPages;

  public TaskPages(
      Tasks tasks,
      Posting posting,
      Needs needs,
      Communities communities,
      Rules rules,
      People people,
      Skills skills,
      Funds funds,
      Words words,
      NeedLetters letters,
      Darkroom darkroom,
      Series series,
      Maps maps,
      Picking picking,
      String origin) {
    this.tasks = tasks;
    this.posting = posting;
    this.needs = needs;
    this.words = words;
    Households households = new Households(tasks, needs, rules, people, letters);
    this.page =
        new TaskPage(tasks, households, communities, people, skills, rules, maps, words, origin);
    this.formPage =
        new TaskFormPage(tasks, posting, communities, rules, skills, funds, picking, words);
    this.staffPage = new StaffPage(tasks, households, communities, rules, people, words, origin);
    this.deskPage = new DeskPage(tasks, new TaskList(tasks, communities), communities, maps, words);
    this.needsPage = new NeedsPage(needs, communities, words);
    this.pictured = new Pictured(tasks, needs);
    this.planPages = new PlanPages(tasks, posting, series, communities, rules, words);
    this.workDayPages = new WorkDayPages(tasks, posting, communities, people, picking, words);
    this.photoPages = new PhotoPages(pictured, darkroom);
    this.needPage = new NeedPage(needs, tasks, posting, households, communities, people, words);
  }

  public void bind(Pages pages) {
    pages.get("/tasks/:id", page::show);
    pages.post("/tasks/:id/sheet-answer", page::answerSheet);
    pages.get("/communities/:cid/tasks", deskPage::show);
    pages.get("/communities/:cid/tasks/new", formPage::fresh);
    pages.post("/communities/:cid/tasks/new", this::write, this::formAgain);
    pages.get("/tasks/:id/edit", formPage::edit);
    pages.post("/tasks/:id/edit", this::change, this::formAgain);
    pages.get("/tasks/:id/check", (form, tx) -> staffPage.check(form, tx, nothing()));
    pages.get("/tasks/:id/done", staffPage::done);
    pages.get("/tasks/:id/poster", staffPage::poster);
    pages.get("/tasks/:id/manage", (form, tx) -> staffPage.show(form, tx, nothing()));
    pages.post("/tasks/:id/publish", this::publish, this::checkAgain);
    pages.post("/tasks/:id/return", this::giveBack, this::staffAgain);
    pages.post("/tasks/:id/close", this::close, this::staffAgain);
    pages.get("/communities/:cid/needs", needsPage::show);
    pages.upload("/communities/:cid/needs", photoPages::drawn, this::tell, needsPage::again);
    planPages.bind(pages, this::staffAgain);
    workDayPages.bind(pages);
    pages.post("/communities/:cid/unfinished", formPage::keep);
    pages.post("/unfinished/:unfinished/remove", formPage::forget);
    photoPages.bind(pages, this::staffAgain, needPage::again);
    pages.get("/needs/:id", needPage::show);
    pages.post("/needs/:id/answer", needPage::answer, needPage::again);
    pages.post("/needs/:id/set-aside", needPage::setAside, needPage::again);
    pages.post("/needs/:id/tasks", needPage::turn, needPage::again);
    pages.post("/needs/:id/household", needPage::household);
    pages.post("/tasks/:id/household", needPage::householdOfTask);
    pages.post("/tasks/:id/household/release", needPage::release, this::staffAgain);
  }

  private Page write(Form form, Tx tx) {
    if (Picking.isAsked(form)) return formPage.picked(form, tx);
    if (form.filled("_more").isPresent()) return formPage.again(form, tx, typed(form));
    Optional<TaskId> made = TaskFormPage.made(form, tx);
    if (made.isPresent()) return change(form, tx, made.get());
    TypedTask typed = new TypedTask(form, TaskFormPage.today(tx), words, null);
    TaskEntry entry = typed.as("createTask", TaskEntry.class);
    CommunityId community = new CommunityId(form.id("cid"));
    Task task;
    try {
      task = posting.write(tx, form.caller(), community, entry);
    } catch (Refusal refusal) {
      throw typed.named(refusal);
    }
    TaskFormPage.became(form, tx, task);
    return Page.elsewhere(form.base() + "/tasks/" + task.id() + "/check");
  }

  private Page change(Form form, Tx tx) {
    if (Picking.isAsked(form)) return formPage.picked(form, tx);
    if (form.filled("_more").isPresent()) return formPage.again(form, tx, typed(form));
    return change(form, tx, new TaskId(form.id("id")));
  }

  private Page change(Form form, Tx tx, TaskId id) {
    Task before = tasks.visible(tx, form.caller(), id);
    TypedTask typed = new TypedTask(form, TaskFormPage.today(tx), words, before);
    TaskChange change = typed.as("changeTask", TaskChange.class);
    Task after;
    try {
      after = posting.change(tx, form.caller(), id, change, version(form));
    } catch (Refusal refusal) {
      throw typed.named(refusal);
    }
    TaskFormPage.written(form, tx);
    boolean draft = after.state() == TaskState.DRAFT || after.state() == TaskState.RETURNED;
    return draft
        ? Page.elsewhere(form.base() + "/tasks/" + id + "/check")
        : Page.elsewhere(form.base() + "/tasks/" + id + "/manage", "saved");
  }

  private Page formAgain(Form form, Tx tx, Map<String, String> fields, String summary) {
    return formPage.again(form, tx, Typed.refused(form, fields, summary));
  }

  private Page publish(Form form, Tx tx) {
    Task task = posting.publish(tx, form.caller(), new TaskId(form.id("id")), version(form));
    return Page.elsewhere(form.base() + "/tasks/" + task.id() + "/done");
  }

  private Page checkAgain(Form form, Tx tx, Map<String, String> fields, String summary) {
    return staffPage.check(form, tx, Typed.refused(form, fields, summary));
  }

  private Page giveBack(Form form, Tx tx) {
    TaskRoutes.Reasoned reasoned =
        form.body(
            "returnTask",
            Json.MAPPER.createObjectNode().put("reason", form.text("reason")),
            TaskRoutes.Reasoned.class);
    Task task =
        posting.giveBack(
            tx, form.caller(), new TaskId(form.id("id")), reasoned.reason(), version(form));
    return managed(form, task.id(), "returned");
  }

  private Page close(Form form, Tx tx) {
    Task task = posting.close(tx, form.caller(), new TaskId(form.id("id")), version(form));
    return managed(form, task.id(), "closed");
  }

  private static Page managed(Form form, TaskId id, String notice) {
    return Page.elsewhere(form.base() + "/tasks/" + id + "/manage", notice);
  }

  /** The page of the task's own side, with what was refused: for verbs that other rooms answer. */
  public Page staffAgain(Form form, Tx tx, Map<String, String> fields, String summary) {
    return staffPage.show(form, tx, Typed.refused(form, fields, summary));
  }

  /** The new times that were typed on that page; a row left as it was does not move. */
  public List<MovedSlot> moved(Form form, Tx tx) {
    Task task = tasks.visible(tx, form.caller(), new TaskId(form.id("id")));
    List<MovedSlot> moved = new ArrayList<>();
    List<FieldError> errors = new ArrayList<>();
    for (int n = 0; n < task.slots().size(); n++) {
      Slot slot = task.slots().get(n);
      String row = "slots." + n + ".";
      var day = TypedWords.day(form.text(row + "date"), TaskFormPage.today(tx));
      var from = TypedWords.time(form.text(row + "from"));
      var to = TypedWords.time(form.text(row + "to"));
      String at = "/slots/" + n;
      if (day.isEmpty()) errors.add(new FieldError(at + "/date", "format_date"));
      if (from.isEmpty()) errors.add(new FieldError(at + "/from", "format_time"));
      if (to.isEmpty()) errors.add(new FieldError(at + "/to", "format_time"));
      if (day.isEmpty() || from.isEmpty() || to.isEmpty()) continue;
      MovedSlot there =
          new MovedSlot(
              slot.id(),
              OffsetDateTime.parse(TypedTask.at(day.get(), from.get())),
              OffsetDateTime.parse(TypedTask.at(day.get(), to.get())),
              TypedWords.number(form.text(row + "capacity")).map(Long::intValue).orElse(null));
      if (!there.startsAt().toInstant().equals(slot.startsAt())
          || !there.endsAt().toInstant().equals(slot.endsAt())) {
        moved.add(there);
      }
    }
    if (moved.isEmpty() && errors.isEmpty()) {
      errors.add(new FieldError("/slots/0/date", "in_the_past"));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    return moved;
  }

  /** The refusal of moved dates, with its fields named as the page does. */
  public RuntimeException named(Refusal refusal, Form form, Tx tx, List<MovedSlot> moved) {
    if (refusal.errors().isEmpty()) return refusal;
    Task task = tasks.visible(tx, form.caller(), new TaskId(form.id("id")));
    List<SlotId> rows = task.slots().stream().map(Slot::id).toList();
    List<FieldError> errors = new ArrayList<>();
    for (FieldError error : refusal.errors()) {
      String[] at = error.pointer().split("/");
      boolean row = at.length == 4 && at[1].equals("slots") && at[2].matches("\\d{1,3}");
      int n = row ? Integer.parseInt(at[2]) : moved.size();
      errors.add(
          n >= moved.size()
              ? error
              : new FieldError(
                  "/slots/"
                      + rows.indexOf(moved.get(n).id())
                      + "/"
                      + switch (at[3]) {
                        case "startsAt" -> "date";
                        case "endsAt" -> "to";
                        default -> at[3];
                      },
                  error.code(),
                  error.values()));
    }
    return Refusal.invalid(errors);
  }

  /** A day and a time typed beside each other, as one moment; what is not readable is refused. */
  public static Optional<String> moment(Form form, Tx tx, String field) {
    var day = TypedWords.day(form.text(field + ".date"), TaskFormPage.today(tx));
    var time = TypedWords.time(form.text(field + ".time"));
    List<FieldError> errors = new ArrayList<>();
    if (day.isEmpty()) errors.add(new FieldError("/" + field + "/date", "format_date"));
    if (time.isEmpty()) errors.add(new FieldError("/" + field + "/time", "format_time"));
    if (day.isEmpty() || time.isEmpty()) throw Refusal.invalid(errors);
    return Optional.of(TypedTask.at(day.get(), time.get()));
  }

  /** The version the page was made from. */
  public static Optional<Integer> version(Form form) {
    return form.filled("_etag").filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
  }

  private Page tell(Form form, Tx tx, Optional<Drawn> drawn) {
    CommunityId community = new CommunityId(form.id("cid"));
    Need need = needs.tell(tx, form.caller(), community, NeedsPage.typed(form));
    if (drawn.isPresent()) {
      String alt = Pictured.alt(form, "addNeedPhoto");
      pictured.addToNeed(tx, form.caller(), need.id(), alt, drawn.get());
    }
    return Page.elsewhere(form.base() + "/communities/" + community + "/needs", "told");
  }

  private static Typed nothing() {
    return Typed.stored(Map.of());
  }

  private static Typed typed(Form form) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String name : form.fields().names()) values.put(name, form.all(name));
    return Typed.stored(values);
  }
}
