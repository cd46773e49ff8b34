package yui.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import yui.core.Lang;
import yui.core.Spoken;
import yui.engine.Match;
import yui.engine.Reason;
import yui.tasks.Journey;
import yui.tasks.JourneyWords;
import yui.web.Words;

/** Reasons as people read them. */
final class ReasonWords {
  private final Words words;
  private final Map<String, String> names;
  private final Lang lang;

  /**
   * @param names of skills and licences by code, in the language
   */
  ReasonWords(Words words, Map<String, String> names, Lang lang) {
    this.words = words;
    this.names = names;
    this.lang = lang;
  }

  List<ShownReason> of(Match match) {
    List<ShownReason> shown = new ArrayList<>();
    for (Reason reason : match.reasons()) shown.add(of(reason));
    return shown;
  }

  /** As the one who asks for people is told: what the way costs a candidate. */
  ShownReason of(Journey journey) {
    return say(
        "travel_estimate",
        Map.of(
            "cost", Spoken.yen(journey.costYen(), lang),
            "support", Spoken.yen(journey.supportYen(), lang),
            "net", Spoken.yen(journey.ownShareYen(), lang)));
  }

  /** As the traveller is told: what coming leaves. */
  ShownReason ofNet(Journey journey) {
    return new ShownReason("travel_estimate", new JourneyWords(words, lang).line(journey));
  }

  private ShownReason of(Reason reason) {
    return switch (reason) {
      case Reason.SkillHeld held ->
          say(
              "skill_held",
              Map.of(
                  "skill",
                  name(held.code()),
                  "level",
                  words.say(lang, "reason.level." + held.level())));
      case Reason.LicenceHeld held -> say("licence_held", Map.of("licence", name(held.code())));
      case Reason.HalfDaysFree days ->
          say("half_days_free", Map.of("free", days.free(), "needed", days.needed()));
      case Reason.Distance distance ->
          say("distance", Map.of("km", String.format(Locale.ROOT, "%.1f", distance.km())));
      case Reason.Remote remote -> say("remote", Map.of());
      case Reason.Reliability past ->
          say("reliability", Map.of("attended", past.attended(), "committed", past.committed()));
      case Reason.Newcomer newcomer -> say("newcomer", Map.of());
      case Reason.ThanksWished wished ->
          say(
              "thanks_wished",
              Map.of(
                  "kinds",
                  wished.kinds().stream()
                      .sorted()
                      .map(
                          kind -> words.say(lang, "thanks." + kind.name().toLowerCase(Locale.ROOT)))
                      .collect(Collectors.joining(lang.isEnglish() ? ", " : "・"))));
    };
  }

  private ShownReason say(String code, Map<String, ?> values) {
    return new ShownReason(code, words.say(lang, "reason." + code, values));
  }

  private String name(String code) {
    return names.getOrDefault(code, code);
  }
}
