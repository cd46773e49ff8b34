package yui.matching;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.engine.BadQuery;
import yui.engine.Facets;
import yui.engine.Found;
import yui.engine.Marker;
import yui.engine.Match;
import yui.engine.MatchEngine;
import yui.engine.Relevance;
import yui.engine.ResidentRow;
import yui.engine.Suggestion;
import yui.engine.TaskSearch;
import yui.engine.TaskSort;
import yui.people.Skills;
import yui.places.Prefectures;
import yui.tasks.Board;
import yui.tasks.Listed;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Words;

/**
 * Open tasks by words and filters. Opens its own transactions, for none may be held while the
 * engine is asked.
 */
public final class Searching {
  private static final String APPLIED = "select task_id from applied where person_id = $1";

  /** Found fewer, other words are suggested. */
  private static final int FEW = 3;

  private static final int EXCERPT_CHARS = 80;
  private static final int PAGE = 100;

  private final Database database;
  private final Index index;
  private final Tasks tasks;
  private final Board board;
  private final Names names;
  private final Words words;

  public Searching(
      Database database,
      Index index,
      Tasks tasks,
      Board board,
      Communities communities,
      Skills skills,
      Words words) {
    this.board = board;
    this.database = database;
    this.index = index;
    this.tasks = tasks;
    this.names = new Names(database, communities, skills);
    this.words = words;
  }

  /** What was found, with the whole tasks beside the answer. */
  record Result(FoundTasks answer, List<Listed> tasks, Meaning meaning) {
    /** Of a search that was refused. */
    static Result none(String q) {
      return new Result(FoundTasks.NONE, List.of(), Meaning.plain(q));
    }
  }

  Names names() {
    return names;
  }

  /**
   * @param fresh what is shown is read from no replica
   */
  FoundTasks search(Caller caller, Search search, boolean fresh) {
    return find(caller, search, fresh).answer();
  }

  /** All that is found for somebody, in its order, at most so many. */
  public List<Listed> everything(Caller caller, SearchFilters filters, int most) {
    List<Listed> all = new ArrayList<>();
    String cursor = null;
    do {
      Result page = find(caller, filters.page(Math.min(PAGE, most - all.size()), cursor));
      all.addAll(page.tasks());
      cursor = page.answer().nextCursor();
    } while (cursor != null && all.size() < most);
    return all;
  }

  /** What somebody has applied for, as its ids. */
  public List<TaskId> applied(Tx tx, PersonId person) {
    return tx.list(APPLIED, row -> new TaskId(row.getUUID("task_id")), person.value());
  }

  /** Those that begin first, which the database knows by itself while there is no search. */
  Result soonest(Caller caller, Optional<UUID> community, int most) {
    CommunityId in = community.map(CommunityId::new).orElse(null);
    List<Listed> listed =
        database.readStale(
            Scope.of(caller), tx -> tasks.listed(tx, caller, board.soonest(tx, in, most)));
    return new Result(FoundTasks.of(listed), listed, Meaning.plain(""));
  }

  Result find(Caller caller, Search search) {
    return find(caller, search, false);
  }

  private Result find(Caller caller, Search search, boolean fresh) {
    SearchFilters filters = search.filters().checked();
    Instant now = database.now();
    TaskSearch.Asker asker = filters.order() == TaskSort.RELEVANCE ? asker(caller) : null;
    List<Community> communities = names.communities();
    Look look;
    try {
      look =
          index.ask(
              Index.Asked.SEARCH,
              engine -> look(engine, caller.lang(), search, communities, asker, now));
    } catch (BadQuery bad) {
      throw Search.refusal(bad);
    }
    Function<Tx, List<Listed>> reading = tx -> listed(tx, caller, look.found().items());
    Scope scope = Scope.of(caller);
    List<Listed> listed =
        fresh ? database.read(scope, reading) : database.readStale(scope, reading);
    Map<UUID, FoundTasks.Highlights> marks = marks(look, listed);
    return new Result(
        new FoundTasks(
            items(caller.lang(), look, listed, marks),
            look.found().nextCursor(),
            look.found().total(),
            facets(look, caller.lang()),
            look.meaning().understood(),
            look.suggestion()),
        listed,
        look.meaning());
  }

