package yui.searches;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import yui.core.Caller;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.matching.SearchFilters;

/** The searches that people keep, each its own person's alone. */
public final class SavedSearches {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;
  private static final int MOST = 20;

  private static final String OF =
      "select " + SavedSearch.COLUMNS + " where person_id = $1 order by id desc";

  /** Newest first. */
  List<SavedSearch> list(Tx tx, PersonId person) {
    return tx.list(OF, SavedSearch::of, person.value());
  }

  private static final String ADD =
      """
      insert into saved_searches (id, person_id, name, asked, secret, lang, saved_at, told_week,
        told_until)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $7)
      """;

  /** Keeps it; what is found now is no news. */
  SavedSearch save(Tx tx, Caller caller, String name, SearchFilters filters) {
    filters.checked();
    PersonId person = caller.known();
    if (list(tx, person).size() >= MOST) {
      throw Refusal.conflict("too_many_searches", Map.of("most", MOST));
    }
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    UUID id = Ids.next();
    tx.change(
        ADD,
        id,
        person.value(),
        name.strip(),
        SavedSearch.stored(filters),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
        caller.lang().code(),
        tx.now(),
        Digests.week(tx.now()));
    return get(tx, caller, id);
  }

  private static final String RENAME =
      "update saved_searches set name = $3 where id = $1 and person_id = $2";

  SavedSearch rename(Tx tx, Caller caller, UUID id, String name) {
    if (tx.change(RENAME, id, caller.known().value(), name.strip()) == 0) throw Refusal.notFound();
    return get(tx, caller, id);
  }

  private static final String REMOVE =
      "delete from saved_searches where id = $1 and person_id = $2";

  /** Its feeds' addresses lead nowhere from now on. */
  void remove(Tx tx, Caller caller, UUID id) {
    if (tx.change(REMOVE, id, caller.known().value()) == 0) throw Refusal.notFound();
  }

  private static final String GET =
      "select " + SavedSearch.COLUMNS + " where id = $1 and person_id = $2";

  private static SavedSearch get(Tx tx, Caller caller, UUID id) {
    return tx.row(GET, id, caller.known().value()).map(SavedSearch::of).orElseThrow();
  }

  private static final String BY_SECRET = "select " + SavedSearch.COLUMNS + " where secret = $1";

  /** In system scope: whoever has the secret reads the feed. */
  static Optional<SavedSearch> bySecret(Tx tx, String secret) {
    return tx.row(BY_SECRET, secret).map(SavedSearch::of);
  }
}
