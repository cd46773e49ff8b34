package yui.banks;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.FieldError;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;
import yui.vault.Sealing;
import yui.vault.Vault;

/** Bank accounts of persons: their own to change, a desk's to pay to, and each look is logged. */
final class BankAccounts {
  /** An account that nobody was paid to for so long is forgotten. */
  static final Duration KEPT = Duration.ofDays(730);

  /** An account and when it was told. */
  record Told(BankAccount account, Instant putAt, boolean byDesk, @Nullable Instant usedAt) {}

  private final Vault vault;

  BankAccounts(Vault vault) {
    this.vault = vault;
  }

  Optional<Told> mine(Tx tx, Caller caller) {
    return find(tx, caller.known());
  }

  Told put(Tx tx, Caller caller, BankAccount account) {
    return put(tx, caller.known(), caller.known(), account);
  }

  void remove(Tx tx, Caller caller) {
    if (tx.change(REMOVE, caller.known().value()) == 0) throw Refusal.notFound();
    Audit.write(tx, caller.known(), null, "bank_account_removed", Map.of());
  }

  /** As the official desk sees the account of somebody it owes. */
  Optional<Told> payee(Tx tx, Caller caller, CommunityId community, PersonId person) {
    mustOwe(tx, caller, community, person);
    log(tx, caller, community, "bank_account_seen", List.of(person));
    return tx.asSystem(() -> find(tx, person));
  }

  /** What somebody told the desk on paper or by telephone. */
  Told putFor(Tx tx, Caller caller, CommunityId community, PersonId person, BankAccount account) {
    mustOwe(tx, caller, community, person);
    if (caller.is(person)) throw Refusal.forbidden("not_your_own");
    log(tx, caller, community, "bank_account_put", List.of(person));
    return tx.asSystem(() -> put(tx, caller.known(), person, account));
  }

  private static final String NAME = "select name from ledger_persons where id = $1";

  /** Of somebody whom the community owes. */
  String nameOf(Tx tx, Caller caller, CommunityId community, PersonId person) {
    mustOwe(tx, caller, community, person);
    return tx.row(NAME, person.value()).orElseThrow(Refusal::notFound).getString("name");
  }

  /** For a program's eyes: nobody is shown them. */
  Map<PersonId, BankAccount> open(Tx tx, Collection<PersonId> persons) {
    Map<PersonId, BankAccount> accounts = new HashMap<>();
    for (Row row : tx.asSystem(() -> tx.rows(SOME, (Object) ids(persons)))) {
      accounts.put(new PersonId(row.getUUID("person_id")), open(row).account());
    }
    return accounts;
  }

  /** The accounts of those who have one, for a file that pays them; logged for each. */
  Map<PersonId, BankAccount> toPay(
      Tx tx, Caller caller, CommunityId community, Collection<PersonId> persons) {
    Map<PersonId, BankAccount> accounts = open(tx, persons);
    tx.asSystem(() -> tx.change(USED, (Object) ids(accounts.keySet())));
    log(tx, caller, community, "bank_account_used", accounts.keySet());
    return accounts;
  }

  private static final String OLD =
      """
      delete from bank_accounts b
        where greatest(b.put_at, b.used_at) < $1
          and not exists (select from balances x join accounts a on a.id = x.account_id
            where a.kind = 'OWED' and a.owner_id = b.person_id
            group by a.owner_id
            having sum(x.credits_posted + x.credits_pending - x.debits_posted) > 0)
      """;

  /** Forgets accounts that nothing was paid to for years and to which nothing is owed. */
  int forgetOld(Tx tx) {
    return tx.change(OLD, tx.now().minus(KEPT));
  }

  private static final String PUT =
      """
      insert into bank_accounts (person_id, key_id, sealed, put_by, put_at)
        values ($1, $2, $3, $4, $5)
        on conflict (person_id) do update set key_id = excluded.key_id, sealed = excluded.sealed,
          put_by = excluded.put_by, put_at = excluded.put_at, used_at = null
      """;

  private Told put(Tx tx, PersonId by, PersonId person, BankAccount account) {
    List<FieldError> errors = account.errors(BankBook.all());
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    Vault.Sealed sealed = seal(person, account);
    tx.change(
        PUT, person.value(), sealed.key(), Buffer.buffer(sealed.bytes()), by.value(), tx.now());
    Audit.write(tx, by, null, "bank_account_told", Map.of("personId", person.toString()));
    return find(tx, person).orElseThrow();
  }

  private static final String REMOVE = "delete from bank_accounts where person_id = $1";
  private static final String SOME =
      """
      select person_id, key_id, sealed, put_by, put_at, used_at
        from bank_accounts where person_id = any($1)
      """;
  private static final String USED =
      "update bank_accounts set used_at = yui_now() where person_id = any($1)";

  private Optional<Told> find(Tx tx, PersonId person) {
    return tx.row(SOME, (Object) ids(List.of(person))).map(this::open);
  }

  private Vault.Sealed seal(PersonId person, BankAccount account) {
    return vault.seal(account.sealed().getBytes(StandardCharsets.UTF_8), person.toString());
  }

  private Told open(Row row) {
    UUID person = row.getUUID("person_id");
    Vault.Sealed sealed = Sealing.sealed(row);
    String text = new String(vault.open(sealed, person.toString()), StandardCharsets.UTF_8);
    return new Told(
        BankAccount.unsealed(text),
        Instants.of(row, "put_at"),
        !person.equals(row.getUUID("put_by")),
        Instants.maybe(row, "used_at"));
  }

  private static final String OWES =
      "select from ledger_payees where community_id = $1 and person_id = $2";

  private static void mustOwe(Tx tx, Caller caller, CommunityId community, PersonId person) {
    if (!caller.settles(community)) {
      throw caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
    }
    if (tx.row(OWES, community.value(), person.value()).isEmpty()) throw Refusal.notFound();
    caller.demandProof();
  }

  private static void log(
      Tx tx, Caller caller, CommunityId community, String deed, Collection<PersonId> persons) {
    for (PersonId person : new ArrayList<>(persons)) {
      Audit.write(tx, caller.known(), community, deed, Map.of("personId", person.toString()));
    }
  }

  private static UUID[] ids(Collection<PersonId> persons) {
    return persons.stream().map(PersonId::value).toArray(UUID[]::new);
  }
}
