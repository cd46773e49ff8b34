package yui.backups;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import yui.core.Ids;

/**
 * Fills an empty database of a backup's own schema in one transaction: all of it or nothing. What
 * must not live on is ended in the same transaction: letters are not sent again, whoever was logged
 * in no longer is, every search index is built anew.
 */
public final class Restore {
  private final Connection owner;
  private final Consumer<String> out;

  /**
   * @param owner logged in as the role that owns the tables
   */
  public Restore(Connection owner, Consumer<String> out) {
    this.owner = owner;
    this.out = out;
  }

  private static final String TABLES =
      """
      select count(*) from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      """;
  private static final String ANYBODY =
      """
      select (select count(*) from persons) + (select count(*) from communities)
        + (select count(*) from audit_log) + (select count(*) from outbox)
      """;

  /** Refuses a database that somebody uses, that holds anything or is of another schema. */
  public void checkEmpty(Manifest manifest) throws SQLException, Unusable {
    if (Owner.isUsedByOthers(owner)) {
      throw new Unusable("somebody is connected to the database; stop every server on it first");
    }
    if (number(TABLES) == 0) return;
    List<String> schema = Catalogue.schema(owner);
    if (schema.isEmpty()) {
      throw new Unusable("the database holds tables that are not Yui's; restore into an empty one");
    }
    Owner.seeAll(owner);
    if (number(ANYBODY) > 0) {
      throw new Unusable("the database is not empty; restore into an empty one");
    }
    if (!new HashSet<>(manifest.schema()).containsAll(schema)) {
      throw new Unusable(
          "the database is empty but already of a newer schema (%s) than the backup (%s);"
                  .formatted(schema.getLast(), manifest.newestMigration())
              + " restore into one without any table");
    }
  }

  /**
   * @param prove reads every table back and compares it with the manifest before the transaction
   *     ends
   */
  public void load(Archive archive, boolean prove) throws IOException, SQLException, Unusable {
    Manifest manifest = archive.manifest();
    Map<String, List<String>> tables = Catalogue.tables(owner);
    checkTables(manifest, tables);
    checkSequences(manifest);
    Dialect.speak(owner);
    owner.setAutoCommit(false);
    try {
      List<String> keys = foreignKeys();
      for (String table : tables.keySet()) open(table);
      Catalogue.run(owner, "truncate " + quoted(tables.keySet()));
      copyIn(archive, prove);
      for (Map.Entry<String, Long> sequence : manifest.sequences().entrySet()) proceed(sequence);
      for (End end : ENDS) if (tables.containsKey(end.table())) Catalogue.run(owner, end.sql());
      Catalogue.run(owner, "select begin_feed_epoch()");
      write(manifest);
      out.accept("  checking every reference");
      for (String key : keys) Catalogue.run(owner, key);
      for (String table : tables.keySet()) close(table);
      owner.commit();
    } finally {
      owner.rollback();
      owner.setAutoCommit(true);
    }
    Catalogue.run(owner, "analyze");
  }

  private static void checkTables(Manifest manifest, Map<String, List<String>> tables)
      throws Unusable {
    for (Manifest.Part part : manifest.parts()) {
      List<String> columns = tables.get(part.table());
      if (columns == null || !columns.containsAll(part.columns())) {
        throw new Unusable("the database has another table " + part.table() + " than the backup");
      }
    }
  }

  // Their names go into statements as they are.
  private void checkSequences(Manifest manifest) throws SQLException, Unusable {
    Set<String> known = Catalogue.sequences(owner).keySet();
    for (String name : manifest.sequences().keySet()) {
      if (!known.contains(name)) {
        throw new Unusable("the database has no sequence " + name + " as the backup has");
      }
    }
  }

  private static final String FOREIGN_KEYS =
      """
      select format('alter table %s drop constraint %I', conrelid::regclass, conname),
          format('alter table %s add constraint %I %s', conrelid::regclass, conname,
            pg_get_constraintdef(oid))
        from pg_constraint
       where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0
       order by conrelid::regclass::text, conname
      """;

  /** Takes references away while rows come in table by table; answers how to put them back. */
  private List<String> foreignKeys() throws SQLException {
    List<String> drop = new ArrayList<>();
    List<String> add = new ArrayList<>();
    try (Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(FOREIGN_KEYS)) {
      while (rows.next()) {
        drop.add(rows.getString(1));
        add.add(rows.getString(2));
      }
    }
    for (String key : drop) Catalogue.run(owner, key);
    return add;
  }

  // What triggers would write is in the backup already; rows go past row-level security.
  private void open(String table) throws SQLException {
    String name = Catalogue.quoted(table);
    Catalogue.run(owner, "alter table " + name + " disable trigger user");
    if (isForced(table)) forced.add(table);
    Catalogue.run(owner, "alter table " + name + " no force row level security");
  }

