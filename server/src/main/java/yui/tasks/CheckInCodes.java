package yui.tasks;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Locale;

/** Codes on the sheets at the place of work: no characters that are mistaken for others. */
final class CheckInCodes {
  private static final String LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  private static final int LENGTH = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private CheckInCodes() {}

  static String next() {
    StringBuilder code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) code.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    return code.toString();
  }

  /** As it is stored, whatever width, case and dashes it was typed with. */
  static String fold(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9]", "");
  }
}
