package yui.matching;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Refusal;
import yui.db.Tx;
import yui.engine.Thanks;
import yui.people.Base;
import yui.people.Resident;
import yui.tasks.TaskCard;
import yui.tasks.TypedWords;
import yui.web.Form;
import yui.web.Page;
import yui.web.Typed;

/** Looking for tasks. */
final class SearchPage {
  private static final int LIMIT = 20;
  private static final List<String> FILTERS =
      List.of(
          "q",
          "from",
          "to",
          "communityId",
          "near",
          "withinKm",
          "skill",
          "reward",
          "travelPaid",
          "sort");

  record Option(String value, String label, boolean selected) {}

  record Tick(String value, String label, boolean checked) {}

  record View(
      String q,
      String from,
      String to,
      List<Option> communities,
      List<Option> skills,
      List<Option> places,
      List<Option> sorts,
      boolean hasPlaces,
      List<Tick> rewards,
      boolean travelPaid,
      String withinKm,
      String count,
      boolean found,
      boolean narrowed,
      List<TaskCard> tasks,
      String firstHref,
      String nextHref,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Matching matching;

  SearchPage(Matching matching) {
    this.matching = matching;
  }

  Page show(Form form) {
    List<Typed.Mistake> mistakes = new ArrayList<>();
    Matching.Cards cards;
    try {
      cards = matching.cards(form.caller(), search(form, mistakes));
    } catch (Refusal refusal) {
      if (refusal.kind() != Refusal.Kind.INVALID) throw refusal;
      mistakes.add(new Typed.Mistake("q", matching.say(form.lang(), "problem.invalid_input")));
      cards = new Matching.Cards(List.of(), 0, null);
    }
    Matching.Cards found = cards;
    return matching.reading(form.caller(), tx -> page(form, tx, found, mistakes));
  }

  private Page page(Form form, Tx tx, Matching.Cards cards, List<Typed.Mistake> mistakes) {
    List<Option> places = places(form, tx);
    String sort = form.filled("sort").orElse(form.text("q").isEmpty() ? "SOONEST" : "BEST");
    Map<String, String> sorts = new LinkedHashMap<>();
    if (!form.text("q").isEmpty()) sorts.put("BEST", say(form, "tasks.sort.BEST"));
    sorts.put("SOONEST", say(form, "tasks.sort.SOON"));
    sorts.put("NEWEST", say(form, "tasks.sort.NEW"));
    if (!places.isEmpty()) sorts.put("NEAREST", say(form, "tasks.sort.NEAR"));
    List<Tick> rewards = new ArrayList<>();
    String reward = form.text("reward");
    rewards.add(new Tick("", say(form, "tasks.any"), reward.isEmpty()));
    for (Thanks kind : Thanks.values()) {
      rewards.add(
          new Tick(
              kind.name(),
              say(form, "thanks." + kind.name().toLowerCase(Locale.ROOT)),
              reward.equals(kind.name())));
    }
    String query = query(form);
    String here = form.base() + "/tasks";
    return Page.show(
        "tasks",
        new View(
            form.text("q"),
            form.text("from"),
            form.text("to"),
            options(matching.communityNames(tx, form.lang()), form.text("communityId")),
            options(matching.skillNames(tx, form.lang()), form.text("skill")),
            places,
            options(sorts, sort),
            !places.isEmpty(),
            rewards,
            form.ticked("travelPaid"),
            form.text("withinKm"),
            Integer.toString(cards.total()),
            !cards.items().isEmpty(),
            FILTERS.stream().anyMatch(name -> !name.equals("q") && !form.text(name).isEmpty()),
            cards.items(),
            form.filled("cursor").isPresent() ? here + "?" + query : "",
            cards.nextCursor() == null ? "" : here + "?" + query + "&cursor=" + cards.nextCursor(),
            !mistakes.isEmpty(),
            mistakes));
  }

  private Search search(Form form, List<Typed.Mistake> mistakes) {
    String near = form.filled("near").filter(SearchPage::isPlace).orElse(null);
    String sort =
        form.filled("sort")
            .filter(s -> List.of("BEST", "SOONEST", "NEWEST", "NEAREST").contains(s))
            .filter(s -> near != null || !s.equals("NEAREST"))
            .orElse(null);
    return new Search(
        form.filled("q").map(q -> q.substring(0, Math.min(200, q.length()))).orElse(null),
        form.filled("communityId").flatMap(SearchPage::id).orElse(null),
        form.filled("skill").orElse(null),
        near,
        near == null
            ? null
            : TypedWords.number(form.text("withinKm"))
                .filter(km -> km > 0)
                .map(Long::doubleValue)
                .orElse(null),
        day(form, "from", mistakes),
        day(form, "to", mistakes),
        form.filled("reward").flatMap(SearchPage::thanks).orElse(null),
        form.ticked("travelPaid") ? Boolean.TRUE : null,
        sort,
        LIMIT,
        form.filled("cursor").orElse(null));
  }

  private @Nullable LocalDate day(Form form, String name, List<Typed.Mistake> mistakes) {
    if (form.text(name).isEmpty()) return null;
    Optional<LocalDate> day = TypedWords.day(form.text(name), matching.today(form.caller()));
    if (day.isEmpty()) mistakes.add(new Typed.Mistake(name, say(form, "field.format_date")));
    return day.orElse(null);
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Thanks> thanks(String text) {
    for (Thanks kind : Thanks.values()) {
      if (kind.name().equals(text)) return Optional.of(kind);
    }
    return Optional.empty();
  }

  private static boolean isPlace(String text) {
    return text.matches("[0-9]{1,3}(\\.[0-9]{1,12})?,[0-9]{1,3}(\\.[0-9]{1,12})?");
  }

  /** The person's own bases. */
  private List<Option> places(Form form, Tx tx) {
    if (form.caller().isStranger()) return List.of();
    List<Base> bases =
        matching.resident(tx, form.caller().known()).map(Resident::bases).orElse(List.of());
    List<Option> places = new ArrayList<>();
    for (Base base : bases) {
      String place = base.lat() + "," + base.lon();
      places.add(new Option(place, base.label(), place.equals(form.text("near"))));
    }
    return places;
  }

  private static List<Option> options(Map<String, String> labels, String chosen) {
    return labels.entrySet().stream()
        .map(e -> new Option(e.getKey(), e.getValue(), e.getKey().equals(chosen)))
        .toList();
  }

  private static String query(Form form) {
    List<String> parts = new ArrayList<>();
    for (String name : FILTERS) {
      form.filled(name)
          .ifPresent(
              value -> parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    return String.join("&", parts);
  }

  private String say(Form form, String key) {
    return matching.say(form.lang(), key);
  }
}
