package yui.attendance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.ApplicationState;
import yui.applications.Applications;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Tx;
import yui.people.People;
import yui.tasks.OnCall;
import yui.tasks.Task;
import yui.tasks.Tasks;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** The day's list for hosts, and checking in for those who come. */
public final class AttendancePages {
  record Done(String title, String when, String heads, List<OnCall.Number> onCall) {}

  record Next(String title, String when) {}

  record CheckIn(
      Typed.Field code,
      long clock,
      @Nullable Done done,
      List<Next> next,
      boolean hasNext,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Attendances attendances;
  private final Applications applications;
  private final Tasks tasks;
  private final People people;
  private final DayPage day;
  private final Words words;

  public AttendancePages(
      Attendances attendances, Applications applications, Tasks tasks, People people, Words words) {
    this.attendances = attendances;
    this.applications = applications;
    this.tasks = tasks;
    this.people = people;
    this.day = new DayPage(attendances, applications, tasks, people, words);
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/tasks/:id/day", day::show);
    pages.post("/tasks/:id/day", day::post, day::again);
    pages.post("/tasks/:id/day/marks", day::mark, day::again);
    pages.get("/c/:code", this::arrived);
    pages.post("/c/:code", this::arrive);
    new MyDayPages(attendances, applications, tasks, people, words).bind(pages);
    pages.post("/tasks/:id/day/hours", day::confirmHours, day::again);
    pages.get(
        "/me/check-in",
        (form, tx) ->
            checkIn(
                form,
                tx,
                Typed.stored(Map.of("code", form.text("code"))),
                form.filled("done").map(id -> done(form, tx, id)).orElse(null)));
    pages.post(
        "/me/check-in",
        this::checkIn,
        (form, tx, fields, summary) ->
            checkIn(form, tx, Typed.refused(form, fields, summary), null));
  }

  record Arrival(String code, String title, String when, long clock) {}

  /** What the camera opens: one button; looking changes nothing. */
  private Page arrived(Form form, Tx tx) {
    form.caller().known();
    Task task = attendances.at(tx, form.path("code"));
    return Page.show(
        "arrival",
        new Arrival(
            task.checkInCode(),
            task.title(),
            task.slots().stream()
                .filter(slot -> slot.endsAt().isAfter(tx.now()))
                .findFirst()
                .map(slot -> slot.spoken(form.lang()))
                .orElse(""),
            tx.now().toEpochMilli()));
  }

  private Page arrive(Form form, Tx tx) {
    Attendances.CheckedIn there =
        attendances.checkIn(tx, form.caller(), form.path("code"), "QR", null);
    return Page.elsewhere(
        form.base() + "/me/check-in?done=" + there.application().id(), "checked_in");
  }

  private Page checkIn(Form form, Tx tx) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("code", form.text("code"));
    form.filled("happenedAt").ifPresent(at -> json.put("happenedAt", at));
    AttendanceRoutes.CheckInEntry entry =
        form.body("checkIn", json, AttendanceRoutes.CheckInEntry.class);
    Attendances.CheckedIn there =
        attendances.checkIn(tx, form.caller(), entry.code(), "CODE", entry.happenedAt());
    return Page.elsewhere(
        form.base() + "/me/check-in?done=" + there.application().id(), "checked_in");
  }

  private Done done(Form form, Tx tx, String id) {
    Application application = applications.visible(tx, form.caller(), known(id));
    Task task = tasks.find(tx, application.taskId()).orElseThrow();
    Lang lang = form.lang();
    return new Done(
        task.title(),
        application.slots().stream()
            .filter(slot -> slot.endsAt().isAfter(tx.now()))
            .findFirst()
            .map(slot -> slot.spoken(lang))
            .orElse(""),
        words.say(lang, "application.heads", Map.of("heads", application.heads())),
        OnCall.numbers(task.onCall()));
  }

  private static ApplicationId known(String id) {
    try {
      return new ApplicationId(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      throw Refusal.notFound();
    }
  }

  private Page checkIn(Form form, Tx tx, Typed typed, @Nullable Done done) {
    Lang lang = form.lang();
    List<Next> next =
        done != null
            ? List.of()
            : applications.comingSoon(tx, form.caller().known()).stream()
                .flatMap(
                    application -> {
                      Task task =
                          Objects.requireNonNull(tasks.find(tx, application.taskId()).orElse(null));
                      return application.slots().stream()
                          .filter(s -> s.state() == ApplicationState.CONFIRMED)
                          .filter(s -> s.endsAt().isAfter(tx.now()))
                          .map(s -> new Next(task.title(), s.spoken(lang)));
                    })
                .limit(5)
                .toList();
    return Page.show(
        "check_in",
        new CheckIn(
            typed.field("code"),
            tx.now().toEpochMilli(),
            done,
            next,
            !next.isEmpty(),
            typed.hasErrors(),
            typed.errors()));
  }
}
