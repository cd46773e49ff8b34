package yui.privacy;

import java.time.Instant;
import java.util.Map;
import yui.core.Days;
import yui.core.Lang;
import yui.core.Spoken;
import yui.web.Words;

/** A look at somebody's data as its person reads it. */
final class LookWords {
  private LookWords() {}

  /** What they were there, and for whom. */
  static String who(Looks.Look look, Words words, Lang lang) {
    String as = words.say(lang, "looks.as." + look.as());
    return look.name().isEmpty()
        ? as
        : words.say(lang, "looks.who", Map.of("as", as, "name", look.name()));
  }

  /** With its year: the log reaches back far. */
  static String when(Instant at, Lang lang) {
    return Spoken.dated(Days.of(at), lang) + " " + Spoken.time(at);
  }

  static String what(Looks.Look look, Words words, Lang lang) {
    return words.find(lang, "audit.deed." + look.deed()).orElse(look.deed());
  }
}
