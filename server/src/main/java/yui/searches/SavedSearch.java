package yui.searches;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.UUID;
import yui.core.Lang;
import yui.core.PersonId;
import yui.matching.SearchFilters;
import yui.web.Json;

/**
 * A search that somebody keeps.
 *
 * @param secret the end of its feeds' addresses
 * @param lang what its feeds are written in
 * @param toldUntil tasks that opened up to then have been in a digest, or were there before
 */
record SavedSearch(
    UUID id,
    PersonId person,
    String name,
    SearchFilters filters,
    String secret,
    Lang lang,
    Instant savedAt,
    Instant toldUntil) {

  static final String COLUMNS =
      "id, person_id, name, asked, secret, lang, saved_at, told_until from saved_searches";

  static SavedSearch of(Row row) {
    return new SavedSearch(
        row.getUUID("id"),
        new PersonId(row.getUUID("person_id")),
        row.getString("name"),
        Json.read(row.getJsonObject("asked").encode(), SearchFilters.class),
        row.getString("secret"),
        Lang.of(row.getString("lang")),
        row.getOffsetDateTime("saved_at").toInstant(),
        row.getOffsetDateTime("told_until").toInstant());
  }

  static JsonObject stored(SearchFilters filters) {
    return new JsonObject(Json.write(filters));
  }

  /** The search page that shows it, in a language. */
  String page(Lang lang) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    filters
        .parameters()
        .forEach(
            (name, value) ->
                query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return lang.path() + "/tasks" + query;
  }

  String feed(String ending) {
    return "/searches/" + secret + "." + ending;
  }
}
