package yui.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import yui.core.Lang;
import yui.core.PersonId;
import yui.mjml.Mail;
import yui.mjml.ValueRefused;

class LettersTest {
  private static final List<String> LANGUAGES =
      Arrays.stream(Lang.values()).map(Lang::code).toList();
  private static final Letters LETTERS = new Letters(LANGUAGES);

  static Stream<Arguments> everyLetter() {
    List<Arguments> letters = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (String language : LANGUAGES) {
        letters.add(Arguments.of(kind, language));
      }
    }
    return letters.stream();
  }

  @ParameterizedTest
  @MethodSource("everyLetter")
  void write_everyValue_saysThemAllAndLeavesNoSlot(Kind kind, String language) throws IOException {
    Map<String, String> model = SampleLetters.whole(kind, language);
    Mail mail = LETTERS.write(kind, language, model);

    model.forEach((slot, value) -> assertTrue(mail.text().contains(value), slot));
    for (String part : List.of(mail.subject(), mail.text(), mail.html())) {
      assertFalse(part.contains("{{") || part.contains("[["), part);
    }
    keepForLooking(kind, language, mail);
  }

  @Test
  void write_ofSomebodyWhoLeft_saysSoInTheReadersLanguage() {
    for (String language : LANGUAGES) {
      Map<String, String> model = SampleLetters.whole(Kind.MESSAGE, language);
      model.put("from", PersonId.LEFT);
      Mail mail = LETTERS.write(Kind.MESSAGE, language, model);
      String expected =
          Map.of("ja", "退会した人", "en", "somebody who left").getOrDefault(language, "退会（たいかい）した人");
      assertTrue(mail.text().contains(expected), mail.text());
    }
  }

  @ParameterizedTest
  @MethodSource("everyLetter")
  void write_requiredValuesOnly_isALetterWithoutEmptyRows(Kind kind, String language) {
    Mail mail = LETTERS.write(kind, language, SampleLetters.required(kind, language));

    assertFalse(mail.subject().isBlank());
    assertFalse(Pattern.compile("(?m)(?:：|: )$").matcher(mail.text()).find(), mail.text());
  }

  @ParameterizedTest
  @MethodSource("everyLetter")
  void write_withoutARequiredValue_isRefusedByName(Kind kind, String language) {
    for (String slot : kind.required()) {
      Map<String, String> model = SampleLetters.whole(kind, language);
      model.remove(slot);
      ValueRefused refused =
          assertThrows(ValueRefused.class, () -> LETTERS.write(kind, language, model));
      assertEquals(slot, refused.slot());
    }
  }

  @ParameterizedTest
  @MethodSource("everyLetter")
  void write_anyLetter_fetchesNothingFromElsewhere(Kind kind, String language) {
    Mail mail = LETTERS.write(kind, language, SampleLetters.whole(kind, language));

    String fetched = "<link|<img|<script|@import|url\\(|src=";
    assertFalse(Pattern.compile(fetched).matcher(mail.html()).find());
  }

  @Test
  void write_loginCode_saysTheCodeBeforeAnythingElseWithDigits() {
    Mail mail = LETTERS.write(Kind.LOGIN_CODE, "ja", SampleLetters.whole(Kind.LOGIN_CODE, "ja"));

    assertEquals(
        "4821-0937",
        Pattern.compile("\\d{4}-\\d{4}").matcher(mail.text()).results().findFirst().get().group());
    assertFalse(mail.subject().contains("4821"), "a locked screen shows the subject");
  }

  @Test
  void write_hostileName_cannotTouchSubjectOrMarkup() {
    Map<String, String> model = new HashMap<>(SampleLetters.whole(Kind.CONFIRMED, "ja"));
    model.put("applicant", "<b>x</b>\r\nBcc: all@yui.example");
    Mail mail = LETTERS.write(Kind.CONFIRMED, "ja", model);

    assertTrue(mail.subject().startsWith("<b>x</b> Bcc: all@yui.exampleさん"));
    assertFalse(mail.html().contains("<b>x"));
  }

  private static void keepForLooking(Kind kind, String language, Mail mail) throws IOException {
    Path shelf = Files.createDirectories(Path.of("target/letters"));
    Files.writeString(shelf.resolve(kind.key() + "." + language + ".html"), mail.html());
    Files.writeString(
        shelf.resolve(kind.key() + "." + language + ".txt"), mail.subject() + "\n\n" + mail.text());
  }
}
