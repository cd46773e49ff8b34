package yui.engine;

import java.util.Collection;
import java.util.HashSet;

/** What a code of a skill or a licence may look like. */
final class Codes {
  private static final int LONGEST = 200;

  private Codes() {}

  static void check(String code) {
    BadQuery.unless(!code.isBlank() && code.length() <= LONGEST, "code_invalid", code);
  }

  static void distinct(Collection<String> codes) {
    BadQuery.unless(new HashSet<>(codes).size() == codes.size(), "code_twice", codes);
  }
}
