package yui.applications;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import yui.core.Lang;
import yui.core.Spoken;
import yui.web.Words;

/** An application's history as pages show it: one line a deed, however many slots it touched. */
final class PastLines {
  private PastLines() {}

  static List<PastLine> of(Words words, Lang lang, List<Happening> happenings) {
    List<PastLine> lines = new ArrayList<>();
    OffsetDateTime at = null;
    String verb = "";
    for (Happening one : happenings) {
      if (one.at().equals(at) && one.verb().equals(verb)) continue;
      at = one.at();
      verb = one.verb();
      lines.add(
          new PastLine(
              Spoken.moment(one.at().toInstant(), lang),
              one.detail(),
              Objects.requireNonNullElse(one.reason(), ""),
              one.why() == null ? "" : words.say(lang, "history.why", Map.of("why", one.why())),
              one.standing() == null
                  ? ""
                  : words.say(
                      lang,
                      "history.standing",
                      Map.of("place", one.standing().place(), "of", one.standing().of()))));
    }
    return lines;
  }
}
