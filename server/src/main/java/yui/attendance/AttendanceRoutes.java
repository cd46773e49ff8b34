package yui.attendance;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yui.applications.ApplicationId;
import yui.applications.Applications;
import yui.db.Tx;
import yui.people.People;
import yui.tasks.SlotId;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;
import yui.web.Words;

/** Checking in and saying who came, over HTTP. */
public final class AttendanceRoutes {
  record CheckInEntry(String code, @Nullable OffsetDateTime happenedAt) {}

  /** Somebody's words. */
  record SaidEntry(String words) {}

  /** How long somebody worked. */
  record HoursEntry(int minutes, @Nullable String note) {
    @Override
    public String note() {
      return Objects.requireNonNullElse(note, "");
    }
  }

  /** What the host's side says to it. */
  record HoursConfirmation(@Nullable Integer minutes) {}

  private final Attendances attendances;
  private final Applications applications;
  private final AttendanceViews views;
  private final Facts facts;

  /** What was said of a day. */
  record FactList(List<Facts.Fact> items) {}

  public AttendanceRoutes(
      Attendances attendances, Applications applications, People people, Words words) {
    this.attendances = attendances;
    this.applications = applications;
    this.facts = new Facts(people, words);
    this.views = new AttendanceViews(people, words);
  }

  public void bind(Api api) {
    api.write("checkIn", (rq, tx) -> Answer.created(views.of(checkIn(tx, rq))));
    bindFacts(api);
    api.read("listAttendanceEvents", this::list);
    api.write("recordAttendance", this::record);
    api.write(
        "markAttendance",
        (rq, tx) -> {
          Attendances.Recorded recorded =
              attendances.mark(
                  tx,
                  rq.caller(),
                  new ApplicationId(rq.id("applicationId")),
                  new SlotId(rq.id("slotId")),
                  rq.body(Attendances.Mark.class));
          return Answer.created(views.of(tx, rq.caller(), recorded, false));
        });
  }

  private Attendances.CheckedIn checkIn(Tx tx, Request request) {
    CheckInEntry entry = request.body(CheckInEntry.class);
    return attendances.checkIn(tx, request.caller(), entry.code(), "CODE", entry.happenedAt());
  }

  private void bindFacts(Api api) {
    api.write(
        "reportAbsence",
        (rq, tx) ->
            Answer.created(
                views.of(
                    tx,
                    attendances
                        .absences()
                        .report(
                            tx,
                            rq.caller(),
                            application(rq),
                            slot(rq),
                            rq.body(SaidEntry.class).words()))));
    api.write(
        "answerAttendance",
        (rq, tx) ->
            Answer.created(
                views.of(
                    tx,
                    attendances
                        .absences()
                        .answer(
                            tx,
                            rq.caller(),
                            application(rq),
                            slot(rq),
                            rq.body(SaidEntry.class).words()))));
    api.write(
        "tellHours",
        (rq, tx) -> {
          HoursEntry entry = rq.body(HoursEntry.class);
          return Answer.ok(
              views.of(
                  tx,
                  attendances
                      .hours()
                      .tell(
                          tx,
                          rq.caller(),
                          application(rq),
                          slot(rq),
                          entry.minutes(),
                          entry.note())));
        });
    api.write(
        "confirmHours",
        (rq, tx) ->
            Answer.ok(
                views.of(
                    tx,
                    attendances
                        .hours()
                        .confirm(
                            tx,
                            rq.caller(),
                            application(rq),
                            slot(rq),
                            rq.body(HoursConfirmation.class).minutes()))));
  }

  private Answer list(Request rq, Tx tx) {
    ApplicationId id = application(rq);
    applications.visible(tx, rq.caller(), id);
    return Answer.ok(
        new FactList(
            tx.seenBy(
                rq.caller(),
                () -> facts.of(tx, List.of(id), rq.caller().lang()).getOrDefault(id, List.of()))));
  }

  private static ApplicationId application(Request rq) {
    return new ApplicationId(rq.id("applicationId"));
  }

  private static SlotId slot(Request rq) {
    return new SlotId(rq.id("slotId"));
  }

  private Answer record(Request rq, Tx tx) {
    ApplicationId application = new ApplicationId(rq.id("applicationId"));
    SlotId slot = new SlotId(rq.id("slotId"));
    AttendanceEntry entry = rq.body(AttendanceEntry.class);
    if (rq.flag("preview")) {
      return Answer.ok(
          views.of(
              tx,
              rq.caller(),
              attendances.preview(tx, rq.caller(), application, slot, entry),
              true));
    }
    Attendances.Recorded recorded =
        attendances.record(tx, rq.caller(), application, slot, entry, rq.ifMatch());
    return Answer.ok(views.of(tx, rq.caller(), recorded, false))
        .tagged(recorded.attendance().version());
  }
}
