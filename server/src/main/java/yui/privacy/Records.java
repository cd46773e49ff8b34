package yui.privacy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import yui.core.Caller;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;
import yui.vault.Sealing;
import yui.vault.Vault;
import yui.web.Words;

/** The copy of everything kept about somebody, made for them and theirs alone to fetch. */
public final class Records {
  private static final Duration KEPT = Duration.ofDays(2);

  /** A person asks for few copies: each reads everything. */
  private static final int MOST = 3;

  private static final int MOST_ROWS = 20_000;
  private static final int MOST_LOOKS = 1_000;

  /** A copy that is ready. */
  record Made(UUID id, Instant madeAt, Instant endsAt) {}

  private final Register register;
  private final Vault vault;
  private final Sealing sealing;
  private final BiFunction<Tx, PersonId, Map<String, String>> bankAccount;
  private final RecordsFile file;

  /**
   * @param bankAccount what a person told of a bank account, whole: it lies sealed where the bank's
   *     room alone opens it
   */
  public Records(
      Register register,
      Vault vault,
      BiFunction<Tx, PersonId, Map<String, String>> bankAccount,
      Words words) {
    this.register = register;
    this.vault = vault;
    this.sealing = new Sealing(vault, new Sealing.Place("data_exports", "id"));
    this.bankAccount = bankAccount;
    this.file = new RecordsFile(register, words);
  }

  private static final String LOCK =
      "select pg_advisory_xact_lock(20183, hashtext($1::uuid::text))";
  private static final String PUT =
      """
      insert into data_exports (id, person_id, key_id, sealed, made_at, ends_at)
      values ($1, $2, $3, $4, $5, $6)
      """;

  Made make(Tx tx, Caller caller) {
    PersonId me = caller.known();
    tx.rows(LOCK, me.value());
    if (list(tx, caller).size() >= MOST) throw Refusal.conflict("data_exports_many");
    UUID id = Ids.next();
    byte[] zip = file.zip(read(tx, me, caller.lang()), tx.now(), caller.lang());
    Vault.Sealed sealed = vault.seal(zip, id.toString());
    Made made = new Made(id, tx.now(), tx.now().plus(KEPT));
    tx.change(
        PUT,
        id,
        me.value(),
        sealed.key(),
        Buffer.buffer(sealed.bytes()),
        made.madeAt(),
        made.endsAt());
    Audit.write(tx, me, null, "data_export_made", Map.of("id", id.toString()));
    return made;
  }

  private static final String LIST =
      """
      select id, made_at, ends_at from data_exports
      where person_id = $1 and ends_at > $2 order by id desc
      """;

  List<Made> list(Tx tx, Caller caller) {
    return tx.list(
        LIST,
        row ->
            new Made(row.getUUID("id"), Instants.of(row, "made_at"), Instants.of(row, "ends_at")),
        caller.known().value(),
        tx.now());
  }

  private static final String FIND =
      """
      select key_id, sealed from data_exports
      where id = $1 and person_id = $2 and ends_at > $3
      """;

  byte[] fetch(Tx tx, Caller caller, UUID id) {
    Row row = tx.row(FIND, id, caller.known().value(), tx.now()).orElseThrow(Refusal::notFound);
    return vault.open(Sealing.sealed(row), id.toString());
  }

  private static final String FORGET = "delete from data_exports where ends_at <= $1";

  /** For a job: copies whose days are over, whatever they are sealed under; in system scope. */
  public int forget(Tx tx) {
    return tx.change(FORGET, tx.now());
  }

  /** For a job: seals under the newest key what an older one sealed; in system scope. */
  public int reseal(Tx tx) {
    return sealing.renew(tx);
  }

  /** Keys that are needed to open a copy and not there; in system scope. */
  public Set<String> missingKeys(Tx tx) {
    return sealing.missingKeys(tx);
  }

  /**
   * What is kept about somebody.
   *
   * @param rows by table
   * @param names what ids in them are called, as their person may know
   */
  record Found(
      Map<String, List<JsonObject>> rows, Map<String, String> names, List<Looks.Look> looks) {}

  private Found read(Tx tx, PersonId person, Lang lang) {
    Map<String, List<JsonObject>> rows = new LinkedHashMap<>();
    tx.asSystem(
        () -> {
          int done = 0;
          for (Register.Table table : register.tables()) {
            tx.pace().at(done++, register.tables().size());
            if (!table.tell().isEmpty()) rows.put(table.name(), rows(tx, table, person));
          }
          return rows;
        });
    Map<String, String> told = bankAccount.apply(tx, person);
    if (!told.isEmpty()) {
      rows.getOrDefault("bank_accounts", List.of()).forEach(row -> told.forEach(row::put));
    }
    return new Found(rows, names(tx, rows), Looks.of(tx, person, lang, null, MOST_LOOKS));
  }

  private static List<JsonObject> rows(Tx tx, Register.Table table, PersonId person) {
    String sql =
        "select to_jsonb(t) as told from (select %s from %s where %s limit %d) t"
            .formatted(String.join(", ", table.tell()), table.name(), table.of(), MOST_ROWS);
    List<JsonObject> rows = new ArrayList<>();
    for (Row row : tx.rows(sql, person.value())) {
      JsonObject told = row.getJsonObject("told");
      JsonObject ordered = new JsonObject();
      for (String column : table.tell()) ordered.put(column, told.getValue(column));
      rows.add(ordered);
    }
    return rows;
  }

  private static final String NAMES =
      """
      select k.id, k.title as name from tasks k where k.id = any($1)
      union all select a.id, k.title from applications a join tasks k on k.id = a.task_id
        where a.id = any($1)
      union all select c.id, c.name from communities c where c.id = any($1)
      union all select g.id, g.name from groups g where g.id = any($1)
      """;

  // Under their own rights: what they may not see has no name here.
  private static Map<String, String> names(Tx tx, Map<String, List<JsonObject>> rows) {
    Set<UUID> ids = new LinkedHashSet<>();
    for (List<JsonObject> table : rows.values()) {
      for (JsonObject row : table) {
        for (String column : List.of("task_id", "application_id", "community_id", "group_id")) {
          if (row.getString(column) != null) ids.add(UUID.fromString(row.getString(column)));
        }
      }
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (Row row : tx.rows(NAMES, (Object) ids.toArray(UUID[]::new))) {
      names.put(row.getUUID("id").toString(), row.getString("name"));
    }
    return names;
  }
}
