package yui.privacy;

import java.util.Map;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.Said;
import yui.web.Words;

/** What must end before somebody can leave, told plainly. */
final class KeepingWords {
  private KeepingWords() {}

  static String of(Tx tx, Erasures.Keeping keeping, Words words, Lang lang) {
    String when = keeping.at() == null ? "" : Spoken.moment(keeping.at(), lang);
    String unit = keeping.unit();
    Long amount = keeping.amount();
    String owed =
        unit == null || amount == null ? "" : new Said(tx, words, lang).amount(unit, amount);
    return words.say(
        lang,
        "erasure.kept." + keeping.code(),
        Map.of("title", keeping.title(lang), "when", when, "amount", owed));
  }

  /** Where that can be ended; empty where the desk alone can. */
  static String href(Erasures.Keeping keeping, String base) {
    return switch (keeping.code()) {
      case "work_ahead", "attendance_open" -> base + "/me/applications";
      case "thanks_owed" -> base + "/me/ledger";
      case "need_open", "on_call" -> base + "/tasks/" + keeping.id();
      default -> "";
    };
  }
}
