package yui.matching;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.communities.Community;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Tx;
import yui.engine.Piece;
import yui.engine.Thanks;
import yui.people.Base;
import yui.people.Resident;
import yui.places.MapPicture;
import yui.places.Maps;
import yui.places.Pin;
import yui.places.Prefectures;
import yui.tasks.Listed;
import yui.tasks.ShownPlace;
import yui.tasks.TaskCard;
import yui.tasks.TypedWords;
import yui.web.Form;
import yui.web.Page;
import yui.web.Typed;

/** Looking for tasks. */
final class SearchPage {
  private static final int LIMIT = 20;
  // Each word has its reading beside it: fewer fit into the weight of a page.
  private static final int LIMIT_EASY = 15;
  private static final int MOST_CHARS = 200;
  private static final int MOST_OF_A_NAME = 60;
  private static final List<String> SORTS = List.of("BEST", "SOONEST", "NEWEST", "NEAREST");

  record Option(String value, String label, boolean selected) {}

  /** A part of the search as it can be kept. */
  record Kept(String parameter, String value) {}

  record Tick(String value, String label, boolean checked) {}

  record View(
      String q,
      String from,
      String to,
      String prefecture,
      String place,
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
      boolean away,
      boolean narrowed,
      boolean asked,
      List<SearchLinks.Chip> chips,
      boolean hasChips,
      List<SearchLinks.Group> facets,
      boolean hasFacets,
      String meant,
      String meantHref,
      String allHref,
      List<TaskCard> tasks,
      @Nullable MapPicture map,
      String firstHref,
      String nextHref,
      List<Kept> kept,
      String keptAs,
      String here,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Matching matching;
  private final Searching searching;
  private final Maps maps;

  SearchPage(Matching matching, Searching searching, Maps maps) {
    this.matching = matching;
    this.searching = searching;
    this.maps = maps;
  }

  Page show(Form form) {
    List<Typed.Mistake> mistakes = new ArrayList<>();
    Optional<Searching.Result> found = Optional.empty();
    Search search = search(form, mistakes);
    boolean away = false;
    try {
      found = Optional.of(searching.find(form.caller(), search));
    } catch (Refusal refusal) {
      switch (refusal.kind()) {
        case INVALID -> mistakes.add(new Typed.Mistake("q", say(form, "problem.invalid_input")));
        case UNAVAILABLE -> {
          away = true;
          found =
              Optional.of(
                  searching.soonest(form.caller(), form.filledId("communityId"), limit(form)));
        }
        default -> throw refusal;
      }
    }
    Searching.Result result = found.orElseGet(() -> Searching.Result.none(form.text("q")));
    boolean unfound = away;
    return matching.reading(form.caller(), tx -> page(form, tx, search, result, unfound, mistakes));
  }

  private Page page(
      Form form,
      Tx tx,
      Search search,
      Searching.Result result,
      boolean away,
      List<Typed.Mistake> mistakes) {
    FoundTasks answer = result.answer();
    Map<String, String> communities = new LinkedHashMap<>();
    for (Community community : searching.names().communities()) {
      communities.put(community.id().toString(), community.name(form.lang()));
    }
    Map<String, String> skills = matching.skillNames(tx, form.lang());
    SearchLinks links = new SearchLinks(form, result.meaning(), matching::say);
    List<SearchLinks.Chip> chips = links.chips(communities, skills);
    List<SearchLinks.Group> facets = links.groups(answer.facets(), answer.total());
    List<Option> places = places(form, tx);
    return Page.show(
        "tasks",
        new View(
            form.text("q"),
            form.text("from"),
            form.text("to"),
            form.text("prefecture"),
            form.text("place"),
            options(communities, form.text("communityId")),
            options(skills, form.text("skill")),
            places,
            sorts(form, answer, !places.isEmpty()),
            !places.isEmpty(),
            rewards(form),
            form.ticked("travelPaid"),
            form.text("withinKm"),
            Integer.toString(answer.total()),
            !answer.items().isEmpty(),
            away,
            links.isNarrowed(),
            links.isNarrowed() || form.filled("q").isPresent(),
            chips,
            !chips.isEmpty(),
            facets,
            !facets.isEmpty(),
            answer.suggestion() == null ? "" : answer.suggestion().q(),
            answer.suggestion() == null ? "" : links.saying(answer.suggestion().q()),
            links.withoutFilters(),
            cards(form, tx, result),
            maps.pins(tx, form.lang(), pins(form, result), links::around),
            form.filled("cursor").isPresent() ? links.here() : "",
            answer.nextCursor() == null ? "" : links.from(answer.nextCursor()),
            kept(search),
            keptAs(form, chips.subList(result.meaning().understood().size(), chips.size())),
            URLEncoder.encode(links.here(), StandardCharsets.UTF_8),
            !mistakes.isEmpty(),
            mistakes));
  }

  private static List<Kept> kept(Search search) {
    return search.filters().parameters().entrySet().stream()
        .map(e -> new Kept(e.getKey(), e.getValue()))
        .toList();
  }

  /** What the search would be called: its words and its filters. */
  private String keptAs(Form form, List<SearchLinks.Chip> filters) {
    List<String> parts = new ArrayList<>();
    form.filled("q").ifPresent(parts::add);
    filters.forEach(chip -> parts.add(chip.label()));
    String whole = String.join(form.lang().isEnglish() ? ", " : "・", parts);
    return whole.isEmpty() ? say(form, "searches.everything") : beginning(whole, MOST_OF_A_NAME);
  }

  /** As exactly as the reader may know: to strangers a cell. */
  private static List<Pin> pins(Form form, Searching.Result result) {
    List<Pin> pins = new ArrayList<>();
    for (Listed one : result.tasks()) {
      ShownPlace place = one.summary().place();
      if (place == null) continue;
      String href = form.base() + "/tasks/" + one.task().id();
      pins.add(new Pin(place.lat(), place.lon(), one.task().title(), href));
    }
    return pins;
  }

  private List<TaskCard> cards(Form form, Tx tx, Searching.Result result) {
    TaskCard.Maker maker = matching.cardMaker(form.lang());
    List<TaskCard> cards = new ArrayList<>();
    for (int i = 0; i < result.tasks().size(); i++) {
      Listed one = result.tasks().get(i);
      FoundTasks.FoundTask found = result.answer().items().get(i);
      FoundTasks.ShownRelevance relevance = found.relevance();
      Double match = relevance == null ? null : relevance.match();
      List<ShownReason> reasons =
          relevance == null || relevance.reasons() == null ? List.of() : relevance.reasons();
      TaskCard card =
          maker
              .card(
                  tx,
                  one.task(),
                  one.summary().groupName(),
                  match == null ? "" : matching.fit(match, form.lang()),
                  reasons.stream().map(ShownReason::detail).toList())
              .reached(matching.line(one.summary(), form.lang()));
      FoundTasks.Highlights marks = found.highlights();
      cards.add(
          marks == null
              ? card
              : card.marked(
                  marks.title(),
                  Objects.requireNonNullElse(marks.description(), List.<Piece>of())));
    }
    return cards;
  }

  private List<Option> sorts(Form form, FoundTasks answer, boolean hasPlaces) {
    boolean weighed = answer.items().stream().anyMatch(item -> item.relevance() != null);
    String usual = weighed || !form.text("q").isEmpty() ? "BEST" : "SOONEST";
    Map<String, String> sorts = new LinkedHashMap<>();
    boolean asResident = hasPlaces;
    if (asResident || !form.text("q").isEmpty()) sorts.put("BEST", say(form, "tasks.sort.BEST"));
    sorts.put("SOONEST", say(form, "tasks.sort.SOON"));
    sorts.put("NEWEST", say(form, "tasks.sort.NEW"));
    if (hasPlaces) sorts.put("NEAREST", say(form, "tasks.sort.NEAR"));
    return options(sorts, form.filled("sort").orElse(usual));
  }

  private List<Tick> rewards(Form form) {
    String reward = form.text("reward");
    List<Tick> rewards = new ArrayList<>();
    rewards.add(new Tick("", say(form, "tasks.any"), reward.isEmpty()));
    for (Thanks kind : Thanks.values()) {
      rewards.add(
          new Tick(
              kind.name(),
              say(form, "thanks." + kind.name().toLowerCase(Locale.ROOT)),
              reward.equals(kind.name())));
    }
    return rewards;
  }

  private Search search(Form form, List<Typed.Mistake> mistakes) {
    String near = form.filled("near").filter(SearchPage::isPlace).orElse(null);
    String sort =
        form.filled("sort")
            .filter(SORTS::contains)
            .filter(s -> near != null || !s.equals("NEAREST"))
            .orElse(null);
    return new SearchFilters(
            form.filled("q").map(SearchPage::beginning).orElse(null),
            form.filledId("communityId").orElse(null),
            form.filled("prefecture").filter(Prefectures::isCode).orElse(null),
            form.filled("place").map(SearchPage::beginning).orElse(null),
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
            sort)
        .page(limit(form), form.filled("cursor").orElse(null));
  }

  private static int limit(Form form) {
    return form.lang() == Lang.EASY ? LIMIT_EASY : LIMIT;
  }

  private static String beginning(String text) {
    return beginning(text, MOST_CHARS);
  }

  private static String beginning(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most));
  }

  private @Nullable LocalDate day(Form form, String name, List<Typed.Mistake> mistakes) {
    if (form.text(name).isEmpty()) return null;
    Optional<LocalDate> day = TypedWords.day(form.text(name), matching.today(form.caller()));
    if (day.isEmpty()) mistakes.add(new Typed.Mistake(name, say(form, "field.format_date")));
    return day.orElse(null);
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

  private String say(Form form, String key) {
    return matching.say(form.lang(), key);
  }
}
