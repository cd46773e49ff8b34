package yui.communities;

import java.util.Locale;
import java.util.Optional;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;

/** Accounts by address: looked up and made for whoever logs in or is given a role. */
public final class Persons {
  private static final String BY_EMAIL = "select id from persons where email_folded = $1";

  public Optional<PersonId> find(Tx tx, String email) {
    return tx.asSystem(
        () -> tx.row(BY_EMAIL, folded(email)).map(row -> new PersonId(row.getUUID("id"))));
  }

  private static final String ADD =
      """
      insert into persons (id, email, email_folded, lang, created_at)
      values ($1, $2, $3, $4, $5)
      on conflict (email_folded) do nothing
      """;

  /** The person at this address, made plain and without roles where there is none. */
  public PersonId findOrAdd(Tx tx, String email, Lang lang) {
    return find(tx, email)
        .orElseGet(
            () -> {
              tx.asSystem(
                  () ->
                      tx.change(
                          ADD, Ids.next(), email.strip(), folded(email), lang.code(), tx.now()));
              return find(tx, email).orElseThrow();
            });
  }

  private static final String MAKE_ADMINISTRATOR =
      "update persons set is_admin = true where id = $1 and not is_admin";

  /** Makes whoever is at this address the installation's administrator; in system scope. */
  public void makeAdministrator(Tx tx, String email) {
    tx.change(MAKE_ADMINISTRATOR, findOrAdd(tx, email, Lang.JA).value());
  }

  /** One address, however it is typed. */
  public static String folded(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }
}
