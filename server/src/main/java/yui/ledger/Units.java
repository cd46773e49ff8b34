package yui.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.db.Tx;
import yui.web.Words;

/** What the ledger counts: yen, meals, and produce by item and measure, in the smallest scale. */
public final class Units {
  private static final List<Measure> MEASURES =
      List.of(
          new Measure("g", "G", 1),
          new Measure("kg", "G", 1_000),
          new Measure("l", "ML", 1_000),
          new Measure("piece", "PIECE", 1),
          new Measure("bag", "BAG", 1),
          new Measure("box", "BOX", 1));

  /** How people say it, what the ledger keeps, and how much of this is one of that. */
  private record Measure(String said, String kept, long each) {}

  /** A unit of the ledger and how many of it. */
  public record Amount(String unit, long amount) {}

  /**
   * @param item the item's code, such as RICE
   * @param said the units people may promise it in, the usual one first
   * @param unit the ledger's usual unit of it, such as RICE_G
   */
  public record Item(String item, String ja, String en, List<String> said, String unit) {}

  private static final String KINDS = "select kind from units where code = $1";
  private static final String ITEMS =
      """
      select code, ja, en, measure from produce_items
        where (community_id is null or community_id = $1) and code > $2 order by code limit $3
      """;

  private Units() {}

  /** What 2 kg of RICE are to the ledger: 2000 RICE_G. Empty when nobody says it so. */
  public static Optional<Amount> ofProduce(String item, String said, long quantity) {
    return MEASURES.stream()
        .filter(m -> m.said.equals(said))
        .findFirst()
        .map(m -> new Amount(item + "_" + m.kept, Math.multiplyExact(quantity, m.each)));
  }

  public static Amount ofYen(long yen) {
    return new Amount("JPY", yen);
  }

  public static Amount ofMeals(long count) {
    return new Amount("MEAL", count);
  }

  /** CASH, MEAL or PRODUCE; empty when the ledger has no such unit. */
  public static Optional<String> kind(Tx tx, String unit) {
    return tx.row(KINDS, unit).map(row -> row.getString("kind"));
  }

  /** How a unit is told and typed: its kind, the unit people say, and the digits it moves by. */
  public record Spoken(String kind, String said, int scale) {

    /** 1500 g kept are 1.5 told. */
    public String number(long kept) {
      return BigDecimal.valueOf(kept, scale).stripTrailingZeros().toPlainString();
    }

    /** 1.5 typed are 1500 g kept; what is finer than that is refused. */
    public long kept(String typed) {
      return new BigDecimal(typed).scaleByPowerOfTen(scale).longValueExact();
    }

    /** kg, pieces, meals. */
    public String word(Words words, Lang lang) {
      return words.say(lang, said.isEmpty() ? "unit.meals" : "measure." + said);
    }
  }

  private static final int MOST_DIGITS = 20;

  /** An amount as people type it, 1.5 kg, in what is kept; or as it was typed, to be refused. */
  public static JsonNode typed(Tx tx, String unit, String text) {
    String digits = Typing.digits(text);
    if (kind(tx, unit).isEmpty() || !digits.matches("-?[0-9]+([.][0-9]+)?")) {
      return TextNode.valueOf(text);
    }
    try {
      if (digits.length() > MOST_DIGITS) return TextNode.valueOf(text);
      return LongNode.valueOf(spoken(tx, unit).kept(digits));
    } catch (ArithmeticException e) {
      return TextNode.valueOf(text);
    }
  }

  private static final String SPOKEN = "select kind, measure, scale from units where code = $1";

  public static Spoken spoken(Tx tx, String unit) {
    return tx.row(SPOKEN, unit)
        .map(
            row -> {
              String said = said(row.getString("measure"));
              return new Spoken(row.getString("kind"), said, row.getShort("scale"));
            })
        .orElseThrow();
  }

  private static String said(@Nullable String kept) {
    return MEASURES.stream()
        .filter(m -> m.kept.equals(kept))
        .reduce((first, second) -> second)
        .map(Measure::said)
        .orElse("");
  }

  /** By unit what a community can give instead of money, with the measure it is typed in. */
  public static Map<String, String> choices(
      Tx tx, CommunityId community, int most, Words words, Lang lang) {
    Map<String, String> choices = new LinkedHashMap<>();
    choices.put("MEAL", words.say(lang, "thanks.meal"));
    for (Item item : items(tx, community, "", most)) {
      String kept = item.unit().substring(item.item().length() + 1);
      String measure = words.say(lang, "measure." + said(kept));
      choices.put(
          item.unit(),
          lang.isEnglish() ? item.en() + " (" + measure + ")" : item.ja() + "（" + measure + "）");
    }
    return choices;
  }

  /** The items known to a community after a code, by code. */
  public static List<Item> items(Tx tx, CommunityId community, String after, int most) {
    return tx.list(
        ITEMS,
        row -> {
          String kept = row.getString("measure");
          List<String> said =
              MEASURES.stream()
                  .sorted((a, b) -> Boolean.compare(b.kept.equals(kept), a.kept.equals(kept)))
                  .map(Measure::said)
                  .toList();
          String code = row.getString("code");
          return new Item(code, row.getString("ja"), row.getString("en"), said, code + "_" + kept);
        },
        community.value(),
        after,
        most);
  }
}
