package yui.matching;

import java.util.List;
import java.util.Map;
import yui.core.Lang;
import yui.web.Words;

/** How well somebody who applied suits the task: the score that ranks candidates, explained. */
public record Fit(double score, ShownParts parts, List<ShownReason> reasons) {
  private static final double VERY = 0.85;
  private static final double WELL = 0.6;

  /** A score in words: a bare fraction says nothing to whoever has not made the formula. */
  public static String spoken(double score, Words words, Lang lang) {
    return words.say(lang, "fit." + (score >= VERY ? "VERY" : score >= WELL ? "WELL" : "SOME"));
  }

  /** With its part of the whole, for whoever compares several. */
  public static String compared(double score, Words words, Lang lang) {
    return words.say(
        lang,
        "fit.compared",
        Map.of("fit", spoken(score, words, lang), "percent", Math.round(score * 100)));
  }
}
