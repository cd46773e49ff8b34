package yui.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Instants;
import yui.db.Tx;
import yui.web.Words;

/** Something else that was proposed for a line, and that whoever is owed has not answered. */
record Instead(UUID id, String unit, long quantity, String newUnit, long newQuantity, Instant by) {
  private static final String WAITING =
      """
      select id, application_id, line, unit, quantity, new_unit, new_quantity, ends_at
        from ledger_substitutions where application_id = any ($1) and ends_at > yui_now()
      """;

  /** By application and line. */
  static Map<String, Instead> of(Tx tx, Collection<UUID> applications) {
    Map<String, Instead> found = new HashMap<>();
    tx.rows(WAITING, (Object) applications.stream().distinct().toArray(UUID[]::new))
        .forEach(
            row ->
                found.put(
                    key(row.getUUID("application_id"), row.getInteger("line")),
                    new Instead(
                        row.getUUID("id"),
                        row.getString("unit"),
                        row.getLong("quantity"),
                        row.getString("new_unit"),
                        row.getLong("new_quantity"),
                        Instants.of(row, "ends_at"))));
    return found;
  }

  static String key(UUID application, int line) {
    return application + "/" + line;
  }

  String spoken(Said said, Words words, Lang lang) {
    return words.say(
        lang,
        "substitution.waiting",
        Map.of(
            "now",
            said.amount(unit, quantity),
            "instead",
            said.amount(newUnit, newQuantity),
            "by",
            Spoken.deadline(by, lang)));
  }
}
