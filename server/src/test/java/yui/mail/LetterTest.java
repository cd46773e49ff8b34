package yui.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import yui.core.Lang;
import yui.core.Spoken;

class LetterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nc@d.example",
        "a@b.example,c@d.example",
        "a@b.example;c@d.example",
        "a@b.example c@d.example",
        "A <a@b.example>",
        "\"a b\"@c.example",
        "a@b.example>",
        "a@@b.example",
        "結@b.example",
        "a",
        ""
      })
  void letter_addressThatIsMoreThanOne_isRefused(String to) {
    assertThrows(IllegalArgumentException.class, () -> PostOffice.letter(Kind.REMINDER, to, "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resident1@tokyo.example", "o'neil+yui@mail.co.jp", "a@localhost"})
  void letter_usualAddress_isTaken(String to) {
    assertEquals(to, PostOffice.letter(Kind.REMINDER, to, "a").to());
  }

  @Test
  void letter_slotMissingBlankOrUnknown_isRefusedWhereItIsPut() {
    for (Map<String, String> model :
        Map.of(
                "missing", Map.of("code", "1234-5678"),
                "blank", Map.of("code", "1234-5678", "minutes", " "),
                "unknown", Map.of("code", "1234-5678", "minutes", "10", "colour", "red"))
            .values()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Letter.of("a@b.example", null, Kind.LOGIN_CODE, Lang.JA, model, "a"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-05T00:00:00Z, 2026-12-05T03:00:00Z, 2026年12月5日（土）9:00–12:00",
    "2026-12-05T14:59:59Z, 2026-12-05T15:00:00Z, 2026年12月5日（土）23:59–12月6日（日）0:00"
  })
  void period_onJapansClock_isSpoken(Instant starts, Instant ends, String spoken) {
    assertEquals(spoken, Spoken.period(starts, ends, Lang.JA));
  }

  @Test
  void spoken_inEnglish_saysTheSameDay() {
    Instant nine = Instant.parse("2026-12-05T00:00:00Z");
    assertEquals(
        "Saturday, 5 December 2026, 9:00–12:00",
        Spoken.period(nine, nine.plusSeconds(3 * 3600), Lang.EN));
    assertEquals("by Saturday, 5 December, 9:00", Spoken.deadline(nine, Lang.EN));
    assertEquals("12月5日（土）9:00まで", Spoken.deadline(nine, Lang.JA));
  }

  @Test
  void config_wholeAddress_isUnderstood() {
    MailConfig config =
        SmtpPost.config("smtp://yui%40town:p%3Ass+1@mail.example:2525?starttls=optional");

    assertEquals("mail.example", config.getHostname());
    assertEquals(2525, config.getPort());
    assertEquals("yui@town", config.getUsername());
    assertEquals("p:ss+1", config.getPassword());
    assertEquals(StartTLSOptions.OPTIONAL, config.getStarttls());
  }

  @Test
  void config_leftOut_isTheCautiousWay() {
    MailConfig plain = SmtpPost.config("smtp://mail.example");
    MailConfig wrapped = SmtpPost.config("smtps://mail.example");

    assertEquals(587, plain.getPort());
    assertEquals(StartTLSOptions.REQUIRED, plain.getStarttls());
    assertEquals(LoginOption.DISABLED, plain.getLogin());
    assertEquals(465, wrapped.getPort());
    assertTrue(wrapped.isSsl());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://mail.example", "mail.example", "smtp://h?starttls=perhaps"})
  void config_addressOfSomethingElse_isRefused(String url) {
    assertThrows(IllegalArgumentException.class, () -> SmtpPost.config(url));
  }
}
