package yui.attendance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.ApplicationSlot;
import yui.applications.Applications;
import yui.applications.PastLine;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.People;
import yui.tasks.OnCall;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** What is recorded of my own day, and what I can say to it. */
final class MyDayPages {
  record MyDay(
      ApplicationId applicationId,
      CommunityId communityId,
      TaskId taskId,
      String title,
      List<OnCall.Number> onCall,
      List<Row> rows,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Row(
      SlotId slotId,
      String when,
      String checkedIn,
      String saved,
      String note,
      String report,
      String answer,
      boolean mayAnswer,
      boolean mayReport,
      String hours,
      boolean mayTellHours,
      String hoursTyped,
      List<PastLine> history,
      boolean hasHistory) {}

  private final Attendances attendances;
  private final Applications applications;
  private final Tasks tasks;
  private final People people;
  private final Facts facts;
  private final Words words;

  MyDayPages(
      Attendances attendances, Applications applications, Tasks tasks, People people, Words words) {
    this.attendances = attendances;
    this.applications = applications;
    this.tasks = tasks;
    this.people = people;
    this.facts = new Facts(people, words);
    this.words = words;
  }

  void bind(Pages pages) {
    String at = "/me/attendance/:aid";
    pages.get(at, (form, tx) -> page(form, tx, List.of()));
    pages.post(
        at + "/answer",
        (form, tx) -> {
          attendances
              .absences()
              .answer(
                  tx, form.caller(), application(form), slot(form), said(form, "answerAttendance"));
          return there(form, "answer_kept");
        },
        this::again);
    pages.post(
        at + "/report",
        (form, tx) -> {
          attendances
              .absences()
              .report(
                  tx, form.caller(), application(form), slot(form), said(form, "reportAbsence"));
          return there(form, "absence_told");
        },
        this::again);
    pages.post(
        at + "/hours",
        (form, tx) -> {
          ObjectNode body = Json.MAPPER.createObjectNode();
          body.set("minutes", minutes(form.text("hours")));
          form.filled("note").ifPresent(note -> body.put("note", note));
          AttendanceRoutes.HoursEntry entry =
              form.body("tellHours", body, AttendanceRoutes.HoursEntry.class);
          attendances
              .hours()
              .tell(
                  tx, form.caller(), application(form), slot(form), entry.minutes(), entry.note());
          return there(form, "hours_told");
        },
        this::again);
  }

  /** Hours as people write them: 2.5, 2:30. */
  private static JsonNode minutes(String typed) {
    String plain = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
    if (plain.matches("\\d{1,2}:[0-5]\\d")) {
      String[] parts = plain.split(":");
      return IntNode.valueOf(Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]));
    }
    if (plain.matches("\\d{1,2}(\\.\\d{1,2})?")) {
      return IntNode.valueOf((int) Math.round(Double.parseDouble(plain) * 60));
    }
    return Typed.number(typed);
  }

  private static String said(Form form, String operation) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("words", form.text("words"));
    return form.body(operation, body, AttendanceRoutes.SaidEntry.class).words();
  }

  private static ApplicationId application(Form form) {
    return new ApplicationId(form.id("aid"));
  }

  private static SlotId slot(Form form) {
    return new SlotId(form.filledId("slotId").orElseThrow(Refusal::notFound));
  }

  private static Page there(Form form, String notice) {
    return Page.elsewhere(form.base() + "/me/attendance/" + application(form), notice);
  }

  private Page again(Form form, Tx tx, Map<String, String> fieldErrors, String summary) {
    List<Typed.Mistake> mistakes =
        fieldErrors.isEmpty()
            ? List.of(new Typed.Mistake("main", summary))
            : fieldErrors.entrySet().stream()
                .map(e -> new Typed.Mistake(e.getKey().replaceFirst("^/", ""), e.getValue()))
                .toList();
    return page(form, tx, mistakes);
  }

  private Page page(Form form, Tx tx, List<Typed.Mistake> mistakes) {
    Application application = applications.visible(tx, form.caller(), application(form));
    if (!form.caller().is(application.personId())) throw Refusal.notFound();
    Task task = tasks.find(tx, application.taskId()).orElseThrow(Refusal::notFound);
    Map<SlotId, Attendance> known =
        attendances.known(tx, List.of(application)).getOrDefault(application.id(), Map.of());
    Map<SlotId, Hours.Worked> worked =
        attendances
            .hours()
            .of(tx, List.of(application.id()))
            .getOrDefault(application.id(), Map.of());
    return Page.show(
        "my_day",
        new MyDay(
            application.id(),
            task.communityId(),
            task.id(),
            task.title(),
            OnCall.numbers(task.onCall()),
            application.slots().stream()
                .filter(slot -> slot.state().isChosen())
                .map(
                    slot ->
                        row(
                            form,
                            tx,
                            slot,
                            known.getOrDefault(
                                slot.slotId(), Attendance.unknown(application.id(), slot.slotId())),
                            worked.get(slot.slotId())))
                .toList(),
            !mistakes.isEmpty(),
            mistakes));
  }

  private Row row(
      Form form, Tx tx, ApplicationSlot slot, Attendance known, Hours.@Nullable Worked worked) {
    Lang lang = form.lang();
    List<PastLine> past =
        facts.lines(
            facts
                .of(tx, List.of(known.applicationId()), lang)
                .getOrDefault(known.applicationId(), List.of()),
            slot.slotId(),
            lang);
    boolean begun = slot.whole() || !slot.startsAt().isAfter(tx.now());
    String recorder =
        known.recordedBy() == null ? "" : people.contact(tx, known.recordedBy()).name();
    return new Row(
        slot.slotId(),
        slot.spoken(lang),
        known.checkedInAt() == null
            ? ""
            : words.say(
                lang, "attendance.checked_in", Map.of("time", Spoken.time(known.checkedInAt()))),
        known.recordedAt() == null
            ? ""
            : words.say(
                lang,
                "attendance.saved",
                Map.of(
                    "state",
                    words.say(lang, "attendance.state." + known.state().name()),
                    "name",
                    recorder,
                    "time",
                    Spoken.day(known.recordedAt(), lang) + " " + Spoken.time(known.recordedAt()))),
        known.note(),
        known.report() == null ? "" : known.report().words(),
        known.answer() == null ? "" : known.answer().words(),
        known.said() > 0,
        !known.state().isPresence() && known.report() == null,
        worked == null ? "" : hours(words, lang, worked),
        begun && (worked == null || worked.confirmedAt() == null),
        worked == null ? "" : Hours.clock(worked.minutes()),
        past,
        !past.isEmpty());
  }

  /** {@code 2:30（本人）→ 2:00（確かめずみ）}. */
  static String hours(Words words, Lang lang, Hours.Worked worked) {
    String told = Hours.clock(worked.minutes());
    if (worked.confirmed() == null) {
      return words.say(lang, "hours.told", Map.of("hours", told, "note", worked.note()));
    }
    int minutes = Objects.requireNonNull(worked.confirmed());
    return words.say(lang, "hours.confirmed", Map.of("hours", Hours.clock(minutes)));
  }
}