  /** What the engine says. */
  private record Look(
      Meaning meaning,
      Found found,
      Map<String, DateWords.Span> periods,
      FoundTasks.@Nullable ShownSuggestion suggestion) {}

  private TaskSearch.@Nullable Asker asker(Caller caller) {
    if (caller.isStranger()) return null;
    UUID me = caller.known().value();
    return database.read(
        Scope.of(caller),
        tx -> {
          Optional<ResidentRow> resident = Rows.resident(tx, me);
          return resident
              .map(
                  row ->
                      new TaskSearch.Asker(
                          row,
                          new HashSet<>(tx.list(APPLIED, task -> task.getUUID("task_id"), me))))
              .orElse(null);
        });
  }

  private Look look(
      MatchEngine engine,
      Lang lang,
      Search search,
      List<Community> communities,
      TaskSearch.@Nullable Asker asker,
      Instant now) {
    SearchFilters filters = search.filters();
    LocalDate today = Days.of(now);
    Map<String, DateWords.Span> periods = periods(today);
    Function<Boolean, Meaning> reading =
        withPlaces ->
            new Meaning.Reading(filters, today, communities, engine::spots, withPlaces, words, lang)
                .meaning();
    Function<Meaning, TaskSearch> asking =
        meaning ->
            new TaskSearch(
                meaning.q(),
                filters.filter(meaning, communities),
                periods.values().stream().map(DateWords.Span::range).toList(),
                asker,
                filters.order(),
                search.limit(),
                search.cursor(),
                now);
    Meaning meaning = reading.apply(true);
    TaskSearch asked = asking.apply(meaning);
    Found found = engine.search(asked);
    if (found.total() == 0 && meaning.hasPlace()) {
      // A place that has no such work may still be spoken of elsewhere.
      Meaning spoken = reading.apply(false);
      Found elsewhere = engine.search(asking.apply(spoken));
      if (elsewhere.total() > 0) return new Look(spoken, elsewhere, periods, null);
    }
    return new Look(meaning, found, periods, suggestion(engine, found, asked, meaning));
  }

  private static FoundTasks.@Nullable ShownSuggestion suggestion(
      MatchEngine engine, Found found, TaskSearch asked, Meaning meaning) {
    if (found.total() >= FEW) return null;
    Optional<Suggestion> better = engine.suggest(asked);
    return better
        .map(other -> new FoundTasks.ShownSuggestion(meaning.typed(other.q()), other.total()))
        .orElse(null);
  }

  private static Map<String, DateWords.Span> periods(LocalDate today) {
    Map<String, DateWords.Span> periods = new LinkedHashMap<>();
    periods.put("this_weekend", DateWords.weekend(today, 0));
    periods.put("next_weekend", DateWords.weekend(today, 1));
    periods.put("this_month", DateWords.month(today, 0));
    periods.put("next_month", DateWords.month(today, 1));
    return periods;
  }

  /** What was open in the index a moment ago and still is for this caller. */
  private List<Listed> listed(Tx tx, Caller caller, List<Found.Hit> hits) {
    List<TaskId> ids = hits.stream().map(hit -> new TaskId(hit.id())).toList();
    return tasks.listed(tx, caller, ids).stream()
        .filter(one -> one.task().isOpen(tx.now()))
        .toList();
  }

