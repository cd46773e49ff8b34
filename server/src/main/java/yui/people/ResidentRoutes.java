package yui.people;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import yui.calendars.BusyCalendar;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.Days;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** The operations about oneself as a helper, and the lists of skills and licences. */
public final class ResidentRoutes {
  private static final int WHOLE_LIST = 500;
  private static final int LONGEST_LOOK_DAYS = 366;

  private final Residents residents;
  private final FreeTimes freeTimes = new FreeTimes();
  private final BusyTimes busyTimes = new BusyTimes(freeTimes);
  private final Weeks weeks = new Weeks();
  private final CalendarReader calendars;
  private final Stays stays;
  private final Skills skills;

  public ResidentRoutes(Communities communities, Skills skills, CalendarReader calendars) {
    this.calendars = calendars;
    this.residents = new Residents(communities, skills);
    this.stays = new Stays(communities);
    this.skills = skills;
  }

  public void bind(Api api) {
    api.read("getResident", (request, tx) -> answer(residents.get(tx, request.caller())));
    api.write(
        "putResident",
        (request, tx) ->
            answer(
                residents.put(
                    tx, request.caller(), request.ifMatch(), request.body(ResidentEntry.class))));
    api.check("putResident", residents::check);
    api.read("getAvailability", this::getAvailability);
    api.write(
        "putAvailability",
        (request, tx) ->
            Answer.ok(freeTimes.put(tx, request.caller(), request.body(Availability.class))));
    api.read(
        "getWeek",
        (request, tx) -> {
          residents.get(tx, request.caller());
          return Answer.ok(weeks.get(tx, request.caller().known()));
        });
    api.write(
        "putWeek",
        (request, tx) ->
            Answer.ok(weeks.put(tx, request.caller(), request.body(Weeks.Entry.class))));
    api.upload(
        "importBusyTimes",
        request -> calendars.read(request.file("calendar").orElseThrow(BusyTimes::missing)),
        this::importBusyTimes);
    api.read("listStays", this::listStays);
    api.write(
        "addStay",
        (request, tx) ->
            Answer.created(stays.add(tx, request.caller(), request.body(StayEntry.class))));
    api.write(
        "removeStay",
        (request, tx) -> {
          stays.remove(tx, request.caller(), new StayId(request.id("stayId")));
          return Answer.nothing();
        });
    api.read(
        "listSkills",
        (request, tx) ->
            Answer.ok(
                Cursor.cut(
                    skills.skills(tx, after(request), request.limit(WHOLE_LIST) + 1),
                    request.limit(WHOLE_LIST),
                    Skill::code)));
    api.read(
        "listLicences",
        (request, tx) ->
            Answer.ok(
                Cursor.cut(
                    skills.licences(tx, after(request), request.limit(WHOLE_LIST) + 1),
                    request.limit(WHOLE_LIST),
                    Licence::code)));
  }

  private static Answer answer(Resident resident) {
    return Answer.ok(resident).tagged(resident.version());
  }

  private static String after(Request request) {
    return request.query("cursor").map(Cursor::decodeCode).orElse("");
  }

  private Answer getAvailability(Request request, Tx tx) {
    Caller caller = request.caller();
    residents.get(tx, caller);
    LocalDate today = Days.of(tx.now());
    Optional<LocalDate> asked = request.query("to").map(LocalDate::parse);
    LocalDate from = request.query("from").map(LocalDate::parse).orElse(today);
    if (from.isAfter(today.plusDays(LONGEST_LOOK_DAYS))) {
      throw Refusal.invalid("#/query/from", "too_far_ahead");
    }
    LocalDate to = asked.orElse(from.plusDays(FreeTimes.HORIZON_DAYS));
    if (to.isBefore(from)) throw Refusal.invalid("#/query/to", "end_before_start");
    if (to.isAfter(from.plusDays(LONGEST_LOOK_DAYS))) {
      throw Refusal.invalid("#/query/to", "too_far_ahead");
    }
    return Answer.ok(freeTimes.get(tx, caller.known(), from, to));
  }

  private Answer importBusyTimes(Request request, Tx tx) {
    residents.get(tx, request.caller());
    BusyTimes.Found found =
        busyTimes.found(tx, request.caller(), request.made(BusyCalendar.Found.class));
    if (!request.query("preview").orElse("false").equals("true")) {
      busyTimes.takeOff(tx, request.caller(), found.halfDays());
    }
    return Answer.ok(found);
  }

  private Answer listStays(Request request, Tx tx) {
    String[] place =
        request
            .query("cursor")
            .map(Cursor::decode)
            .orElse("0001-01-01|" + new UUID(0, 0))
            .split("\\|", 2);
    try {
      return Answer.ok(
          Cursor.cut(
              stays.list(
                  tx,
                  request.caller(),
                  LocalDate.parse(place[0]),
                  UUID.fromString(place.length > 1 ? place[1] : ""),
                  request.limit() + 1),
              request.limit(),
              stay -> stay.from() + "|" + stay.id()));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw Refusal.invalid("#/query/cursor", "cursor_unknown");
    }
  }
}
