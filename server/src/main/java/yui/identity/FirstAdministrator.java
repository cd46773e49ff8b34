package yui.identity;

import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.communities.Persons;
import yui.core.Caller;
import yui.core.Ids;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;

/**
 * An installation without an administrator prints a code on its console: whoever reads it there and
 * has logged in with their address becomes the first. Codes of earlier starts stay good until then.
 */
public final class FirstAdministrator {
  private final InstantSource wallClock;
  private final Persons persons;
  private final @Nullable String email;

  /**
   * @param email whose address alone may become it, if that was said
   */
  public FirstAdministrator(InstantSource wallClock, Persons persons, @Nullable String email) {
    this.wallClock = wallClock;
    this.persons = persons;
    this.email = email == null ? null : Persons.folded(email);
  }

  private static final String LOCK =
      "select pg_advisory_xact_lock(hashtextextended('first administrator', 0))";
  private static final String EXISTS = "select from persons where is_admin limit 1";
  private static final String MAKE =
      "insert into administrator_codes (id, code_hash, made_at) values ($1, $2, $3)";

  /** A code to print, unless somebody is it already; in system scope. */
  public Optional<String> code(Tx tx) {
    if (tx.row(EXISTS).isPresent()) return Optional.empty();
    String code = PaperCodes.drawn();
    tx.change(MAKE, Ids.next(), digest(code), wallClock.instant());
    return Optional.of(PaperCodes.spoken(code));
  }

  boolean isWanted(Tx tx) {
    return tx.asSystem(() -> tx.row(EXISTS).isEmpty());
  }

  private static Buffer digest(String code) {
    return Buffer.buffer(Secrets.digest(code));
  }

  private static final String USE =
      """
      update administrator_codes set used_at = $2, used_by = $3
      where code_hash = $1 and used_at is null
      """;
  private static final String ADDRESS = "select email_folded from persons where id = $1";

  /** Makes the caller the first administrator. */
  void become(Tx tx, Caller caller, String typed) {
    tx.asSystem(
        () -> {
          tx.rows(LOCK);
          if (tx.row(EXISTS).isPresent()) throw Refusal.conflict("administrator_exists");
          String mine =
              tx.row(ADDRESS, caller.known().value()).orElseThrow().getString("email_folded");
          boolean fits =
              (email == null || email.equals(mine))
                  && tx.change(
                          USE,
                          digest(PaperCodes.folded(typed)),
                          wallClock.instant(),
                          caller.known().value())
                      == 1;
          if (!fits) throw Refusal.invalid("/code", "code_does_not_fit");
          persons.makeAdministrator(tx, mine);
          Audit.write(tx, caller.known(), null, "first_administrator", Map.of());
          return true;
        });
  }
}
