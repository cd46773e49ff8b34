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
import java.util.stream.Collectors;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Group;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.places.Picking;
import yui.places.PlaceField;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Typed;
import yui.web.Words;

/** A community's work days, and the form for a new one: empty, or the same as an earlier one. */
final class WorkDayForm {
  private static final int ROWS = 4;
  private static final int MOST = 20;
  private static final int LIMIT = 100;

  record DayLine(String href, String copyHref, String title, String day, String jobs) {}

  record JobRow(int n, Typed.Field title, Typed.Field from, Typed.Field to, Typed.Field capacity) {}

  record View(
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
      PlaceField place,
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

  private final Tasks tasks;
  private final Posting posting;
  private final WorkDays workDays;
  private final Communities communities;
  private final Picking picking;
  private final Words words;

  WorkDayForm(
      Tasks tasks,
      Posting posting,
      WorkDays workDays,
      Communities communities,
      Picking picking,
      Words words) {
    this.tasks = tasks;
    this.posting = posting;
    this.workDays = workDays;
    this.communities = communities;
    this.picking = picking;
    this.words = words;
  }

  Page show(Form form, Tx tx) {
    Community community = communities.get(tx, community(form));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("place.lat", TypedTask.plain(community.lat()));
    values.put("place.lon", TypedTask.plain(community.lon()));
    form.filledId("copy").ifPresent(id -> values.putAll(earlier(form, tx, id)));
    return list(form, tx, Typed.stored(values), ROWS);
  }

  Page again(Form form, Tx tx, Map<String, String> fields, String summary) {
    return list(form, tx, Typed.refused(form, fields, summary), ROWS);
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }

  /** All that an earlier day says, but when it was. */
  private Map<String, Object> earlier(Form form, Tx tx, UUID id) {
    WorkDays.Shown day = workDays.get(tx, form.caller(), id);
    Map<String, Object> values = new LinkedHashMap<>();
    for (int n = 0; n < day.jobs().size(); n++) {
      Task job = tasks.visible(tx, form.caller(), day.jobs().get(n).id());
      if (n == 0) {
        values.putAll(TypedTask.stored(job, false));
        String hard =
            job.hardParts().stream().map(HardPart::note).collect(Collectors.joining("\n"));
        values.put("hardParts", hard);
      }
      String row = "jobs." + n + ".";
      values.put(row + "title", job.title());
      if (job.slots().isEmpty()) continue;
      Slot slot = job.slots().getFirst();
      values.put(row + "from", clock(slot.startsAt().atZone(Days.TOKYO).toLocalTime()));
      values.put(row + "to", clock(slot.endsAt().atZone(Days.TOKYO).toLocalTime()));
      values.put(row + "capacity", slot.capacity());
    }
    values.put("title", day.title());
    values.put("words", day.words());
    return values;
  }

  private static String clock(LocalTime time) {
    return time.toString().substring(0, 5);
  }

  private Page list(Form form, Tx tx, Typed typed, int least) {
    CommunityId id = community(form);
    Map<String, String> groups = new LinkedHashMap<>();
    for (Group group : posting.groups(tx, form.caller(), id)) {
      groups.put(group.id().toString(), group.name());
    }
    String base = form.base();
    List<DayLine> days =
        workDays.list(tx, form.caller(), id, LIMIT, Optional.empty()).items().stream()
            .map(
                day ->
                    new DayLine(
                        base + "/work-days/" + day.id(),
                        base + "/communities/" + id + "/work-days?copy=" + day.id() + "#new",
                        day.title(),
                        Spoken.brief(day.day(), form.lang()),
                        words.say(form.lang(), "work_day.n_jobs", Map.of("n", day.jobs().size()))))
            .toList();
    List<JobRow> rows = new ArrayList<>();
    for (int n = 0; n < Math.min(MOST, Math.max(least, typed.rows("jobs"))); n++) {
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
        new View(
            id.value(),
            communities.get(tx, id).name(form.lang()),
            days,
            !days.isEmpty(),
            !groups.isEmpty(),
            typed.choice("groupId", groups),
            typed.field("title"),
            typed.field("day"),
            typed.field("words"),
            typed.field("place.label"),
            typed.field("place.meetingPoint"),
            picking.needed(
                tx, typed, "place", base + "/communities/" + id + "/work-days", false, form.lang()),
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

  Page create(Form form, Tx tx) {
    if (Picking.isAsked(form)) {
      return list(form, tx, Typed.again(form, picking.picked(form, tx)), ROWS);
    }
    if (form.filled("_more").isPresent()) {
      Typed typed = Typed.stored(typed(form));
      return list(form, tx, typed, typed.rows("jobs") + 1);
    }
    List<FieldError> errors = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    ObjectNode body = body(form, tx, rows, errors);
    try {
      WorkDays.Entry entry = form.body("createWorkDay", body, WorkDays.Entry.class);
      if (!errors.isEmpty()) throw Refusal.invalid(errors);
      WorkDays.Shown day = workDays.create(tx, form.caller(), community(form), entry);
      return Page.elsewhere(form.base() + "/work-days/" + day.id(), "work_day_made");
    } catch (Refusal refusal) {
      if (refusal.errors().isEmpty()) throw refusal;
      for (FieldError error : refusal.errors()) errors.add(named(error, rows));
      throw Refusal.invalid(errors.stream().distinct().toList());
    }
  }

  private static Map<String, List<String>> typed(Form form) {
    Map<String, List<String>> typed = new LinkedHashMap<>();
    for (String name : form.fields().names()) typed.put(name, form.all(name));
    return typed;
  }

  /** Empty rows do not count, so a job's place in the body is not its row. */
  private static FieldError named(FieldError error, List<Integer> rows) {
    String[] at = error.pointer().split("/", 4);
    if (at.length < 4 || !at[1].equals("jobs")) return error;
    int row = rows.get(Integer.parseInt(at[2]));
    return new FieldError("/jobs/" + row + "/" + at[3], error.code(), error.values());
  }

  private static ObjectNode body(Form form, Tx tx, List<Integer> rows, List<FieldError> errors) {
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
    form.filled("onCall.name").ifPresent(name -> onCall(form, body.putObject("onCall"), name));
    ArrayNode jobs = body.putArray("jobs");
    for (int n = 0; n < MOST; n++) {
      String row = "jobs." + n + ".";
      if (form.text(row + "title").isEmpty()) continue;
      rows.add(n);
      ObjectNode job = jobs.addObject().put("title", form.text(row + "title"));
      hour(form, job, n, "from", errors);
      hour(form, job, n, "to", errors);
      TypedTask.number(job, "capacity", form.text(row + "capacity"));
    }
    return body;
  }

  private static void onCall(Form form, ObjectNode onCall, String name) {
    onCall.put("name", name).put("phone", form.text("onCall.phone"));
    form.filled("onCall.backup.name")
        .ifPresent(
            other ->
                onCall
                    .putObject("backup")
                    .put("name", other)
                    .put("phone", form.text("onCall.backup.phone")));
  }

  private static void hour(Form form, ObjectNode job, int n, String name, List<FieldError> errors) {
    TypedWords.time(form.text("jobs." + n + "." + name))
        .ifPresentOrElse(
            time -> job.put(name, clock(time)),
            () -> errors.add(new FieldError("/jobs/" + n + "/" + name, "format_time")));
  }
}
