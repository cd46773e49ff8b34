package yui.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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

/** Half-days painted free, a month at a time. */
public final class AvailabilityPages {
  private static final String PATH = "/me/availability";
  private static final int DAYS_WORTH_A_PAGE = 7;
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final int ALL = 1_000;
  private static final boolean[] HALVES = {false, true};
  private static final ObjectNode NOTHING = Json.MAPPER.createObjectNode();

  private final FreeTimes freeTimes = new FreeTimes();
  private final Weeks weeks = new Weeks();
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
          return page(form, tx, from, painted(tx, me, from), Typed.of(NOTHING), false);
        });
    pages.post(PATH + "/week", this::saveWeek);
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
              Typed.refused(body, errors, summary),
              true);
        });
  }

  private Page saveWeek(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    form.all("halfDays").forEach(body.putArray("halfDays")::add);
    weeks.put(tx, form.caller(), form.body("putWeek", body, Weeks.Entry.class));
    return Page.elsewhere(form.base() + PATH, "week_saved");
  }

  private Page save(Form form, Tx tx) {
    String there = form.base() + PATH;
    if (form.filled("paintStay").isPresent()) {
      freeTimes.paint(tx, form.caller(), new StayId(stay(form)));
      return Page.elsewhere(there, "times_saved");
    }
    LocalDate today = Days.of(tx.now());
    if (form.filled("fill").isPresent()) return filled(form, tx, first(form, today));
    Availability kept =
        freeTimes.put(
            tx, form.caller(), form.body("putAvailability", body(form, today), Availability.class));
    String next = form.filled("then").map(AvailabilityPages::day).orElse(kept.from()).toString();
    return Page.elsewhere(there + "?from=" + next, "times_saved");
  }

  /** What a quick button would paint; nothing is kept before it is saved. */
  private Page filled(Form form, Tx tx, LocalDate from) {
    LocalDate to = last(from, tx);
    Set<String> painted = new HashSet<>(form.all("halfDays"));
    Set<String> lastMonth = lastMonth(tx, form.caller().known(), from);
    if (!form.text("fill").matches("weekend|weekdays")) painted.clear();
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      for (boolean pm : HALVES) {
        String value = HalfDays.print(HalfDays.of(day, pm));
        boolean fill =
            switch (form.text("fill")) {
              case "weekend" -> !shade(day.getDayOfWeek()).isEmpty();
              case "weekdays" -> shade(day.getDayOfWeek()).isEmpty();
              case "last" -> lastMonth.contains(value);
              default -> false;
            };
        if (fill) painted.add(value);
      }
    }
    return page(form, tx, from, painted, Typed.of(NOTHING), true);
  }

  private Set<String> painted(Tx tx, PersonId me, LocalDate from) {
    return Set.copyOf(freeTimes.get(tx, me, from, last(from, tx)).halfDays());
  }

  /**
   * The half-days of this month that stand as last month's did: its second Saturday as the second.
   */
  private Set<String> lastMonth(Tx tx, PersonId me, LocalDate from) {
    YearMonth month = YearMonth.from(from);
    YearMonth before = month.minusMonths(1);
    Set<String> same = new HashSet<>();
    for (String halfDay :
        freeTimes.get(tx, me, before.atDay(1), before.atEndOfMonth()).halfDays()) {
      LocalDate day = HalfDays.date(HalfDays.parse(halfDay));
      LocalDate now =
          month
              .atDay(1)
              .with(
                  TemporalAdjusters.dayOfWeekInMonth(
                      (day.getDayOfMonth() - 1) / 7 + 1, day.getDayOfWeek()));
      if (YearMonth.from(now).equals(month)) same.add(now + halfDay.substring(10));
    }
    return same;
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

  /**
   * The first day shown: of the month asked for, or of the one that begins when this is all but
   * over.
   */
  private static LocalDate first(Form form, LocalDate today) {
    LocalDate latest = today.plusDays(FreeTimes.HORIZON_DAYS);
    Optional<LocalDate> asked = form.filled("from").map(AvailabilityPages::day);
    if (asked.isEmpty()) {
      LocalDate end = YearMonth.from(today).atEndOfMonth();
      return end.isBefore(today.plusDays(DAYS_WORTH_A_PAGE)) ? end.plusDays(1) : today;
    }
    LocalDate day = asked.get().isAfter(latest) ? latest : asked.get();
    LocalDate first = YearMonth.from(day).atDay(1);
    return first.isBefore(today) ? today : first;
  }

  private static LocalDate day(String typed) {
    try {
      return LocalDate.parse(typed);
    } catch (DateTimeException e) {
      throw Refusal.invalid("#/query/from", "format_date");
    }
  }

  private static LocalDate last(LocalDate from, Tx tx) {
    LocalDate latest = Days.of(tx.now()).plusDays(FreeTimes.HORIZON_DAYS);
    LocalDate last = YearMonth.from(from).atEndOfMonth();
    return last.isAfter(latest) ? latest : last;
  }

  private Page page(
      Form form, Tx tx, LocalDate from, Set<String> painted, Typed typed, boolean filled) {
    PersonId me = form.caller().known();
    Lang lang = form.lang();
    LocalDate today = Days.of(tx.now());
    LocalDate to = last(from, tx);
    Map<Integer, String> taken =
        busy.of(tx, me, HalfDays.of(from, false), HalfDays.of(to, true), lang);
    Set<String> lastMonth = lastMonth(tx, me, from);
    List<Week> weeks = new ArrayList<>();
    LocalDate monday = from.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    for (; !monday.isAfter(to); monday = monday.plusWeeks(1)) {
      List<Name> days = new ArrayList<>();
      List<Half> ams = new ArrayList<>();
      List<Half> pms = new ArrayList<>();
      for (DayOfWeek weekday : DayOfWeek.values()) {
        LocalDate day = monday.plusDays(weekday.getValue() - 1L);
        boolean outside = day.isBefore(from) || day.isAfter(to);
        String number = Integer.toString(day.getDayOfMonth());
        days.add(new Name(outside ? "" : number, shade(weekday)));
        ams.add(outside ? Half.NONE : half(day, false, painted, lastMonth, taken, lang));
        pms.add(outside ? Half.NONE : half(day, true, painted, lastMonth, taken, lang));
      }
      weeks.add(new Week(days, ams, pms));
    }
    return Page.show(
        "availability",
        new View(
            from.toString(),
            to.toString(),
            Spoken.month(YearMonth.from(from), lang),
            YearMonth.from(from).toString(),
            Long.toString(painted.stream().filter(half -> within(half, from, to)).count()),
            filled,
            weekdays(lang),
            weeks,
            months(form, today, YearMonth.from(from)),
            next(to, today, lang),
            week(tx, me, false, lang),
            week(tx, me, true, lang),
            suggestion(tx, me, today, lang),
            typed.hasErrors(),
            typed.errors()));
  }

  private static boolean within(String halfDay, LocalDate from, LocalDate to) {
    return halfDay.compareTo(from.toString()) >= 0
        && halfDay.compareTo(to.plusDays(1).toString()) < 0;
  }

  private static List<Name> weekdays(Lang lang) {
    return Arrays.stream(DayOfWeek.values())
        .map(day -> new Name(Spoken.weekday(day, lang), shade(day)))
        .toList();
  }

  private List<Half> week(Tx tx, PersonId me, boolean pm, Lang lang) {
    Set<String> again = Set.copyOf(weeks.get(tx, me).halfDays());
    String half = words.say(lang, pm ? "availability.pm" : "availability.am");
    return Arrays.stream(DayOfWeek.values())
        .map(
            day -> {
              String code = Weeks.code(day, pm);
              String label = Spoken.weekday(day, lang) + " " + half;
              return new Half(code, label, again.contains(code), false, "");
            })
        .toList();
  }

  private static List<Month> months(Form form, LocalDate today, YearMonth shown) {
    List<Month> months = new ArrayList<>();
    YearMonth last = YearMonth.from(today.plusDays(FreeTimes.HORIZON_DAYS));
    for (YearMonth at = YearMonth.from(today); !at.isAfter(last); at = at.plusMonths(1)) {
      months.add(
          new Month(
              form.base() + PATH + "?from=" + at.atDay(1),
              Spoken.month(at.atDay(1), form.lang()),
              at.toString(),
              at.equals(shown)));
    }
    return months;
  }

  private @Nullable Next next(LocalDate to, LocalDate today, Lang lang) {
    LocalDate next = to.plusDays(1);
    if (next.isAfter(today.plusDays(FreeTimes.HORIZON_DAYS))) return null;
    String label =
        words.say(lang, "availability.save_and_next", Map.of("month", Spoken.month(next, lang)));
    return new Next(next.toString(), label);
  }

  private static String shade(DayOfWeek day) {
    return day == DayOfWeek.SATURDAY ? "sat" : day == DayOfWeek.SUNDAY ? "sun" : "";
  }

  private Half half(
      LocalDate day,
      boolean pm,
      Set<String> painted,
      Set<String> lastMonth,
      Map<Integer, String> taken,
      Lang lang) {
    int number = HalfDays.of(day, pm);
    String value = HalfDays.print(number);
    return new Half(
        value,
        Spoken.brief(day, lang) + " " + words.say(lang, pm ? "availability.pm" : "availability.am"),
        painted.contains(value),
        lastMonth.contains(value),
        taken.getOrDefault(number, ""));
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
      String month,
      String yearMonth,
      String count,
      boolean filled,
      List<Name> weekdays,
      List<Week> weeks,
      List<Month> months,
      @Nullable Next next,
      List<Half> weekAms,
      List<Half> weekPms,
      @Nullable Suggestion suggestion,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Name(String name, String shade) {}

  record Week(List<Name> days, List<Half> ams, List<Half> pms) {}

  record Half(String value, String label, boolean checked, boolean last, String busy) {
    static final Half NONE = new Half("", "", false, false, "");
  }

  record Month(String href, String label, String yearMonth, boolean isShown) {}

  record Next(String day, String label) {}

  record Suggestion(String text, String stayId) {}
}
