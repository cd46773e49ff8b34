package yui.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.banks.Banks;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;
import yui.web.Words;

/** The lines of a run that somebody has to look at, each with what to do next. */
final class ToSee {
  /**
   * One of them.
   *
   * @param code what it is
   * @param next what can be done
   * @param account whether its next step is to tell the bank account
   * @param release whether the person can be taken back into the run
   */
  record Item(
      PersonId id,
      String name,
      String code,
      String what,
      String next,
      boolean account,
      boolean release) {}

  private final Words words;
  private final Lang lang;
  private final Said said;
  private final boolean acts;

  /**
   * @param acts whether the reader may do what is next
   */
  ToSee(Words words, Lang lang, Said said, boolean acts) {
    this.acts = acts;
    this.words = words;
    this.lang = lang;
    this.said = said;
  }

  /**
   * @param decisions what the rules made of the lines
   * @param ways how each payee can be paid; empty where no bank pays
   */
  List<Item> of(
      Tx tx,
      Settlement run,
      List<Settlement.LeftOut> leftOut,
      List<Settlement.Hold> holds,
      List<Settlement.Returned> returned,
      List<Decision> decisions,
      Map<PersonId, Banks.Way> ways) {
    List<UUID> ids = new ArrayList<>();
    run.lines().forEach(line -> ids.add(line.personId().value()));
    leftOut.forEach(one -> ids.add(one.personId().value()));
    Map<UUID, String> names = Naming.persons(tx, ids);
    Map<PersonId, String> reasons = new HashMap<>();
    holds.forEach(hold -> reasons.put(hold.personId(), hold.reason()));
    List<Item> items = new ArrayList<>();
    for (Settlement.Line line : run.lines()) {
      String name = names.getOrDefault(line.personId().value(), "");
      if (name.isEmpty()) items.add(item(line.personId(), name, "NAMELESS", Map.of()));
      if (run.state() == Settlement.State.PAID) continue;
      Banks.Way way = ways.getOrDefault(line.personId(), Banks.Way.BANK);
      if (way != Banks.Way.BANK) items.add(item(line.personId(), name, way.name(), Map.of()));
    }
    items.addAll(decided(decisions, names));
    for (Settlement.Returned back : returned) {
      items.add(
          item(
              back.personId(),
              names.getOrDefault(back.personId().value(), ""),
              "RETURNED",
              Map.of("reason", back.reason())));
    }
    for (Settlement.LeftOut out : leftOut) {
      items.add(
          item(
              out.personId(),
              names.getOrDefault(out.personId().value(), ""),
              out.why().name(),
              Map.of(
                  "owed", said.amount(out.unit(), Math.abs(out.owed())),
                  "tax", said.amount(out.unit(), out.withheld()),
                  "reason", reasons.getOrDefault(out.personId(), ""))));
    }
    return items;
  }

  private List<Item> decided(List<Decision> decisions, Map<UUID, String> names) {
    List<Item> items = new ArrayList<>();
    for (Decision d : decisions) {
      String name = names.getOrDefault(d.personId().value(), "");
      boolean cap = !d.rule().equals(Withholding.RULE);
      if (cap && d.amount() > 0) {
        items.add(
            item(
                d.personId(),
                name,
                d.rule(),
                Map.of(
                    "sum", said.amount(d.unit(), d.base()),
                    "cap", said.amount(d.unit(), d.value().getLong("yen")),
                    "over", said.amount(d.unit(), d.amount()))));
      }
      if (!cap && d.base() < 0) {
        items.add(
            item(
                d.personId(),
                name,
                "TAX_TOO_MUCH",
                Map.of("base", said.amount(d.unit(), -d.base()))));
      }
    }
    return items;
  }

  private Item item(PersonId person, String name, String code, Map<String, Object> values) {
    return new Item(
        person,
        name,
        code,
        words.say(lang, "settlement.see." + code, values),
        words.say(lang, "settlement.see." + code + ".next", values),
        acts && (code.equals("HAND") || code.equals("STALE") || code.equals("NAME")),
        code.equals("HELD"));
  }
}
