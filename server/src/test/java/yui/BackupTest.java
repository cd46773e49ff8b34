package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import yui.backups.Archive;
import yui.backups.Backup;
import yui.backups.Owner;
import yui.backups.Restore;
import yui.backups.Unusable;

/** A town is copied while it works, and comes back somewhere else. */
class BackupTest {
  private static Town town;
  private static String task;
  @TempDir Path folder;

  @BeforeAll
  static void aTownAtWork() throws Exception {
    town = Town.furnished();
    task = town.posted(town.mowing());
    promise("r1@town.example", task);
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void backup_whileTheTownWorks_isOfOneMomentAndServesElsewhere() throws Exception {
    Path file = folder.resolve("town.zip");
    waitingLetter();
    AtomicBoolean enough = new AtomicBoolean();
    try (ExecutorService busy = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      Future<?> work =
          busy.submit(
              () -> {
                Visitor r2 = town.as("r2@town.example");
                while (!enough.get()) {
                  String promised = promise("r2@town.example", town.posted(town.mowing()));
                  r2.post("/applications/" + promised + "/withdraw", null).is(200);
                }
                return null;
              });
      for (int i = 0; i < 4; i++) backup(folder.resolve("before" + i + ".zip"));
      backup(file);
      enough.set(true);
      work.get();
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertThrows(FileAlreadyExistsException.class, () -> backup(file));

    // References between tables would not hold if they were of different moments.
    EmptyDatabase elsewhere = EmptyDatabase.bare();
    restore(file, elsewhere);
    assertEquals(0, VerifyCommand.verify(elsewhere.databases().app()));
    assertNotEquals(epoch(town.database()), epoch(elsewhere));

    change(elsewhere, "delete from mailbox"); // old codes, which Town would read
    try (Town second = Town.on(elsewhere)) {
      Visitor before = second.bearing(tokenOf("r1@town.example"));
      before.get("/me").is(401);
      second.as("r1@town.example").get("/tasks/" + task).is(200);
      assertEquals(
          "restored from a backup",
          one(elsewhere, "select last_error from outbox where cause = 'a letter that waits'"));
      assertEquals("", second.newestLetter("late@town.example", "."));
    }
  }

  @Test
  void restore_withVerify_provesItInADatabaseOfItsOwn() throws Exception {
    Path file = folder.resolve("town.zip");
    backup(file);
    assertEquals(0, new CommandLine(new RestoreCommand(Map.of())).execute(file + "", "--verify"));
  }

  @Test
  void restore_ontoWhatIsThere_refuses() throws Exception {
    Path file = folder.resolve("town.zip");
    backup(file);
    assertEquals("somebody is connected", refused(file, town.database()).substring(0, 21));
    EmptyDatabase full = EmptyDatabase.bare();
    restore(file, full);
    assertTrue(refused(file, full).contains("not empty"));
    EmptyDatabase theirs = EmptyDatabase.bare();
    change(theirs, "create table theirs (id int)");
    assertTrue(refused(file, theirs).contains("not Yui's"));
  }

  @Test
  void restore_ofAFileThatIsNotWhole_saysWhat() throws Exception {
    Path whole = folder.resolve("town.zip");
    backup(whole);
    Path cut = Files.copy(whole, folder.resolve("cut.zip"));
    try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(cut) * 9 / 10);
    }
    assertTrue(unusable(cut).contains("its end is missing"));

    Path flipped = folder.resolve("flipped.zip");
    byte[] bytes = Files.readAllBytes(whole);
    bytes[bytes.length / 2] ^= 1;
    Files.write(flipped, bytes);
    assertTrue(unusable(flipped).contains("was altered"), unusable(flipped));

    Path other = Files.copy(whole, folder.resolve("other.zip"));
    rewrite(other, "/tables/persons.copy", "ward@town", "mayor@town");
    assertTrue(unusable(other).contains("table persons"), unusable(other));

    Path newer = Files.copy(whole, folder.resolve("newer.zip"));
    rewrite(newer, "/manifest.json", "\"64\"", "\"9999\"");
    assertTrue(unusable(newer).contains("newer Yui"), unusable(newer));

    assertTrue(unusable(folder.resolve("none.zip")).contains("no file"));
    Path text = Files.writeString(folder.resolve("text.zip"), "no zip at all");
    assertTrue(unusable(text).contains("no backup"));
  }

