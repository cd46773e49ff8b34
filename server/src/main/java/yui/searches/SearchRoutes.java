package yui.searches;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import yui.core.Days;
import yui.matching.SearchFilters;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;

/** Kept searches over HTTP. */
public final class SearchRoutes {
  record SavedSearchEntry(String name, SearchFilters search) {}

  record SavedSearchChange(String name) {}

  record Addresses(String ics, String atom, String json) {}

  record Shown(
      UUID id, String name, SearchFilters search, Addresses feeds, OffsetDateTime savedAt) {}

  private final SavedSearches searches;
  private final String origin;

  /**
   * @param origin where addresses begin, without a slash at its end
   */
  public SearchRoutes(SavedSearches searches, String origin) {
    this.searches = searches;
    this.origin = origin;
  }

  public void bind(Api api) {
    api.read(
        "listSavedSearches",
        (rq, tx) -> {
          List<Shown> mine =
              searches.list(tx, rq.caller().known()).stream().map(this::shown).toList();
          return Answer.ok(new Cursor<>(mine, null));
        });
    api.write(
        "saveSearch",
        (rq, tx) -> {
          SavedSearchEntry entry = rq.body(SavedSearchEntry.class);
          return Answer.created(
              shown(searches.save(tx, rq.caller(), entry.name(), entry.search())));
        });
    api.write(
        "renameSavedSearch",
        (rq, tx) ->
            Answer.ok(
                shown(
                    searches.rename(
                        tx,
                        rq.caller(),
                        rq.id("searchId"),
                        rq.body(SavedSearchChange.class).name()))));
    api.write(
        "removeSavedSearch",
        (rq, tx) -> {
          searches.remove(tx, rq.caller(), rq.id("searchId"));
          return Answer.nothing();
        });
  }

  private Shown shown(SavedSearch search) {
    return new Shown(
        search.id(),
        search.name(),
        search.filters(),
        new Addresses(
            origin + search.feed("ics"),
            origin + search.feed("atom"),
            origin + search.feed("json")),
        Days.at(search.savedAt()));
  }
}
