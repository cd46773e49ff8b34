package yui.tasks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.communities.TravelCost;
import yui.communities.TravelTable;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Words;

/** The way to a task as pages say it: one line on a card, and how it was worked out. */
public final class JourneyWords {
  /**
   * What coming leaves, with each part.
   *
   * @param besides meals and produce, which are not counted; empty where there are none
   * @param other the other way of travelling, or empty
   */
  record Shown(
      String line,
      String cash,
      String support,
      String cost,
      String net,
      String besides,
      String other,
      List<String> method) {}

  /**
   * Travel money by distance for one person.
   *
   * @param words what this person gets; empty for a stranger
   */
  public record ByDistance(String words, boolean needsHome, List<String> table) {}

  private final Words words;
  private final Lang lang;

  public JourneyWords(Words words, Lang lang) {
    this.words = words;
    this.lang = lang;
  }

  /** For instance 差し引きのめやす ＋1,500円（電車・バスで片道 約2時間30分）. */
  public String line(Journey journey) {
    return words.say(
        lang,
        "journey.line",
        Map.of("net", signed(journey.netYen()), "way", way(journey.way(), journey.minutes())));
  }

  Shown shown(Journey journey, TravelCost cost, List<ThanksLine> thanks) {
    List<String> besides =
        thanks.stream().filter(one -> !one.icon().equals("cash")).map(ThanksLine::text).toList();
    Journey.OtherWay other = journey.otherWay();
    return new Shown(
        line(journey),
        signed(journey.cashYen()),
        signed(journey.supportYen()),
        signed(-journey.costYen()),
        signed(journey.netYen()),
        besides.isEmpty()
            ? ""
            : words.say(
                lang,
                "journey.besides",
                Map.of("goods", String.join(lang.isEnglish() ? ", " : "、", besides))),
        other == null
            ? ""
            : words.say(
                lang,
                "journey.other",
                Map.of(
                    "way",
                    way(other.way(), other.minutes()),
                    "cost",
                    Spoken.yen(other.costYen(), lang))),
        method(cost));
  }

  private List<String> method(TravelCost cost) {
    return List.of(
        words.say(lang, "journey.method.km", Map.of("percent", cost.detourPercent())),
        words.say(
            lang,
            "journey.method.public",
            Map.of(
                "local",
                cost.localYen(),
                "km",
                cost.expressFromKm(),
                "express",
                cost.expressYen())),
        words.say(
            lang,
            "journey.method.car",
            Map.of("fuel", cost.carYen(), "km", cost.tollFromKm(), "toll", cost.tollYen())),
        words.say(lang, "journey.method.rough"));
  }

  /** Null where the travel money does not depend on where one lives. */
  public @Nullable ByDistance byDistance(Tx tx, Fares fares, Caller caller, Task task) {
    if (task.travel().policy() != Travel.Policy.DISTANCE) return null;
    PersonId person = caller.person();
    Double km = person == null ? null : fares.homeKm(tx, task, person).orElse(null);
    TravelTable table = fares.table(tx, task);
    String said = "";
    if (km != null) {
      said =
          words.say(
              lang,
              "travel.for_you",
              Map.of("amount", Spoken.yen(table.yen(km), lang), "km", Math.round(km)));
    }
    List<String> rows =
        table.rows().stream()
            .map(
                row ->
                    words.say(
                        lang,
                        row.last() ? "travel.band_last" : "travel.band",
                        Map.of(
                            "from",
                            row.fromKm(),
                            "km",
                            row.toKm(),
                            "amount",
                            Spoken.yen(row.yen(), lang))))
            .toList();
    return new ByDistance(said, person != null && km == null, rows);
  }

  private String way(TravelCost.Way way, int minutes) {
    String time =
        minutes < 60
            ? words.say(lang, "journey.minutes", Map.of("m", minutes))
            : minutes % 60 == 0
                ? words.say(lang, "journey.hours", Map.of("h", minutes / 60))
                : words.say(
                    lang, "journey.hours_minutes", Map.of("h", minutes / 60, "m", minutes % 60));
    return words.say(lang, "journey.way." + way.word(), Map.of("time", time));
  }

  private String signed(long amount) {
    return (amount < 0 ? "−" : amount > 0 ? "＋" : "") + Spoken.yen(Math.abs(amount), lang);
  }
}