  private Map<UUID, FoundTasks.Highlights> marks(Look look, List<Listed> listed) {
    String q = look.meaning().q();
    if (q == null || listed.isEmpty()) return Map.of();
    return index.ask(
        Index.Asked.MARKS,
        engine -> {
          Marker marker = engine.marker(q);
          Map<UUID, FoundTasks.Highlights> marks = new LinkedHashMap<>();
          for (Listed one : listed) {
            var excerpt = marker.excerpt(one.task().description(), EXCERPT_CHARS);
            marks.put(
                one.task().id().value(),
                new FoundTasks.Highlights(
                    marker.mark(one.task().title()), excerpt.isEmpty() ? null : excerpt));
          }
          return marks;
        });
  }

  private List<FoundTasks.FoundTask> items(
      Lang lang, Look look, List<Listed> listed, Map<UUID, FoundTasks.Highlights> marks) {
    Map<UUID, Found.Hit> hits = new LinkedHashMap<>();
    for (Found.Hit hit : look.found().items()) hits.put(hit.id(), hit);
    ReasonWords reasons = new ReasonWords(words, names.skills(lang), lang);
    List<FoundTasks.FoundTask> items = new ArrayList<>();
    for (Listed one : listed) {
      UUID id = one.task().id().value();
      Found.Hit hit = Objects.requireNonNull(hits.get(id));
      items.add(
          new FoundTasks.FoundTask(
              one.summary().at(hit.distanceKm()), marks.get(id), shown(reasons, hit.relevance())));
    }
    return items;
  }

  private static FoundTasks.@Nullable ShownRelevance shown(
      ReasonWords reasons, @Nullable Relevance relevance) {
    if (relevance == null) return null;
    Match match = relevance.match();
    return new FoundTasks.ShownRelevance(
        relevance.value(),
        relevance.text(),
        match == null ? null : match.score(),
        match == null ? null : ShownParts.of(match.parts()),
        match == null ? null : reasons.of(match));
  }

  private FoundTasks.ShownFacets facets(Look look, Lang lang) {
    Facets facets = look.found().facets();
    Map<UUID, Community> communities = names.communities(facets.communities().keySet());
    Map<String, String> skills = names.skills(lang);
    Map<String, Integer> prefectures = new LinkedHashMap<>();
    facets
        .communities()
        .forEach(
            (id, count) ->
                Optional.ofNullable(communities.get(id))
                    .flatMap(Prefectures::of)
                    .ifPresent(code -> prefectures.merge(code, count, Integer::sum)));
    return new FoundTasks.ShownFacets(
        values(
            facets.communities(),
            id -> Optional.ofNullable(communities.get(id)).map(c -> c.name(lang)).orElse("")),
        values(prefectures, code -> Prefectures.name(code, lang)),
        values(facets.spots(), spot -> spot),
        periods(look, lang),
        values(facets.days(), day -> new DateWords.Span(day, day).spoken(lang)),
        values(
            facets.thanks(),
            kind -> words.say(lang, "thanks." + kind.name().toLowerCase(Locale.ROOT))),
        values(facets.skills(), code -> skills.getOrDefault(code, code)),
        facets.travelPaid() == 0
            ? List.of()
            : List.of(
                new FoundTasks.Value(
                    "true", words.say(lang, "tasks.travel_paid"), facets.travelPaid())));
  }

  private List<FoundTasks.Value> periods(Look look, Lang lang) {
    List<FoundTasks.Value> shown = new ArrayList<>();
    int i = 0;
    for (Map.Entry<String, DateWords.Span> period : look.periods().entrySet()) {
      int count = look.found().facets().periods().get(i++);
      if (count == 0) continue;
      shown.add(
          new FoundTasks.Value(
              period.getValue().toString(), words.say(lang, "period." + period.getKey()), count));
    }
    return shown;
  }

  private static <K> List<FoundTasks.Value> values(
      Map<K, Integer> counts, Function<K, String> label) {
    return counts.entrySet().stream()
        .map(
            e -> new FoundTasks.Value(e.getKey().toString(), label.apply(e.getKey()), e.getValue()))
        .toList();
  }
}
