package yui.ledger;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Sha256;
import yui.db.Tx;
import yui.papers.Block;
import yui.papers.Paper;
import yui.papers.Spelled;
import yui.web.Words;

/**
 * What a frozen settlement gives on paper, a sheet for each payee: a receipt to be signed, or a
 * statement to be kept. Its number comes from the settlement and the person, so that two prints are
 * seen to be one.
 */
final class SettlementPapers {
  private static final DateTimeFormatter BASIC = DateTimeFormatter.BASIC_ISO_DATE;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);

  /** Which of the two. */
  enum Sort {
    /** Signed by whoever got it, kept by the community. */
    RECEIPT,
    /** From the community, kept by whoever got it. */
    STATEMENT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final SettlementStore store;
  private final Words words;

  SettlementPapers(SettlementStore store, Words words) {
    this.store = store;
    this.words = words;
  }

  /** Of all its payees, in the order of its lines, or of one. */
  Paper paper(Tx tx, Settlement settlement, Sort sort, Lang lang, @Nullable PersonId only) {
    if (!settlement.isFrozen()) settlement.mustBe(Settlement.State.FROZEN);
    Map<PersonId, List<Settlement.Line>> byPerson = new LinkedHashMap<>();
    for (Settlement.Line line : settlement.lines()) {
      if (only != null && !only.equals(line.personId())) continue;
      byPerson.computeIfAbsent(line.personId(), p -> new ArrayList<>()).add(line);
    }
    if (byPerson.isEmpty()) throw Refusal.notFound();
    Drawing drawing = new Drawing(tx, settlement, sort, lang);
    List<Paper.Sheet> sheets = new ArrayList<>();
    byPerson.forEach((person, lines) -> sheets.add(drawing.sheet(person, lines)));
    return new Paper(drawing.say("title." + sort.word()), words.say(lang, "paper.lacking"), sheets);
  }

  /** The number that a payee's papers of a settlement bear. */
  static String number(Settlement settlement, PersonId person) {
    byte[] digest = Sha256.of(settlement.id() + ":" + person);
    return BASIC.format(settlement.until())
        + "-"
        + HexFormat.of().withUpperCase().formatHex(digest, 0, 4);
  }

  /** One settlement's papers being written in one language. */
  private final class Drawing {
    private final Tx tx;
    private final Settlement settlement;
    private final Sort sort;
    private final Lang lang;
    private final Said said;
    private final String community;
    private final List<Transfer> details;
    private final Map<UUID, Naming.Work> work;
    private final Map<UUID, Naming.Slot> slots;
    private final Map<UUID, String> names;
    private final List<Decision> decided;
    private final Map<String, Units.Spoken> units = new HashMap<>();

    Drawing(Tx tx, Settlement settlement, Sort sort, Lang lang) {
      this.tx = tx;
      this.settlement = settlement;
      this.sort = sort;
      this.lang = lang;
      this.said = new Said(tx, words, lang);
      this.community = Naming.community(tx, settlement.communityId(), lang);
      this.details = store.details(tx, settlement);
      this.work =
          Naming.work(
              tx,
              details.stream()
                  .map(t -> t.about().applicationId())
                  .filter(Objects::nonNull)
                  .toList());
      this.slots =
          Naming.slots(
              tx, details.stream().map(t -> t.about().slotId()).filter(Objects::nonNull).toList());
      this.decided = store.decisions(tx, settlement);
      this.names =
          Naming.persons(
              tx, settlement.lines().stream().map(line -> line.personId().value()).toList());
    }

    String say(String key) {
      return words.say(lang, "paper." + key);
    }

    private String say(String key, Map<String, ?> values) {
      return words.say(lang, "paper." + key, values);
    }

    Paper.Sheet sheet(PersonId person, List<Settlement.Line> lines) {
      boolean cash = settlement.kind() == Settlement.Kind.CASH;
      String name = names.getOrDefault(person.value(), "");
      String number = number(settlement, person);
      List<Block> blocks = new ArrayList<>();
      blocks.add(new Block.Title(say("title." + sort.word())));
      blocks.add(new Block.Aside(aside(number)));
      blocks.add(
          new Block.To(
              sort == Sort.RECEIPT
                  ? say("to_community", Map.of("community", community))
                  : say("to_person", Map.of("name", name))));
      blocks.add(
          new Block.Text(
              say(
                  sort.word() + (cash ? ".cash" : ".goods"),
                  Map.of("until", Spelled.day(settlement.until(), lang)))));
      if (cash) money(lines.getFirst(), blocks);
      else blocks.add(goods(lines));
      decided.stream()
          .filter(d -> d.personId().equals(person) && d.rule().equals(Withholding.RULE))
          .filter(d -> d.base() > 0)
          .map(d -> Map.of("base", said.amount(d.unit(), d.base())))
          .forEach(base -> blocks.add(new Block.Text(say("withheld_of", base))));
      blocks.add(new Block.Heading(say("details")));
      blocks.add(details(person, lines));
      if (sort == Sort.RECEIPT) {
        blocks.add(
            new Block.Signature(
                List.of(
                    say("sign.day"), say("sign.address"), say("sign.name", Map.of("name", name)))));
      }
      return new Paper.Sheet(
          say("title." + sort.word()) + " " + number + (name.isEmpty() ? "" : " " + name), blocks);
    }

    private List<String> aside(String number) {
      List<String> aside = new ArrayList<>();
      aside.add(say("number", Map.of("number", number)));
      LocalDate frozen = Days.of(Objects.requireNonNull(settlement.frozenAt()));
      aside.add(say("frozen", Map.of("day", Spelled.day(frozen, lang))));
      if (sort == Sort.STATEMENT) aside.add(community);
      return aside;
    }

    private void money(Settlement.Line line, List<Block> blocks) {
      blocks.add(
          new Block.Sum(
              say("sum." + sort.word()),
              said.amount("JPY", line.net()),
              Spelled.yen(line.net(), lang)));
      blocks.add(
          new Block.Table(
              List.of(new Block.Column(say("breakdown"), 1), new Block.Column(say("yen"), 0)),
              List.of(
                  List.of(say("thanks"), signed("JPY", line.thanks())),
                  List.of(say("travel"), signed("JPY", line.travel())),
                  List.of(say("withheld"), signed("JPY", -line.withheld()))),
              List.of(List.of(say("net"), said.amount("JPY", line.net())))));
    }

    private Block goods(List<Settlement.Line> lines) {
      return new Block.Table(
          List.of(new Block.Column(say("item"), 1), new Block.Column(say("quantity"), 0)),
          lines.stream().map(line -> List.of(said.unit(line.unit()), quantity(line))).toList(),
          List.of());
    }

    private String quantity(Settlement.Line line) {
      Units.Spoken spoken = units.computeIfAbsent(line.unit(), unit -> Units.spoken(tx, unit));
      return spoken.number(line.net()) + " " + spoken.word(words, lang);
    }

    private Block details(PersonId person, List<Settlement.Line> lines) {
      List<List<String>> rows = new ArrayList<>();
      List<List<String>> sums = new ArrayList<>();
      for (Settlement.Line line : lines) {
        for (Transfer t : details) {
          if (person.equals(t.personId()) && line.unit().equals(t.unit())) rows.add(row(t));
        }
        sums.add(List.of("", say("total"), "", signed(line.unit(), line.thanks() + line.travel())));
      }
      return new Block.Table(
          List.of(
              new Block.Column(say("day"), 4),
              new Block.Column(say("what"), 7),
              new Block.Column(say("sort"), 3),
              new Block.Column(
                  say(settlement.kind() == Settlement.Kind.CASH ? "yen" : "quantity"), 0)),
          rows,
          sums);
    }

    private List<String> row(Transfer t) {
      Naming.Slot slot = t.about().slotId() == null ? null : slots.get(t.about().slotId());
      Naming.Work known =
          t.about().applicationId() == null ? null : work.get(t.about().applicationId());
      LocalDate day = Days.of(slot == null ? t.happenedAt() : slot.startsAt());
      String what = known == null ? "" : known.title();
      if (slot != null) {
        what +=
            " " + TIME.format(Days.at(slot.startsAt())) + "–" + TIME.format(Days.at(slot.endsAt()));
      }
      boolean owes = t.to().kind() == Account.Kind.OWED;
      return List.of(
          Spelled.day(day, lang), what, sort(t), signed(t.unit(), owes ? t.amount() : -t.amount()));
    }

    private String sort(Transfer t) {
      return switch (t.code()) {
        case EARN, PROMISE -> say(t.purpose() == Purpose.TRAVEL ? "travel" : "thanks");
        case TRAVEL -> say("travel");
        default -> said.movement(t.code(), t.purpose());
      };
    }

    private String signed(String unit, long amount) {
      return (amount < 0 ? "−" : "") + said.amount(unit, Math.abs(amount));
    }
  }
}
