package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** An operator at the console looks for accounts and shuts one out. */
class UsersCommandTest {
  private static Town town;

  @BeforeAll
  static void open() throws Exception {
    town = Town.furnished();
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void users_withoutASearch_listsThoseWithARole() throws Exception {
    String said = said(0);
    assertTrue(said.contains("ward@town.example"), said);
    assertTrue(said.contains("COORDINATOR OFFICIAL 西会津町"), said);
    assertFalse(said.contains("r1@town.example"), said);
    assertFalse(said(0, "--role", "auditor").contains("ward@"));
    assertTrue(said(0, "R1@TOWN").contains("r1@town.example"));
    assertTrue(audited("users_looked_up") >= 3);
    said(2, "--role", "mayor");
  }

  @Test
  void lock_somebody_endsTheirLoginsAndLetsNoneBegin() throws Exception {
    Visitor r2 = town.as("r2@town.example");
    said(0, "lock", "r2@town.example");
    assertEquals(1, audited("user_locked"));
    for (int tries = 0; r2.get("/me").status() != 401; tries++) {
      assertTrue(tries < 70, "an ended login is refused within seconds");
      Thread.sleep(100);
    }
    enter("r2@town.example").refuses(403, "account_locked");
    assertTrue(said(0, "r2@").contains("LOCKED"));
    said(0, "unlock", "r2@town.example");
    enter("r2@town.example").is(200);
    said(1, "lock", "nobody@town.example");
  }

  private static Visitor.Reply enter(String email) throws Exception {
    Visitor stranger = town.stranger();
    String challenge =
        stranger
            .post("/login/codes", Map.of("email", email))
            .is(202)
            .body()
            .path("challenge")
            .asText();
    String code = town.code(email).replace("-", "");
    return stranger.post("/login/tokens", Map.of("challenge", challenge, "code", code));
  }

  private static long audited(String deed) throws Exception {
    try (Connection all = town.superuser();
        Statement sql = all.createStatement();
        ResultSet rows =
            sql.executeQuery("select count(*) from audit_log where deed = '" + deed + "'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String said(int code, String... arguments) {
    PrintStream console = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      UsersCommand command = new UsersCommand(town.database().environment());
      assertEquals(code, new CommandLine(command).execute(arguments));
    } finally {
      System.setOut(console);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
