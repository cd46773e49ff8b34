package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.Finding.Level;
import yui.engine.MatchEngine;

/** What the doctor says of installations that are well and of some that are not. */
class DoctorTest {
  private static final GreenMail MAIL =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private static Town town;
  @TempDir Path data;

  @BeforeAll
  static void open(@TempDir Path backups) throws Exception {
    MAIL.start();
    MAIL.setUser("yui@town.example", "yui", "secret");
    town = Town.furnished();
    BackupCommand.make(town.database().databases().owner(), backups.resolve("doctor.zip"));
  }

  @AfterAll
  static void close() {
    MAIL.stop();
    town.close();
  }

  @Test
  void look_atAWellInstallation_findsNothingToMend() throws Exception {
    Map<String, Finding> found = look(Map.of());
    for (String about :
        List.of(
            "settings",
            "database",
            "schema",
            "rights",
            "row-level security",
            "transactions",
            "clock",
            "letters",
            "backup",
            "seals",
            "server",
            "address")) {
      assertEquals(Level.OK, found.get(about).level(), found.get(about).toString());
    }
    assertTrue(found.get("server").said().contains("ready"));
    assertEquals(Level.WARN, found.get("mail").level(), "loopback mail goes unencrypted");
    assertTrue(MAIL.getReceivedMessages().length == 0, "no letter is sent");
  }

  @Test
  void look_atAnIndexThatIsThere_countsWhatIsInIt() throws Exception {
    Path index = data.resolve("index");
    try (MatchEngine engine = MatchEngine.open(index.resolve("index-1"))) {
      engine.apply(List.of(), "1");
      engine.commit();
    }
    Files.writeString(index.resolve("current"), "index-1");
    Finding found = look(Map.of()).get("index");
    assertEquals(Level.OK, found.level(), found.toString());
    assertTrue(found.said().startsWith("0 (written 0 minutes ago) residents"), found.said());
  }

  @Test
  void look_atADataDirectoryOpenToOthers_saysSo() throws Exception {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(Level.WARN, look(Map.of()).get("data").level());
  }

  @Test
  void look_withASettingThatIsWrong_goesOn() throws Exception {
    Map<String, Finding> found = look(Map.of("YUI_PORT", "eighty"));
    assertEquals(Level.FAIL, found.get("settings").level());
    assertEquals(Level.OK, found.get("database").level());
    assertEquals(Level.WARN, found.get("server").level());
  }

  @Test
  void look_atMail_tellsARefusedLoginFromAServerThatIsAway() throws Exception {
    String wrong = "smtp://yui:wrong@127.0.0.1:" + MAIL.getSmtp().getPort();
    Finding refused = look(Map.of("SMTP_URL", wrong + "?starttls=disabled")).get("mail");
    assertEquals(Level.FAIL, refused.level());
    assertTrue(refused.said().contains("535"), refused.said());
    assertEquals(Level.FAIL, look(Map.of("SMTP_URL", wrong)).get("mail").level());
    Finding away = look(Map.of("SMTP_URL", "smtp://127.0.0.1:1")).get("mail");
    assertTrue(away.said().contains("refused"), away.said());
  }

  @Test
  void look_atADatabaseThatWasWeakened_saysWhere() throws Exception {
    EmptyDatabase database = EmptyDatabase.open();
    try (Connection all = database.superuser();
        Statement sql = all.createStatement()) {
      sql.execute("alter table needs no force row level security");
      sql.execute("grant delete on transfers to yui_app");
      sql.execute(
          "insert into outbox (id, priority, kind, lang, to_address, model, cause, created_at,"
              + " next_try_at) values (gen_random_uuid(), 1, 'DECLINED', 'ja', 'a@town.example',"
              + " '{}', 'late', now() - interval '1 hour', now() - interval '1 hour')");
      try {
        Map<String, Finding> found = look(database.environment());
        assertTrue(found.get("row-level security").said().endsWith("not forced on needs"));
        assertTrue(found.get("rights").said().contains("can change the ledger"));
        assertEquals(Level.FAIL, found.get("letters").level());
        assertEquals(Level.WARN, found.get("backup").level(), "none was ever made");
      } finally {
        sql.execute("revoke delete on transfers from yui_app");
      }
    }
  }

  @Test
  void look_atADatabaseThatIsAway_saysSoAndGoesOn() throws Exception {
    Map<String, Finding> found =
        look(
            Map.of(
                "DATABASE_URL", "postgresql://yui_app:x@127.0.0.1:1/yui",
                "DATABASE_OWNER_URL", "postgresql://yui_owner:x@127.0.0.1:1/yui",
                "DATABASE_FEEDER_URL", "postgresql://yui_feeder:x@127.0.0.1:1/yui"));
    assertEquals(Level.FAIL, found.get("database").level());
    assertEquals(Level.OK, found.get("server").level());
  }

  private Map<String, Finding> look(Map<String, String> changed) throws Exception {
    Map<String, String> environment = new HashMap<>(town.database().environment());
    environment.put("YUI_BASE_URL", town.url());
    environment.put("YUI_PORT", town.url().replaceFirst(".*:", ""));
    environment.put("YUI_MAIL_FROM", "yui@town.example");
    environment.put(
        "SMTP_URL",
        "smtp://yui:secret@127.0.0.1:" + MAIL.getSmtp().getPort() + "?starttls=disabled");
    environment.putAll(changed);
    Map<String, Finding> found = new HashMap<>();
    for (Finding f : new Doctor(environment, data).look()) found.put(f.about(), f);
    return found;
  }
}
