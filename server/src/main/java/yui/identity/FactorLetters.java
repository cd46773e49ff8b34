package yui.identity;

import io.vertx.sqlclient.Row;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.web.Words;

/** Whoever could do something else than they meant with a second factor hears of it by letter. */
final class FactorLetters {
  private final Outbox outbox;
  private final InstantSource wallClock;
  private final Words words;
  private final String origin;

  FactorLetters(Outbox outbox, InstantSource wallClock, Words words, String origin) {
    this.outbox = outbox;
    this.wallClock = wallClock;
    this.words = words;
    this.origin = origin;
  }

  /**
   * @param key the factor's name among the words
   */
  void added(Tx tx, PersonId person, String key, Map<String, Object> values) {
    tell(tx, person, Kind.FACTOR_ADDED, lang -> Map.of("factor", words.say(lang, key, values)));
  }

  void removed(Tx tx, PersonId person, String key, Map<String, Object> values) {
    tell(tx, person, Kind.FACTOR_REMOVED, lang -> Map.of("factor", words.say(lang, key, values)));
  }

  void spareCodesMade(Tx tx, PersonId person) {
    tell(tx, person, Kind.SPARE_CODES_MADE, lang -> Map.of());
  }

  /**
   * @param by the desk's name
   */
  void reset(Tx tx, PersonId person, String by) {
    tell(tx, person, Kind.FACTOR_RESET, lang -> Map.of("by", by));
  }

  private static final String ADDRESS = "select email, name, lang from persons where id = $1";

  private void tell(Tx tx, PersonId person, Kind kind, Function<Lang, Map<String, String>> more) {
    Row row = tx.asSystem(() -> tx.row(ADDRESS, person.value()).orElseThrow());
    Lang lang = Lang.of(row.getString("lang"));
    String name = row.getString("name");
    Map<String, String> model = new HashMap<>(more.apply(lang));
    model.put("name", name.isEmpty() ? row.getString("email") : name);
    model.put("when", Spoken.moment(wallClock.instant(), lang));
    model.put("url", origin + lang.at("/me/second-factor"));
    outbox.put(
        tx, Letter.of(row.getString("email"), person, kind, lang, model, "factor:" + Ids.next()));
  }
}
