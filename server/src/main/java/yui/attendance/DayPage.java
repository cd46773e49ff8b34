package yui.attendance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.ApplicationSlot;
import yui.applications.ApplicationState;
import yui.applications.Applications;
import yui.applications.Companion;
import yui.applications.PastLine;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.Promised;
import yui.ledger.Purpose;
import yui.ledger.Said;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.OnCall;
import yui.tasks.Slot;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Phones;
import yui.web.Typed;
import yui.web.Words;

/** The host's list of the day: who came, what that will record, and saving it. */
final class DayPage {
  private static final int MOST = 500;

  record SlotLink(String when, String href, boolean current) {}

  record Line(int m, int line, String label, String quantity, String unit) {}

  record Row(
      int n,
      ApplicationId applicationId,
      String name,
      String heads,
      String companions,
      String company,
      String checkedIn,
      String phone,
      String phoneHref,
      String saved,
      int said,
      boolean isSaid,
      String givenAlready,
      String report,
      String answer,
      String hours,
      boolean hoursOpen,
      boolean isAttended,
      boolean isPartly,
      boolean isAbsentTold,
      boolean isAbsentUntold,
      boolean isUnrecorded,
      String present,
      String note,
      List<Line> lines,
      List<PastLine> history,
      boolean hasHistory,
      String error) {}

