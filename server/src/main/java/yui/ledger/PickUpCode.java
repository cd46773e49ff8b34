package yui.ledger;

import java.math.BigInteger;
import java.text.Normalizer;
import java.util.Locale;
import yui.core.PersonId;
import yui.core.Sha256;

/**
 * What a resident shows to get what is theirs: a name for them that is short enough to be read out.
 * It opens nothing to anybody who could not hand over to them anyway.
 */
final class PickUpCode {
  private static final String LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  private static final int LENGTH = 8;

  private PickUpCode() {}

  static String of(PersonId person) {
    BigInteger rest = new BigInteger(1, Sha256.of("pick-up/" + person));
    BigInteger base = BigInteger.valueOf(LETTERS.length());
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      code.append(LETTERS.charAt(rest.mod(base).intValueExact()));
      rest = rest.divide(base);
    }
    return code.toString();
  }

  /** {@code K7QP-3M2X}. */
  static String spoken(PersonId person) {
    String code = of(person);
    return code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
  }

  /** As it was typed: wide letters, small letters and lines between them do not matter. */
  static String typed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9]", "");
  }
}
