package yui.applications;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import yui.core.Lang;
import yui.db.Tx;
import yui.ledger.Said;
import yui.tasks.Per;
import yui.tasks.RewardLine;
import yui.tasks.Task;
import yui.tasks.Travel;
import yui.web.Words;

/** One line of a task's thanks, as pages show it: an icon and a few words. */
record ThanksLine(String icon, String text) {

  static List<ThanksLine> of(Tx tx, Words words, Lang lang, Task task) {
    Said said = new Said(tx, words, lang);
    List<ThanksLine> lines = new ArrayList<>();
    for (RewardLine reward : task.rewards()) {
      String amount = said.amount(reward.unit(), reward.amount());
      String per =
          reward.per() == Per.PARTY ? words.say(lang, "thanks.per.PARTY") + " " + amount : amount;
      lines.add(
          new ThanksLine(
              reward.kind().name().toLowerCase(Locale.ROOT),
              reward.note().isEmpty() ? per : per + "　" + reward.note()));
    }
    return lines;
  }

  /** One sentence on the way there. */
  static String travel(Tx tx, Words words, Lang lang, Task task) {
    Travel travel = task.travel();
    String amount = new Said(tx, words, lang).amount("JPY", travel.mostYen());
    String sentence =
        words.say(lang, "travel." + travel.policy().name(), Map.of("amount", amount));
    return travel.paidDirectly() && travel.policy() != Travel.Policy.NONE
        ? sentence + " " + words.say(lang, "travel.direct")
        : sentence;
  }
}