  @Test
  void restore_thatEndsMidway_leavesNothingAndCanBeRepeated() throws Exception {
    Path file = folder.resolve("town.zip");
    backup(file);
    EmptyDatabase elsewhere = EmptyDatabase.bare();
    Migrations.run(elsewhere.databases().owner());
    try (Archive archive = Archive.open(file);
        Connection owner = Owner.connect(elsewhere.databases().owner())) {
      Restore restore =
          new Restore(
              owner,
              line -> {
                if (line.contains("reference")) end(elsewhere);
              });
      restore.checkEmpty(archive.manifest());
      assertThrows(SQLException.class, () -> restore.load(archive, false));
    }
    assertEquals("0", one(elsewhere, "select count(*) from persons"));
    assertEquals(
        "t",
        one(
            elsewhere,
            "select bool_and(relforcerowsecurity) from pg_class"
                + " where relname in ('persons', 'transfers')"));
    restore(file, elsewhere);
    assertFalse(one(elsewhere, "select count(*) from persons").equals("0"));
    assertEquals(
        "0",
        one(
            elsewhere,
            "select count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid"
                + " where t.tgenabled <> 'O' and c.relnamespace = 'public'::regnamespace"));
  }

  @Test
  void backup_always_holdsEveryTableButTheDoorKeys() throws Exception {
    Path file = folder.resolve("town.zip");
    Backup.Made made = backup(file);
    List<String> inFile = made.manifest().parts().stream().map(p -> p.table()).toList();
    try (Connection all = town.superuser();
        Statement sql = all.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "select tablename from pg_tables where schemaname = 'public'"
                    + " and tablename <> 'flyway_schema_history'")) {
      int left = 0;
      while (rows.next()) if (!inFile.contains(rows.getString(1))) left++;
      assertEquals(12, left);
    }
    // The owner is held by row-level security: what it may not see it would not copy.
    for (String table : List.of("persons", "memberships", "tasks", "transfers", "outbox")) {
      long rows =
          made.manifest().parts().stream()
              .filter(p -> p.table().equals(table))
              .findFirst()
              .orElseThrow()
              .rows();
      assertTrue(rows > 0, table);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList(), "nothing unfinished stays");
    }
  }

  private static String promise(String email, String task) throws Exception {
    Visitor resident = town.as(email);
    String slot = resident.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
    String application =
        resident
            .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
            .is(201)
            .id();
    town.as("ward@town.example").post("/applications/" + application + "/select", null).is(200);
    return application;
  }

  private static Backup.Made backup(Path file) throws Exception {
    return BackupCommand.make(town.database().databases().owner(), file);
  }

  private static void restore(Path file, EmptyDatabase into) {
    RestoreCommand command = new RestoreCommand(into.environment());
    assertEquals(0, new CommandLine(command).execute(file.toString()));
  }

  private static String refused(Path file, EmptyDatabase into) throws Exception {
    try (Archive archive = Archive.open(file);
        Connection owner = Owner.connect(into.databases().owner())) {
      Restore restore = new Restore(owner, line -> {});
      return String.valueOf(
          assertThrows(Unusable.class, () -> restore.checkEmpty(archive.manifest())).getMessage());
    }
  }

  private static String unusable(Path file) {
    return String.valueOf(
        assertThrows(
                Unusable.class,
                () -> {
                  try (Archive archive = Archive.open(file)) {
                    archive.checkSchema(Migrations.known());
                    archive.check(line -> {});
                  }
                })
            .getMessage());
  }

  private static void rewrite(Path zip, String entry, String what, String with) throws Exception {
    try (FileSystem inside = FileSystems.newFileSystem(zip)) {
      Path file = inside.getPath(entry);
      String text = Files.readString(file, StandardCharsets.UTF_8);
      assertTrue(text.contains(what));
      Files.writeString(file, text.replace(what, with), StandardCharsets.UTF_8);
    }
  }

  private static void end(EmptyDatabase database) {
    try {
      change(
          database,
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void waitingLetter() throws Exception {
    change(
        town.database(),
        "insert into outbox (id, priority, kind, lang, to_address, model, cause, created_at,"
            + " next_try_at) values (gen_random_uuid(), 1, 'DECLINED', 'ja',"
            + " 'late@town.example', '{}', 'a letter that waits', now(),"
            + " now() + interval '1 hour')");
  }

  private static void change(EmptyDatabase database, String sql) throws SQLException {
    try (Connection all = database.superuser();
        Statement statement = all.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String tokenOf(String email) throws Exception {
    return town.as(email).token();
  }

  private static String epoch(EmptyDatabase database) throws Exception {
    return one(database, "select epoch from feed_epoch");
  }

  private static String one(EmptyDatabase database, String sql) throws SQLException {
    try (Connection all = database.superuser();
        Statement statement = all.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
