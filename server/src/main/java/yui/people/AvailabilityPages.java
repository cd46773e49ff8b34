package yui.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.engine.HalfDays;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Half-days painted free in a table of five weeks. */
public final class AvailabilityPages {
  private static final String PATH = "/me/availability";
  private static final int SHOWN_DAYS = 35;
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final int ALL = 1_000;

  private final FreeTimes freeTimes = new FreeTimes();
  private final Busy busy;
  private final Words words;

  public AvailabilityPages(Busy busy, Words words) {
    this.busy = busy;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get(
        PATH,
        (form, tx) -> {
          PersonId me = form.caller().known();
          if (ResidentStore.find(tx, me).isEmpty()) {
            return Page.elsewhere(form.base() + "/me/profile", "profile_first");
          }
          LocalDate from = first(form, Days.of(tx.now()));
          Set<String> painted = Set.copyOf(freeTimes.get(tx, me, from, last(from, tx)).halfDays());
          return page(form, tx, from, painted, Typed.of(Json.MAPPER.createObjectNode()));
        });
    pages.post(
        PATH,
        this::save,
        (form, tx, errors, summary) -> {
          ObjectNode body = body(form, Days.of(tx.now()));
          return page(
              form,
              tx,
              first(form, Days.of(tx.now())),
              Set.copyOf(form.all("halfDays")),
              Typed.refused(body, errors, summary));
        });
  }

  private Page save(Form form, Tx tx) {
    String there = form.base() + PATH;
    if (form.filled("paintStay").isPresent()) {
      freeTimes.paint(tx, form.caller(), new StayId(stay(form)));
      return Page.elsewhere(there, "times_saved");
    }
    ObjectNode body = body(form, Days.of(tx.now()));
    Availability kept =
        freeTimes.put(tx, form.caller(), form.body("putAvailability", body, Availability.class));
    return Page.elsewhere(there + "?from=" + kept.from(), "times_saved");
  }

  private static UUID stay(Form form) {
    try {
      return UUID.fromString(form.text("paintStay"));
    } catch (IllegalArgumentException e) {
      throw Refusal.notFound();
    }
  }

  /** A page left open over midnight still speaks of yesterday; that part is let go. */
  private static ObjectNode body(Form form, LocalDate today) {
    String from = form.text("from");
    boolean isOld = from.compareTo(today.toString()) < 0;
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("from", isOld ? today.toString() : from).put("to", form.text("to"));
    ArrayNode halfDays = body.putArray("halfDays");
    form.all("halfDays").stream()
        .filter(halfDay -> !isOld || halfDay.compareTo(today.toString()) >= 0)
        .forEach(halfDays::add);
    return body;
  }

  private static LocalDate first(Form form, LocalDate today) {
    try {
      LocalDate asked = form.filled("from").map(LocalDate::parse).orElse(today);
      LocalDate latest = today.plusDays(FreeTimes.HORIZON_DAYS);
      return asked.isBefore(today) ? today : asked.isAfter(latest) ? latest : asked;
    } catch (DateTimeException e) {
      throw Refusal.invalid("#/query/from", "format_date");
    }
  }

  private static LocalDate last(LocalDate from, Tx tx) {
    LocalDate latest = Days.of(tx.now()).plusDays(FreeTimes.HORIZON_DAYS);
    LocalDate last = from.plusDays(SHOWN_DAYS - 1);
    return last.isAfter(latest) ? latest : last;
  }

  private Page page(Form form, Tx tx, LocalDate from, Set<String> painted, Typed typed) {
    PersonId me = form.caller().known();
    LocalDate today = Days.of(tx.now());
    LocalDate to = last(from, tx);
    Map<Integer, String> taken =
        busy.of(tx, me, HalfDays.of(from, false), HalfDays.of(to, true), form.lang());
    List<Day> days = new ArrayList<>();
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      days.add(
          new Day(
              Spoken.brief(day, form.lang()),
              shade(day),
              day.equals(from) || day.getDayOfMonth() == 1 ? Spoken.month(day, form.lang()) : "",
              half(day, false, painted, taken),
              half(day, true, painted, taken)));
    }
    String here = form.base() + PATH;
    LocalDate earlier = from.minusDays(SHOWN_DAYS);
    return Page.show(
        "availability",
        new View(
            from.toString(),
            to.toString(),
            Integer.toString(painted.size()),
            days,
            from.isAfter(today)
                ? here + "?from=" + (earlier.isBefore(today) ? today : earlier)
                : "",
            to.isBefore(today.plusDays(FreeTimes.HORIZON_DAYS))
                ? here + "?from=" + to.plusDays(1)
                : "",
            suggestion(tx, me, today, form.lang()),
            typed.hasErrors(),
            typed.errors()));
  }

  private static String shade(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY
        ? "sat"
        : day.getDayOfWeek() == DayOfWeek.SUNDAY ? "sun" : "";
  }

  private static Half half(
      LocalDate day, boolean pm, Set<String> painted, Map<Integer, String> taken) {
    int number = HalfDays.of(day, pm);
    String value = HalfDays.print(number);
    return new Half(value, painted.contains(value), taken.getOrDefault(number, ""));
  }

  /** The first stay to come of whose days none is painted yet. */
  private @Nullable Suggestion suggestion(Tx tx, PersonId me, LocalDate today, Lang lang) {
    Optional<Stay> bare =
        StayStore.list(tx, me, today, FIRST, new UUID(0, 0), ALL).stream()
            .filter(stay -> !freeTimes.paintable(stay, today).isEmpty())
            .filter(stay -> freeTimes.get(tx, me, stay.from(), stay.to()).halfDays().isEmpty())
            .findFirst();
    return bare.map(
            stay ->
                new Suggestion(
                    words.say(
                        lang,
                        "availability.stay",
                        Map.of(
                            "where",
                            stay.label() == null ? "" : stay.label(),
                            "days",
                            Spoken.days(stay.from(), stay.to(), lang))),
                    stay.id().toString()))
        .orElse(null);
  }

  record View(
      String from,
      String to,
      String count,
      List<Day> days,
      String earlierHref,
      String laterHref,
      @Nullable Suggestion suggestion,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Day(String label, String shade, String month, Half am, Half pm) {}

  record Half(String value, boolean checked, String busy) {}

  record Suggestion(String text, String stayId) {}
}
