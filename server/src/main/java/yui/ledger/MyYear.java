package yui.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;
import yui.papers.Block;
import yui.papers.Paper;
import yui.papers.Spelled;
import yui.web.Words;

/** What a person was paid and given in a calendar year, community by community. */
record MyYear(int year, List<OfCommunity> communities) {

  record OfCommunity(
      CommunityId communityId,
      String communityName,
      long thanks,
      long travel,
      long withheld,
      long net,
      List<YearStore.Payment> payments,
      List<YearStore.Good> goods) {

    /** How much of each unit. */
    Map<String, Long> sums() {
      Map<String, Long> sums = new TreeMap<>();
      goods.forEach(good -> sums.merge(good.unit(), good.amount(), Long::sum));
      return sums;
    }
  }

  static MyYear of(Tx tx, PersonId person, int year, Lang lang) {
    Map<CommunityId, List<YearStore.Payment>> payments = new LinkedHashMap<>();
    Map<CommunityId, List<YearStore.Good>> goods = new LinkedHashMap<>();
    YearStore.payments(tx, person, year)
        .forEach(p -> payments.computeIfAbsent(p.communityId(), c -> new ArrayList<>()).add(p));
    YearStore.goods(tx, person, year)
        .forEach(g -> goods.computeIfAbsent(g.communityId(), c -> new ArrayList<>()).add(g));
    List<CommunityId> ids = new ArrayList<>(payments.keySet());
    goods.keySet().stream().filter(id -> !payments.containsKey(id)).forEach(ids::add);
    return new MyYear(
        year,
        ids.stream()
            .map(
                id ->
                    community(
                        id,
                        Naming.community(tx, id, lang),
                        payments.getOrDefault(id, List.of()),
                        goods.getOrDefault(id, List.of())))
            .toList());
  }

  private static OfCommunity community(
      CommunityId id, String name, List<YearStore.Payment> payments, List<YearStore.Good> goods) {
    return new OfCommunity(
        id,
        name,
        sum(payments, YearStore.Payment::thanks),
        sum(payments, YearStore.Payment::travel),
        sum(payments, YearStore.Payment::withheld),
        sum(payments, YearStore.Payment::net),
        payments,
        goods);
  }

  private static long sum(
      List<YearStore.Payment> payments, ToLongFunction<YearStore.Payment> part) {
    return payments.stream().mapToLong(part).sum();
  }

  boolean isEmpty() {
    return communities.isEmpty();
  }

  /** A sheet for each community. */
  Paper paper(Tx tx, PersonId person, Words words, Lang lang) {
    Said said = new Said(tx, words, lang);
    String name = Naming.persons(tx, List.of(person.value())).getOrDefault(person.value(), "");
    Map<UUID, Naming.Work> work =
        Naming.work(
            tx,
            communities.stream()
                .flatMap(c -> c.goods().stream())
                .map(YearStore.Good::applicationId)
                .filter(Objects::nonNull)
                .toList());
    String title = words.say(lang, "paper.title.year");
    return new Paper(
        title,
        words.say(lang, "paper.lacking"),
        communities.stream()
            .map(
                c ->
                    new Paper.Sheet(
                        title + " " + year + (name.isEmpty() ? "" : " " + name),
                        blocks(c, name, work, said, words, lang)))
            .toList());
  }

  private List<Block> blocks(
      OfCommunity c, String name, Map<UUID, Naming.Work> work, Said said, Words words, Lang lang) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Title(words.say(lang, "paper.title.year")));
    blocks.add(new Block.Aside(List.of(Spelled.year(year, lang), c.communityName())));
    blocks.add(new Block.To(words.say(lang, "paper.to_person", Map.of("name", name))));
    blocks.add(
        new Block.Text(
            words.say(
                lang,
                "paper.year.lead",
                Map.of("year", Spelled.year(year, lang), "community", c.communityName()))));
    if (!c.payments().isEmpty()) {
      blocks.add(new Block.Heading(words.say(lang, "paper.year.cash")));
      blocks.add(cash(c, said, words, lang));
    }
    if (!c.goods().isEmpty()) {
      blocks.add(new Block.Heading(words.say(lang, "paper.year.goods")));
      blocks.add(goods(c, work, said, words, lang));
    }
    return blocks;
  }

  private static Block cash(OfCommunity c, Said said, Words words, Lang lang) {
    List<Block.Column> columns = new ArrayList<>();
    columns.add(new Block.Column(words.say(lang, "paper.year.paid_on"), 1));
    for (String part : List.of("thanks", "travel", "withheld", "net")) {
      columns.add(new Block.Column(words.say(lang, "paper." + part), 0));
    }
    return new Block.Table(
        columns,
        c.payments().stream()
            .map(
                p ->
                    cells(
                        Spelled.day(p.paidOn(), lang)
                            + (p.isReturn() ? words.say(lang, "paper.year.return") : ""),
                        said,
                        p.thanks(),
                        p.travel(),
                        p.withheld(),
                        p.net()))
            .toList(),
        List.of(
            cells(
                words.say(lang, "paper.total"),
                said,
                c.thanks(),
                c.travel(),
                c.withheld(),
                c.net())));
  }

  private static Block goods(
      OfCommunity c, Map<UUID, Naming.Work> work, Said said, Words words, Lang lang) {
    return new Block.Table(
        List.of(
            new Block.Column(words.say(lang, "paper.day"), 4),
            new Block.Column(words.say(lang, "paper.what"), 7),
            new Block.Column(words.say(lang, "paper.quantity"), 0)),
        c.goods().stream()
            .map(
                g ->
                    List.of(
                        Spelled.day(g.givenOn(), lang),
                        title(work, g, words.say(lang, "paper.year.settled")),
                        amount(said, g.unit(), g.amount())))
            .toList(),
        c.sums().entrySet().stream()
            .map(
                sum ->
                    List.of(
                        "",
                        words.say(lang, "paper.total"),
                        amount(said, sum.getKey(), sum.getValue())))
            .toList());
  }

  private static String title(Map<UUID, Naming.Work> work, YearStore.Good good, String settled) {
    Naming.Work known = good.applicationId() == null ? null : work.get(good.applicationId());
    return known == null ? settled : known.title();
  }

  private static List<String> cells(
      String first, Said said, long thanks, long travel, long withheld, long net) {
    return List.of(
        first,
        amount(said, "JPY", thanks),
        amount(said, "JPY", travel),
        amount(said, "JPY", withheld),
        amount(said, "JPY", net));
  }

  private static String amount(Said said, String unit, long amount) {
    return (amount < 0 ? "−" : "") + said.amount(unit, Math.abs(amount));
  }
}
