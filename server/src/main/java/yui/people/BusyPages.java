package yui.people;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import yui.calendars.BusyCalendar;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.engine.HalfDays;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** A calendar file sent, what it would take off shown, and only then taken off. */
public final class BusyPages {
  private static final String PATH = "/me/availability/busy";

  private final BusyTimes busyTimes = new BusyTimes(new FreeTimes());
  private final CalendarReader calendars;
  private final Words words;

  public BusyPages(CalendarReader calendars, Words words) {
    this.calendars = calendars;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get(
        PATH,
        (form, tx) ->
            ResidentStore.find(tx, form.caller().known()).isEmpty()
                ? Page.elsewhere(form.base() + "/me/profile", "profile_first")
                : ask(Typed.stored(Map.of())));
    pages.upload(
        PATH,
        form -> calendars.read(form.file("calendar").orElseThrow(BusyTimes::missing)),
        this::preview,
        (form, tx, errors, summary) -> ask(Typed.refused(form, errors, summary)));
    pages.post(
        PATH + "/take-off",
        (form, tx) -> {
          List<String> halfDays = form.all("halfDays");
          if (halfDays.size() > HalfDays.HORIZON) throw Refusal.invalid("/halfDays", "maxItems");
          busyTimes.takeOff(tx, form.caller(), halfDays);
          return Page.elsewhere(form.base() + "/me/availability", "busy_taken_off");
        });
  }

  private static Page ask(Typed typed) {
    return Page.show(
        "busy",
        new View(
            typed.field("calendar"),
            false,
            "",
            List.of(),
            false,
            typed.hasErrors(),
            typed.errors()));
  }

  private Page preview(Form form, Tx tx, BusyCalendar.Found read) {
    if (ResidentStore.find(tx, form.caller().known()).isEmpty()) {
      throw Refusal.conflict("resident_needed");
    }
    BusyTimes.Found found = busyTimes.found(tx, form.caller(), read);
    Lang lang = form.lang();
    Map<LocalDate, List<Half>> byDay = new LinkedHashMap<>();
    for (String halfDay : found.halfDays()) {
      int number = HalfDays.parse(halfDay);
      String half = words.say(lang, HalfDays.pm(number) ? "availability.pm" : "availability.am");
      byDay
          .computeIfAbsent(HalfDays.date(number), day -> new ArrayList<>())
          .add(new Half(halfDay, half));
    }
    List<Day> days = new ArrayList<>();
    byDay.forEach((day, halves) -> days.add(new Day(Spoken.brief(day, lang), halves)));
    String said =
        words.say(
                lang,
                "busy.found",
                Map.of("events", found.events(), "halfDays", found.halfDays().size()))
            + (found.unread() == 0
                ? ""
                : " " + words.say(lang, "busy.unread", Map.of("n", found.unread())));
    return Page.show(
        "busy",
        new View(
            Typed.stored(Map.of()).field("calendar"),
            true,
            said,
            days,
            !days.isEmpty(),
            false,
            List.of()));
  }

  record View(
      Typed.Field calendar,
      boolean isPreview,
      String said,
      List<Day> days,
      boolean hasDays,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Day(String label, List<Half> halves) {}

  record Half(String value, String label) {}
}