  record View(
      TaskId id,
      CommunityId communityId,
      String title,
      List<SlotLink> slots,
      boolean manySlots,
      String slotId,
      String when,
      String early,
      long opensAt,
      List<OnCall.Number> onCall,
      List<Row> rows,
      boolean hasRows,
      long clock,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Item(
      String name,
      String heads,
      AttendanceState state,
      String stateWords,
      List<String> lines,
      boolean hasLines,
      String undone,
      String givenAlready,
      String note) {}

  record Total(String icon, String text) {}

  record Input(String name, String value) {}

  record Preview(
      TaskId id,
      String slotId,
      String title,
      String when,
      List<Item> items,
      List<Total> totals,
      boolean hasTotals,
      List<Input> inputs,
      String backHref) {}

  private final Attendances attendances;
  private final AttendanceViews views;
  private final Facts facts;
  private final Applications applications;
  private final Tasks tasks;
  private final People people;
  private final Words words;

  DayPage(
      Attendances attendances, Applications applications, Tasks tasks, People people, Words words) {
    this.attendances = attendances;
    this.views = new AttendanceViews(people, words);
    this.facts = new Facts(people, words);
    this.applications = applications;
    this.tasks = tasks;
    this.people = people;
    this.words = words;
  }

  Page show(Form form, Tx tx) {
    form.caller().known();
    return page(form, tx, Map.of(), List.of());
  }

  /** With what was typed, and why it was refused. */
  Page again(Form form, Tx tx, Map<String, String> fieldErrors, String summary) {
    List<Typed.Mistake> mistakes =
        fieldErrors.isEmpty()
            ? List.of(new Typed.Mistake("main", summary))
            : fieldErrors.entrySet().stream()
                .map(e -> new Typed.Mistake(anchor(e.getKey()), e.getValue()))
                .toList();
    return page(form, tx, typed(form), mistakes);
  }

  // A line's quantity is found by the line.
  private static String anchor(String pointer) {
    return pointer.replaceFirst("^/", "").replace('/', '.').replaceFirst("\\.quantity$", "");
  }

  private Page page(
      Form form, Tx tx, Map<ApplicationId, Integer> typed, List<Typed.Mistake> mistakes) {
    Task task = ours(form, tx);
    Lang lang = form.lang();
    Slot slot = slot(form, tx, task);
    List<Application> coming = coming(tx, form.caller(), task, slot.id());
    Map<ApplicationId, Map<SlotId, Attendance>> known = attendances.known(tx, coming);
    List<PersonId> persons = coming.stream().map(Application::personId).toList();
    Map<PersonId, String> names = people.displayNames(tx, persons);
    Map<PersonId, Contact> contacts =
        people.contacts(tx, persons).stream().collect(Collectors.toMap(Contact::id, c -> c));
    Map<PersonId, String> recorders = recorders(tx, known, slot.id());
    Map<ApplicationId, Map<SlotId, Hours.Worked>> worked =
        attendances.hours().of(tx, coming.stream().map(Application::id).toList());
    Map<ApplicationId, List<Facts.Fact>> told =
        facts.of(tx, coming.stream().map(Application::id).toList(), lang);
    Map<UUID, Map<String, Long>> given = attendances.handedOver(tx, coming);
    Said said = new Said(tx, words, lang);
    List<Row> rows = new ArrayList<>();
    for (Application application : coming) {
      Attendance attendance =
          known
              .getOrDefault(application.id(), Map.of())
              .getOrDefault(slot.id(), Attendance.unknown(application.id(), slot.id()));
      Contact contact = contacts.get(application.personId());
      String phone = contact == null ? "" : contact.phone();
      List<PastLine> past =
          facts.lines(told.getOrDefault(application.id(), List.of()), slot.id(), lang);
      @Nullable Integer row = typed.get(application.id());
      AttendanceState state = row == null ? attendance.state() : state(form, row);
      rows.add(
          new Row(
              rows.size(),
              application.id(),
              names.getOrDefault(application.personId(), ""),
              words.say(lang, "application.heads", Map.of("heads", application.heads())),
              application.companions().stream()
                  .map(Companion::name)
                  .collect(Collectors.joining("、")),
              attendance.said() > 0
                  ? ""
                  : applications
                      .companyFor(tx, task, application.personId())
                      .map(name -> words.say(lang, "care.first_time", Map.of("name", name)))
                      .orElse(""),
              checkedIn(attendance, lang),
              phone,
              Phones.href(phone),
              saved(attendance, recorders, lang),
              attendance.said(),
              attendance.state() != AttendanceState.UNRECORDED,
              givenAlready(tx, application, given, said),
              attendance.report() == null ? "" : attendance.report().words(),
              attendance.answer() == null ? "" : attendance.answer().words(),
              hours(worked.get(application.id()), slot.id(), lang),
              isOpen(worked.get(application.id()), slot.id()),
              state == AttendanceState.ATTENDED,
              state == AttendanceState.PARTLY,
              state == AttendanceState.ABSENT_TOLD,
              state == AttendanceState.ABSENT_UNTOLD,
              state == AttendanceState.UNRECORDED,
              row == null ? present(application, attendance) : form.text(name(row, "present")),
              row == null ? attendance.note() : form.text(name(row, "note")),
              lines(tx, application, slot.id(), said, form, row),
              past,
              !past.isEmpty(),
              mistakes.stream()
                  .filter(m -> m.id().startsWith("attendance." + rows.size() + "."))
                  .map(Typed.Mistake::text)
                  .distinct()
                  .collect(Collectors.joining(" "))));
    }
    return Page.show(
        "attendance",
        new View(
            task.id(),
            task.communityId(),
            task.title(),
            task.slots().stream()
                .map(
                    s ->
                        new SlotLink(
                            s.spoken(lang),
                            form.base() + "/tasks/" + task.id() + "/day?slot=" + s.id(),
                            s.id().equals(slot.id())))
                .toList(),
            task.slots().size() > 1,
            slot.id().toString(),
            slot.spoken(lang),
            slot.whole() || ApplicationSlot.mayRecord(slot.startsAt(), tx.now())
                ? ""
                : words.say(lang, "problem.attendance_too_early"),
            slot.startsAt().minus(ApplicationSlot.EARLY).toEpochMilli(),
            OnCall.numbers(task.onCall()),
            rows,
            !rows.isEmpty(),
            tx.now().toEpochMilli(),
            !mistakes.isEmpty(),
            mistakes));
  }

  /** What was handed over and is, by what is said now, not theirs. */
  private String givenAlready(
      Tx tx, Application application, Map<UUID, Map<String, Long>> given, Said said) {
    Map<String, Long> over =
        new LinkedHashMap<>(given.getOrDefault(application.id().value(), Map.of()));
    if (over.isEmpty()) return "";
    for (Promised promised : attendances.promised(tx, application.id())) {
      over.computeIfPresent(promised.unit(), (unit, left) -> left - promised.kept());
    }
    return over.entrySet().stream()
        .filter(left -> left.getValue() > 0)
        .map(left -> said.amount(left.getKey(), left.getValue()))
        .collect(Collectors.joining("・"));
  }

  /** Without {@code confirm} it shows what would be recorded, with it everything is saved. */
  Page post(Form form, Tx tx) {
    Task task = ours(form, tx);
    Slot slot = slot(form, tx, task);
    Map<ApplicationId, AttendanceEntry> entries = entries(form);
    if (form.ticked("confirm")) {
      entries.entrySet().stream()
          .sorted(Comparator.comparing(e -> e.getKey().value()))
          .forEach(
              e ->
                  attendances.record(
                      tx, form.caller(), e.getKey(), slot.id(), e.getValue(), Optional.empty()));
      return Page.elsewhere(
          form.base() + "/tasks/" + task.id() + "/day?slot=" + slot.id(), "recorded");
    }
    return preview(form, tx, task, slot, entries);
  }

  /** One press of the roll call; the telephone says when it was, and what it had seen. */
  Page mark(Form form, Tx tx) {
    Task task = ours(form, tx);
    Slot slot = slot(form, tx, task);
    String[] mark = form.text("mark").split("\\.", 2);
    ObjectNode body = Json.MAPPER.createObjectNode().put("state", mark.length < 2 ? "" : mark[1]);
    form.filled("happenedAt").ifPresent(at -> body.put("happenedAt", at));
    form.filled("seen").ifPresent(seen -> body.set("seen", Typed.number(seen)));
    ApplicationId application = id(mark[0]);
    if (form.filled("seen").isEmpty()) {
      seenInRow(form, application).ifPresent(seen -> body.set("seen", Typed.number(seen)));
    }
    attendances.mark(
        tx,
        form.caller(),
        application,
        slot.id(),
        form.body("markAttendance", body, Attendances.Mark.class));
    return Page.elsewhere(
        form.base() + "/tasks/" + task.id() + "/day?slot=" + slot.id(), "recorded");
  }

  /** The hours that somebody told are right. */
  Page confirmHours(Form form, Tx tx) {
    Task task = ours(form, tx);
    Slot slot = slot(form, tx, task);
    attendances.hours().confirm(tx, form.caller(), id(form.text("confirmHours")), slot.id(), null);
    return Page.elsewhere(
        form.base() + "/tasks/" + task.id() + "/day?slot=" + slot.id(), "hours_confirmed");
  }

  private String hours(@Nullable Map<SlotId, Hours.Worked> bySlot, SlotId slot, Lang lang) {
    Hours.Worked worked = bySlot == null ? null : bySlot.get(slot);
    return worked == null ? "" : MyDayPages.hours(words, lang, worked);
  }

  private static boolean isOpen(@Nullable Map<SlotId, Hours.Worked> bySlot, SlotId slot) {
    Hours.Worked worked = bySlot == null ? null : bySlot.get(slot);
    return worked != null && worked.confirmedAt() == null;
  }

  private static Optional<String> seenInRow(Form form, ApplicationId application) {
    for (int n = 0; n < MOST && form.fields().contains(name(n, "applicationId")); n++) {
      if (form.text(name(n, "applicationId")).equals(application.toString())) {
        return form.filled(name(n, "said"));
      }
    }
    return Optional.empty();
  }

  private Page preview(
      Form form, Tx tx, Task task, Slot slot, Map<ApplicationId, AttendanceEntry> entries) {
    Lang lang = form.lang();
    Said said = new Said(tx, words, lang);
    Map<String, Long> sums = new LinkedHashMap<>();
    List<Item> items = new ArrayList<>();
    for (Map.Entry<ApplicationId, AttendanceEntry> entry : entries.entrySet()) {
      Attendances.Recorded recorded =
          attendances.preview(tx, form.caller(), entry.getKey(), slot.id(), entry.getValue());
      recorded
          .effects()
          .forEach(e -> sums.merge(e.change().unit(), e.change().change(), Long::sum));
      items.add(item(tx, recorded, said, lang));
    }
    List<Total> totals =
        sums.entrySet().stream()
            .filter(sum -> sum.getValue() != 0)
            .map(
                sum ->
                    new Total(
                        Said.icon(sum.getKey()),
                        (sum.getValue() < 0 ? "−" : "")
                            + said.amount(sum.getKey(), Math.abs(sum.getValue()))))
            .toList();
    return Page.show(
        "attendance_preview",
        new Preview(
            task.id(),
            slot.id().toString(),
            task.title(),
            slot.spoken(lang),
            items,
            totals,
            !totals.isEmpty(),
            inputs(form),
            form.base() + "/tasks/" + task.id() + "/day?slot=" + slot.id()));
  }

  private Item item(Tx tx, Attendances.Recorded recorded, Said said, Lang lang) {
    Attendance attendance = recorded.attendance();
    Application application = recorded.application();
    List<String> lines = new ArrayList<>();
    List<String> undone = new ArrayList<>();
    for (Attendances.Effect effect : recorded.effects()) {
      boolean back = effect.change().change() <= 0;
      (back ? undone : lines).add(views.detail(recorded, effect, said, lang));
    }
    return new Item(
        people
            .displayNames(tx, List.of(application.personId()))
            .getOrDefault(application.personId(), ""),
        words.say(
            lang,
            "application.heads",
            Map.of(
                "heads",
                attendance.state().isPresence()
                    ? Objects.requireNonNullElse(attendance.present(), 0)
                    : application.heads())),
        attendance.state(),
        words.say(lang, "attendance.state." + attendance.state().name()),
        lines,
        !lines.isEmpty(),
        String.join(lang.isEnglish() ? ", " : "、", undone),
        recorded.effects().stream()
            .map(Attendances.Effect::change)
            .filter(change -> change.purpose() == Purpose.THANKS && !change.unit().equals("JPY"))
            .filter(change -> change.change() < 0 && change.after() < 0)
            .map(change -> said.amount(change.unit(), -change.after()))
            .distinct()
            .collect(Collectors.joining("・")),
        attendance.note());
  }

  private Task ours(Form form, Tx tx) {
    Task task = tasks.visible(tx, form.caller(), new TaskId(form.id("id")));
    if (!tasks.acts(form.caller(), task)) throw Refusal.forbidden("forbidden");
    return task;
  }

  /** The slot asked for, else today's, else the next, else the last. */
  private static Slot slot(Form form, Tx tx, Task task) {
    Optional<String> named = form.filled("slotId").or(() -> form.filled("slot"));
    if (named.isPresent()) {
      return task.slots().stream()
          .filter(s -> s.id().toString().equals(named.get()))
          .findFirst()
          .orElseThrow(Refusal::notFound);
    }
    LocalDate today = Days.of(tx.now());
    return task.slots().stream()
        .filter(s -> !Days.of(s.endsAt()).isBefore(today))
        .findFirst()
        .or(() -> task.slots().stream().reduce((earlier, later) -> later))
        .orElseThrow(Refusal::notFound);
  }

  private List<Application> coming(Tx tx, Caller caller, Task task, SlotId slot) {
    List<Application> all = tx.seenBy(caller, () -> applications.liveOf(tx, task.id()));
    return all.stream()
        .filter(a -> a.slot(slot).map(DayPage::comes).orElse(false))
        .filter(a -> !caller.is(a.personId()))
        .limit(MOST)
        .toList();
  }

  private static boolean comes(ApplicationSlot slot) {
    return slot.state() == ApplicationState.CONFIRMED || slot.state() == ApplicationState.DONE;
  }

  private Map<PersonId, String> recorders(
      Tx tx, Map<ApplicationId, Map<SlotId, Attendance>> known, SlotId slot) {
    List<PersonId> ids =
        known.values().stream()
            .map(bySlot -> bySlot.get(slot))
            .filter(Objects::nonNull)
            .map(Attendance::recordedBy)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return people.contacts(tx, ids).stream().collect(Collectors.toMap(Contact::id, Contact::name));
  }

  private String checkedIn(Attendance attendance, Lang lang) {
    if (attendance.checkedInAt() == null) return "";
    return words.say(
        lang, "attendance.checked_in", Map.of("time", Spoken.time(attendance.checkedInAt())));
  }

  private String saved(Attendance attendance, Map<PersonId, String> names, Lang lang) {
    if (attendance.recordedAt() == null || attendance.recordedBy() == null) return "";
    return words.say(
        lang,
        attendance.state() == AttendanceState.UNRECORDED ? "attendance.undone" : "attendance.saved",
        Map.of(
            "state",
            words.say(lang, "attendance.state." + attendance.state().name()),
            "name",
            names.getOrDefault(attendance.recordedBy(), ""),
            "time",
            Spoken.day(attendance.recordedAt(), lang)
                + " "
                + Spoken.time(attendance.recordedAt())));
  }

  private static String present(Application application, Attendance attendance) {
    return Integer.toString(Objects.requireNonNullElse(attendance.present(), application.heads()));
  }

  private List<Line> lines(
      Tx tx, Application application, SlotId slot, Said said, Form form, @Nullable Integer row) {
    List<Line> lines = new ArrayList<>();
    Map<Integer, Promised> newest = new LinkedHashMap<>();
    attendances.promised(tx, application.id()).stream()
        .filter(p -> p.purpose() == Purpose.THANKS)
        .filter(p -> slot.value().equals(p.about().slotId()))
        .forEach(p -> newest.put(Objects.requireNonNullElse(p.about().line(), 0), p));
    newest.forEach(
        (line, promised) ->
            lines.add(
                new Line(
                    lines.size(),
                    line,
                    said.amount(promised.unit(), promised.amount()),
                    row != null
                        ? form.text(name(row, "earned." + lines.size() + ".quantity"))
                        : promised.earned() == 0 ? "" : Long.toString(promised.earned()),
                    smallest(promised.unit()))));
    return lines;
  }

  private static String smallest(String unit) {
    return unit.endsWith("_G") ? "g" : unit.endsWith("_ML") ? "ml" : "";
  }

  /** What was typed, checked as the operation's body would be. */
  private static Map<ApplicationId, AttendanceEntry> entries(Form form) {
    Map<ApplicationId, AttendanceEntry> entries = new LinkedHashMap<>();
    for (int n = 0; n < MOST && form.fields().contains(name(n, "applicationId")); n++) {
      Optional<String> state = form.filled(name(n, "state"));
      if (state.isEmpty()) continue;
      entries.put(id(form, n), entry(form, n, state.get()));
    }
    return entries;
  }

  /** One row, refused with its errors named as the page does. */
  private static AttendanceEntry entry(Form form, int n, String state) {
    try {
      return form.body("recordAttendance", body(form, n, state), AttendanceEntry.class);
    } catch (Refusal refusal) {
      throw Refusal.invalid(
          refusal.errors().stream()
              .map(e -> new FieldError("/attendance/" + n + e.pointer(), e.code(), e.values()))
              .toList());
    }
  }

  private static ApplicationId id(Form form, int n) {
    return id(form.text(name(n, "applicationId")));
  }

  private static ApplicationId id(String typed) {
    try {
      return new ApplicationId(UUID.fromString(typed));
    } catch (IllegalArgumentException e) {
      throw Refusal.notFound();
    }
  }

  private static ObjectNode body(Form form, int n, String state) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("state", state);
    boolean presence = state.equals("ATTENDED") || state.equals("PARTLY");
    if (presence)
      form.filled(name(n, "present")).ifPresent(p -> body.set("present", Typed.number(p)));
    form.filled(name(n, "note")).ifPresent(note -> body.put("note", note));
    if (!state.equals("PARTLY")) return body;
    ArrayNode earned = Json.MAPPER.createArrayNode();
    for (int m = 0; form.fields().contains(name(n, "earned." + m + ".line")); m++) {
      Optional<String> quantity = form.filled(name(n, "earned." + m + ".quantity"));
      if (quantity.isEmpty()) continue;
      ObjectNode line = earned.addObject();
      line.set("line", Typed.number(form.text(name(n, "earned." + m + ".line"))));
      line.set("quantity", Typed.number(quantity.get().replace(",", "")));
    }
    if (!earned.isEmpty()) body.set("earned", earned);
    return body;
  }

  /** The rows of a refused form, by whom they are about. */
  private static Map<ApplicationId, Integer> typed(Form form) {
    Map<ApplicationId, Integer> rows = new LinkedHashMap<>();
    for (int n = 0; n < MOST && form.fields().contains(name(n, "applicationId")); n++) {
      rows.put(id(form, n), n);
    }
    return rows;
  }

  private static AttendanceState state(Form form, int row) {
    String typed = form.text(name(row, "state"));
    return List.of(AttendanceState.values()).stream()
        .filter(state -> state.name().equals(typed))
        .findFirst()
        .orElse(AttendanceState.UNRECORDED);
  }

  private static List<Input> inputs(Form form) {
    List<Input> inputs = new ArrayList<>();
    form.fields()
        .forEach(
            field -> {
              if (field.getKey().startsWith("attendance.")) {
                inputs.add(new Input(field.getKey(), field.getValue()));
              }
            });
    return inputs;
  }

  private static String name(int n, String field) {
    return "attendance." + n + "." + field;
  }
}
