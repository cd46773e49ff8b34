package yui.searches;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import yui.calendars.Calendars;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.feeds.OpenTasks;
import yui.matching.SearchFilters;
import yui.matching.Searching;
import yui.tasks.Listed;
import yui.tasks.Task;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;

/** One's kept searches, and their feeds for other programs. */
public final class SearchPages {
  private static final String MINE = "/me/searches";
  private static final int MOST_TASKS = 100;
  private static final List<String> WORDS =
      List.of("q", "communityId", "prefecture", "place", "skill", "near", "from", "to", "reward");

  record One(UUID id, String title, String href, String ics, String atom, String json) {}

  record View(List<One> items, boolean hasItems, boolean hasErrors, List<Typed.Mistake> errors) {}

  private record Written(String contentType, Function<OpenTasks, String> written) {}

  private static final Map<String, Written> FORMS =
      Map.of(
          "ics", new Written(Calendars.CONTENT_TYPE, OpenTasks::calendar),
          "atom", new Written("application/atom+xml; charset=utf-8", OpenTasks::atom),
          "json", new Written("application/feed+json; charset=utf-8", OpenTasks::json));

  private final SavedSearches searches;
  private final Searching searching;
  private final Database database;
  private final String origin;

  /**
   * @param origin where addresses begin, without a slash at its end
   */
  public SearchPages(
      SavedSearches searches, Searching searching, Database database, String origin) {
    this.searches = searches;
    this.searching = searching;
    this.database = database;
    this.origin = origin;
  }

  public void bind(Pages pages) {
    pages.get(MINE, (form, tx) -> mine(form, tx, List.of()));
    pages.post(
        MINE,
        (form, tx) -> {
          SearchRoutes.SavedSearchEntry entry =
              form.body("saveSearch", typed(form), SearchRoutes.SavedSearchEntry.class);
          searches.save(tx, form.caller(), entry.name(), entry.search());
          return Page.elsewhere(form.base() + MINE, "search_saved");
        },
        this::again);
    pages.post(
        MINE + "/:id/rename",
        (form, tx) -> {
          ObjectNode body = Json.MAPPER.createObjectNode().put("name", form.text("as"));
          searches.rename(
              tx,
              form.caller(),
              form.id("id"),
              form.body("renameSavedSearch", body, SearchRoutes.SavedSearchChange.class).name());
          return Page.elsewhere(form.base() + MINE, "saved");
        },
        this::again);
    pages.post(
        MINE + "/:id/remove",
        (form, tx) -> {
          searches.remove(tx, form.caller(), form.id("id"));
          return Page.elsewhere(form.base() + MINE, "search_removed");
        });
    pages.getPlain("/searches/:file", this::feed);
  }

  private Page again(Form form, Tx tx, Map<String, String> errors, String summary) {
    return mine(form, tx, Typed.refused(Json.MAPPER.createObjectNode(), errors, summary).errors());
  }

  private Page mine(Form form, Tx tx, List<Typed.Mistake> mistakes) {
    List<One> items =
        searches.list(tx, form.caller().known()).stream()
            .map(
                search ->
                    new One(
                        search.id(),
                        search.name(),
                        search.page(form.lang()),
                        origin + search.feed("ics"),
                        origin + search.feed("atom"),
                        origin + search.feed("json")))
            .toList();
    return Page.show("searches", new View(items, !items.isEmpty(), !mistakes.isEmpty(), mistakes));
  }

  private static ObjectNode typed(Form form) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("name", form.text("as"));
    ObjectNode search = body.putObject("search");
    for (String word : WORDS) form.filled(word).ifPresent(value -> search.put(word, value));
    form.filled("sort").ifPresent(value -> search.put("sort", value));
    form.filled("withinKm").ifPresent(km -> search.set("withinKm", Typed.number(km)));
    if (form.ticked("travelPaid")) search.put("travelPaid", true);
    return body;
  }

  private Page feed(Form form) {
    String file = form.path("file");
    int dot = file.lastIndexOf('.');
    Written as = dot < 0 ? null : FORMS.get(file.substring(dot + 1));
    if (as == null) throw Refusal.notFound();
    SavedSearch search =
        database
            .read(Scope.ofSystem(), tx -> SavedSearches.bySecret(tx, file.substring(0, dot)))
            .orElseThrow(Refusal::notFound);
    Lang lang = search.lang();
    Map<Task, String> groups = new LinkedHashMap<>();
    for (Listed one : found(searching, search, MOST_TASKS)) {
      groups.put(one.task(), one.summary().groupName());
    }
    OpenTasks tasks =
        new OpenTasks(
            search.name(),
            origin + search.page(lang),
            origin + "/searches/" + file,
            origin,
            lang,
            groups,
            database.now());
    return new Page.File(
        as.contentType(), null, as.written().apply(tasks).getBytes(StandardCharsets.UTF_8));
  }

  /** What its person would find now, the newest first. */
  static List<Listed> found(Searching searching, SavedSearch search, int most) {
    Caller person = new Caller(search.person(), List.of(), search.lang());
    SearchFilters newest = search.filters().newestFirst();
    return searching.everything(person, newest, most);
  }
}
