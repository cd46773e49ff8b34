package yui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server on a machine whose clock goes wrong lives by the database's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseClockTest {
  private Town here;

  @BeforeAll
  void open() throws Exception {
    here = Town.furnished();
  }

  @AfterAll
  void close() {
    here.close();
  }

  private static String login(Town asked, Town entered, String email) throws Exception {
    String challenge =
        asked
            .stranger()
            .post("/login/codes", Map.of("email", email))
            .is(202)
            .body()
            .path("challenge")
            .asText();
    return entered
        .stranger()
        .post("/login/tokens", Map.of("challenge", challenge, "code", asked.code(email)))
        .is(200)
        .body()
        .path("accessToken")
        .asText();
  }

  @ParameterizedTest
  @ValueSource(ints = {-7200, -90, 90, 7200})
  void login_onAServerWhoseClockIsWrong_isGoodOnBothAtOnce(int secondsAhead) throws Exception {
    DatabaseClock wrong = new DatabaseClock(() -> Instant.now().plusSeconds(secondsAhead));
    try (Town there = here.beside(wrong)) {
      Duration apart = Duration.between(Instant.now(), wrong.instant()).abs();
      assertTrue(apart.compareTo(Duration.ofSeconds(1)) < 0, "apart by " + apart);
      String by = login(there, there, "by" + secondsAhead + "@town.example");
      here.bearing(by).get("/me").is(200);
      there.bearing(by).get("/me").is(200);
      String from = login(here, there, "from" + secondsAhead + "@town.example");
      here.bearing(from).get("/me").is(200);
      String at = login(here, here, "at" + secondsAhead + "@town.example");
      there.bearing(at).get("/me").is(200);
    }
  }

  @Test
  void instant_whereTheyAreLittleApart_isThisMachines() throws Exception {
    DatabaseClock clock = new DatabaseClock(() -> Instant.now().plusMillis(300));
    Town there = here.beside(clock);
    there.close();
    Duration ahead = Duration.between(Instant.now(), clock.instant());
    assertTrue(ahead.compareTo(Duration.ofMillis(250)) > 0, "ahead by " + ahead);
  }
}