  private void close(String table) throws SQLException {
    String name = Catalogue.quoted(table);
    Catalogue.run(owner, "alter table " + name + " enable trigger user");
    if (forced.contains(table)) {
      Catalogue.run(owner, "alter table " + name + " force row level security");
    }
  }

  private final Set<String> forced = new HashSet<>();

  private static final String FORCED = "select relforcerowsecurity from pg_class where oid = ";

  private boolean isForced(String table) throws SQLException {
    String oid = "'" + Catalogue.quoted(table).replace("'", "''") + "'::regclass";
    return Catalogue.strings(owner, FORCED + oid).getFirst().equals("t");
  }

  private void copyIn(Archive archive, boolean prove) throws IOException, SQLException, Unusable {
    Progress progress = new Progress(out, "filling", archive.manifest().bytes());
    CopyManager copies = owner.unwrap(PGConnection.class).getCopyAPI();
    for (Manifest.Part part : archive.manifest().parts()) {
      long rows;
      try (InputStream in = archive.rows(part)) {
        rows = copies.copyIn(Backup.copying(part) + " from stdin", in, 1 << 16);
      }
      if (rows != part.rows()) {
        throw new Unusable(
            "table %s took %d rows of %d".formatted(part.table(), rows, part.rows()));
      }
      if (prove) prove(part);
      progress.done(part.bytes());
      progress.at(part.table(), 0);
    }
  }

  private void prove(Manifest.Part part) throws IOException, SQLException, Unusable {
    Manifest.Part found = Backup.copyOut(owner, part, OutputStream.nullOutputStream(), bytes -> {});
    if (!found.equals(part)) {
      throw new Unusable("table " + part.table() + " reads differently after it was restored");
    }
  }

  private void proceed(Map.Entry<String, Long> sequence) throws SQLException {
    long last = sequence.getValue();
    Catalogue.run(
        owner,
        "select setval('%s', %d, %s)"
            .formatted(Catalogue.quoted(sequence.getKey()), Math.max(1, last), last > 0));
  }

  /** What a restored installation must not go on with. */
  private record End(String table, String sql) {}

  private static final List<End> ENDS =
      List.of(
          // What the backup calls waiting has long been sent.
          new End(
              "outbox",
              """
              update outbox set dropped_at = now(), last_error = 'restored from a backup', model = '{}'
               where sent_at is null and dropped_at is null
              """),
          new End(
              "webhook_deliveries",
              """
              update webhook_deliveries
                 set given_up_at = now(), last_error = 'restored from a backup'
               where delivered_at is null and given_up_at is null
              """),
          new End("logins", "update logins set ended_at = now() where ended_at is null"),
          // One that was used or taken back after the backup would be good again.
          new End(
              "paper_codes",
              """
              update paper_codes set revoked_at = now() where used_at is null and revoked_at is null
              """),
          new End(
              "recovery_codes", "update recovery_codes set used_at = now() where used_at is null"));

  private static final String WRITE =
      """
      insert into audit_log (id, at, deed, about)
      values (?, now(), 'restored', jsonb_build_object('takenAt', ?, 'yui', ?, 'rows', ?))
      """;

  private void write(Manifest manifest) throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(WRITE)) {
      statement.setObject(1, Ids.next());
      statement.setString(2, manifest.takenAt().toString());
      statement.setString(3, manifest.yui());
      statement.setLong(4, manifest.rows());
      statement.executeUpdate();
    }
  }

  private static final String WAITING =
      """
      select (select count(*) from outbox where sent_at is null and dropped_at is null)
        + (select count(*) from webhook_deliveries
          where delivered_at is null and given_up_at is null)
      """;
  private static final String OPEN =
      """
      select (select count(*) from logins where ended_at is null)
        + (select count(*) from refresh_tokens) + (select count(*) from login_challenges)
        + (select count(*) from signing_keys)
      """;

  /**
   * What a restored database goes on with.
   *
   * @param waiting letters and messages to be sent
   * @param open logins, and what opens one
   */
  public record Ended(long waiting, long open, boolean newEpoch) {
    public boolean holds() {
      return waiting == 0 && open == 0 && newEpoch;
    }
  }

  /** Looks whether what must not live on has ended. */
  public Ended ended(Manifest manifest) throws SQLException {
    String epoch = Catalogue.strings(owner, "select epoch from feed_epoch").getFirst();
    return new Ended(number(WAITING), number(OPEN), !epoch.equals(manifest.feedEpoch()));
  }

  private long number(String sql) throws SQLException {
    return Long.parseLong(Catalogue.strings(owner, sql).getFirst());
  }

  private static String quoted(Set<String> tables) {
    return String.join(", ", tables.stream().map(Catalogue::quoted).toList());
  }
}
