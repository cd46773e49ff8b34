package yui.matching;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import yui.core.Lang;
import yui.core.Spoken;
import yui.places.Around;
import yui.places.Prefectures;
import yui.web.Form;

/** The searches one link away: without a filter that is set, with one that is not. */
final class SearchLinks {
  private static final List<String> FILTERS =
      List.of(
          "q",
          "from",
          "to",
          "communityId",
          "prefecture",
          "place",
          "near",
          "withinKm",
          "skill",
          "reward",
          "travelPaid",
          "sort");
  private static final Set<String> NO_FILTER = Set.of("q", "near", "sort");
  private static final int MOST_OF_A_KIND = 8;

  /** A filter that is set, and the search without it. */
  record Chip(String label, String href) {}

  /** A filter that can be set, and how many tasks it leaves. */
  record Link(String label, String count, String href) {}

  record Group(String heading, List<Link> links) {}

  private final Form form;
  private final Meaning meaning;
  private final BiFunction<Lang, String, String> words;
  private final Map<String, String> set = new LinkedHashMap<>();

  SearchLinks(Form form, Meaning meaning, BiFunction<Lang, String, String> words) {
    this.form = form;
    this.meaning = meaning;
    this.words = words;
    for (String name : FILTERS) form.filled(name).ifPresent(value -> set.put(name, value));
  }

  /** The same search from its first page. */
  String here() {
    return href(set);
  }

  String from(String cursor) {
    return href(with(Map.of("cursor", cursor)));
  }

  /** Only what is around a place on the map. */
  String around(Around group) {
    return href(with(Map.of("near", group.near(), "withinKm", Integer.toString(group.km()))));
  }

  String saying(String q) {
    return href(with(Map.of("q", q)));
  }

  /** The words alone, without what was understood of them. */
  String withoutFilters() {
    String q = Objects.requireNonNullElse(meaning.q(), "");
    return href(q.isEmpty() ? Map.of() : Map.of("q", q));
  }

  boolean isNarrowed() {
    return set.keySet().stream().anyMatch(name -> !NO_FILTER.contains(name));
  }

  List<Chip> chips(Map<String, String> communities, Map<String, String> skills) {
    List<Chip> chips = new ArrayList<>();
    for (Understood word : meaning.understood()) {
      chips.add(new Chip(word.label(), href(with(Map.of("q", meaning.without(word))))));
    }
    if (set.containsKey("from") || set.containsKey("to")) chips.add(chip(days(), "from", "to"));
    chipOf(chips, "communityId", communities.getOrDefault(value("communityId"), ""));
    chipOf(
        chips,
        "prefecture",
        Prefectures.isCode(value("prefecture"))
            ? Prefectures.name(value("prefecture"), form.lang())
            : "");
    chipOf(chips, "place", value("place"));
    if (set.containsKey("near") && set.containsKey("withinKm")) {
      String label = say("map.near").replace("{km}", value("withinKm"));
      chips.add(chip(label, "near", "withinKm"));
    }
    chipOf(chips, "skill", skills.getOrDefault(value("skill"), value("skill")));
    chipOf(chips, "reward", thanks(value("reward")));
    chipOf(chips, "travelPaid", say("tasks.travel_paid"));
    return chips;
  }

  private void chipOf(List<Chip> chips, String name, String label) {
    if (set.containsKey(name) && !label.isEmpty()) chips.add(chip(label, name));
  }

  private Chip chip(String label, String... names) {
    Map<String, String> without = new LinkedHashMap<>(set);
    for (String name : names) without.remove(name);
    return new Chip(label, href(without));
  }

  private String thanks(String kind) {
    return kind.matches("CASH|MEAL|PRODUCE") ? say("thanks." + kind.toLowerCase(Locale.ROOT)) : "";
  }

  private String days() {
    return day("from") + "–" + day("to");
  }

  private String day(String name) {
    try {
      return set.containsKey(name) ? Spoken.brief(LocalDate.parse(value(name)), form.lang()) : "";
    } catch (DateTimeParseException asTyped) {
      return value(name);
    }
  }

  /** What would narrow further; a kind that is set already would not. */
  List<Group> groups(FoundTasks.ShownFacets facets, int total) {
    List<Group> groups = new ArrayList<>();
    if (isFree("from") && isFree("to") && isFree(Understood.DAYS)) {
      group(groups, "tasks.facet.days", Understood.DAYS, facets.periods(), total);
    }
    if (isFree("prefecture") && isFree("communityId")) {
      group(groups, "tasks.facet.prefecture", "prefecture", facets.prefectures(), total);
    }
    if (isFree("communityId")) {
      group(groups, "tasks.community", "communityId", facets.communities(), total);
    }
    if (isFree("place")) group(groups, "tasks.facet.place", "place", facets.places(), total);
    if (isFree("reward")) group(groups, "thanks.label", "reward", facets.rewards(), total);
    if (isFree("skill")) group(groups, "tasks.skill", "skill", facets.skills(), total);
    if (isFree("travelPaid")) {
      group(groups, "tasks.facet.travel", "travelPaid", facets.travelPaid(), total);
    }
    return groups;
  }

  private boolean isFree(String name) {
    return !set.containsKey(name) && meaning.of(name).isEmpty();
  }

  private void group(
      List<Group> groups, String heading, String name, List<FoundTasks.Value> values, int total) {
    List<Link> links =
        values.stream()
            .filter(value -> value.count() < total && !value.label().isEmpty())
            .limit(MOST_OF_A_KIND)
            .map(
                value ->
                    new Link(
                        value.label(),
                        Integer.toString(value.count()),
                        href(with(parameters(name, value.value())))))
            .toList();
    if (!links.isEmpty()) groups.add(new Group(say(heading), links));
  }

  private static Map<String, String> parameters(String name, String value) {
    if (!name.equals(Understood.DAYS)) return Map.of(name, value);
    DateWords.Span span = DateWords.Span.parse(value);
    return Map.of("from", span.from().toString(), "to", span.to().toString());
  }

  private Map<String, String> with(Map<String, String> more) {
    Map<String, String> parameters = new LinkedHashMap<>(set);
    // In one order: every server writes the same link in the same bytes.
    parameters.putAll(new TreeMap<>(more));
    return parameters;
  }

  private String href(Map<String, String> parameters) {
    List<String> parts = new ArrayList<>();
    parameters.forEach(
        (name, value) -> {
          if (value.isEmpty()) return;
          parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        });
    return form.base() + "/tasks" + (parts.isEmpty() ? "" : "?" + String.join("&", parts));
  }

  private String value(String name) {
    return set.getOrDefault(name, "");
  }

  private String say(String key) {
    return words.apply(form.lang(), key);
  }
}
