package yui.tasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import yui.communities.MinimumWage;
import yui.communities.Rules;
import yui.communities.Withholding;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Lang;
import yui.db.Tx;
import yui.web.Words;

/**
 * What the community's rules make a poster and whoever reviews think about; nothing is refused for
 * it: a person decides.
 *
 * @param code what it is about, {@code values} the numbers in it
 */
record Advice(String code, Map<String, Object> values) {
  /** As it is answered. */
  record Shown(String code, String detail, Map<String, Object> values) {}

  static List<Advice> of(Tx tx, Rules rules, Task task) {
    List<Advice> advice = new ArrayList<>();
    CommunityId community = task.communityId();
    long cash = mostCash(task);
    switch (task.engagement()) {
      case UNPAID -> advice.add(new Advice("unpaid", Map.of()));
      case CONTRACT -> advice.add(new Advice("contract", Map.of()));
      case THANKS, LECTURE, EMPLOYMENT -> {}
    }
    if (cash == 0) return advice;
    if (task.kind() == TaskKind.LECTURE && task.engagement() == Engagement.THANKS) {
      advice.add(new Advice("lecture_or_thanks", Map.of()));
    }
    Withholding tax = rules.withholding(tx, community, Days.of(tx.now())).value();
    if (tax.engagements().contains(task.engagement().name())) {
      advice.add(
          new Advice(
              "tax", Map.of("percent", percent(tax.basisPoints()), "limit", tax.limitYen())));
    }
    wage(tx, rules, task, cash).ifPresent(advice::add);
    return advice;
  }

  /** The cash of the longest slot by the hour, beside the minimum wage. */
  private static Optional<Advice> wage(Tx tx, Rules rules, Task task, long cash) {
    long minutes =
        task.slots().stream()
            .filter(slot -> !slot.whole())
            .mapToLong(slot -> Duration.between(slot.startsAt(), slot.endsAt()).toMinutes())
            .max()
            .orElse(0);
    if (minutes == 0) return Optional.empty();
    Optional<MinimumWage> wage =
        rules.minimumWage(tx, task.communityId(), Days.of(task.slots().getFirst().startsAt()));
    if (wage.isEmpty()) return Optional.empty();
    long hourly = cash * 60 / minutes;
    boolean below = hourly < wage.get().yen();
    // A fee is not measured by the hour: only what is low is worth a word.
    if (!below && task.engagement() != Engagement.THANKS) return Optional.empty();
    return Optional.of(
        new Advice(
            below ? "wage_below" : "wage_like",
            Map.of("hourly", hourly, "wage", wage.get().yen())));
  }

  /** What one head gets in cash for one slot. */
  private static long mostCash(Task task) {
    return task.rewards().stream()
        .filter(line -> line.kind() == RewardKind.CASH)
        .mapToLong(line -> line.amountFor(1))
        .sum();
  }

  private static String percent(int basisPoints) {
    return String.format(Locale.ROOT, "%d.%02d", basisPoints / 100, basisPoints % 100);
  }

  String said(Words words, Lang lang) {
    return words.say(lang, "advice." + code, values);
  }

  Shown shown(Words words, Lang lang) {
    return new Shown(code, said(words, lang), values);
  }
}
