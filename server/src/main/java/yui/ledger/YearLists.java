package yui.ledger;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;
import yui.papers.Press;
import yui.web.Words;

/** The yearly list of payees: looked at, made into files, kept. */
final class YearLists {
  static final int FIRST_YEAR = 2020;

  private static final int EVERYBODY = 1_000_000;

  private final PayRules rules;
  private final Press press;
  private final Words words;

  YearLists(PayRules rules, Press press, Words words) {
    this.rules = rules;
    this.press = press;
    this.words = words;
  }

  /** A page of it by person, after one of them; kept who looked. */
  YearList look(
      Tx tx, Caller caller, CommunityId community, int year, @Nullable UUID after, int most) {
    Rights.papers(caller, community);
    audit(tx, caller, community, year, "year_list_seen");
    return read(tx, community, year, after, most, caller.lang());
  }

  YearList whole(Tx tx, Caller caller, CommunityId community, int year) {
    return look(tx, caller, community, year, null, EVERYBODY);
  }

  /** To whoever looked just now and pressed something. */
  YearList again(Tx tx, Caller caller, CommunityId community, int year) {
    Rights.papers(caller, community);
    return read(tx, community, year, null, EVERYBODY, caller.lang());
  }

  /** Makes a file of it, by the desk for money. */
  YearList.Made make(
      Tx tx, Caller caller, CommunityId community, int year, YearList.Format format) {
    Rights.papers(caller, community);
    Rights.settle(caller, community);
    mustBeAYear(year);
    YearList list = read(tx, community, year, null, EVERYBODY, Lang.JA);
    if (list.payees().isEmpty()) throw Refusal.conflict("year_list_empty");
    byte[] bytes =
        switch (format) {
          case CSV -> list.sheet().csv();
          case XLSX -> list.sheet().xlsx();
          case PDF -> press.print(list.paper(words), tx.pace()::at);
        };
    UUID id = Ids.next();
    YearStore.keep(tx, id, community, year, format, bytes, caller.known());
    audit(tx, caller, community, year, "year_list_made");
    return YearStore.find(tx, community, year, id).orElseThrow();
  }

  List<YearList.Made> made(Tx tx, Caller caller, CommunityId community, int year) {
    Rights.papers(caller, community);
    return YearStore.made(tx, community, year);
  }

  YearList.Made find(Tx tx, Caller caller, CommunityId community, int year, UUID id) {
    Rights.papers(caller, community);
    return YearStore.find(tx, community, year, id).orElseThrow(Refusal::notFound);
  }

  private YearList read(
      Tx tx, CommunityId community, int year, @Nullable UUID after, int most, Lang lang) {
    mustBeAYear(year);
    long above = rules.statementAbove(tx, community, LocalDate.of(year, 12, 31));
    List<YearList.Payee> payees = YearStore.payees(tx, community, year, after, most);
    List<UUID> ids = payees.stream().map(p -> p.personId().value()).toList();
    Map<UUID, String> names = Naming.persons(tx, ids);
    // Whoever has left is named as they were called when they were paid.
    names.putAll(YearStore.namesKept(tx, community, ids, year));
    return new YearList(
        community,
        year,
        Naming.community(tx, community, lang),
        above,
        payees.stream()
            .map(p -> p.named(names.getOrDefault(p.personId().value(), ""), above))
            .toList());
  }

  static void mustBeAYear(int year) {
    if (year < FIRST_YEAR || year > 2100) throw Refusal.notFound();
  }

  private static void audit(Tx tx, Caller caller, CommunityId community, int year, String deed) {
    Audit.write(tx, caller.known(), community, deed, Map.of("year", year));
  }
}
