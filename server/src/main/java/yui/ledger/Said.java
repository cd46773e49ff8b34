package yui.ledger;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import yui.core.Days;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Words;

/** Amounts and movements in words: 3,000円, 米2kg, お礼の確定 3,000円. */
public final class Said {
  private static final String ITEM =
      """
      select u.measure, i.ja, i.en from units u join produce_items i on i.code = u.item
        where u.code = $1
      """;

  private static final DateTimeFormatter DAY_JA =
      DateTimeFormatter.ofPattern("uuuu年M月d日（E）", Locale.JAPANESE);
  private static final DateTimeFormatter DAY_EN =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);

  private final Tx tx;
  private final Words words;
  private final Lang lang;
  private final Map<String, Item> items = new HashMap<>();

  private record Item(String name, String measure) {}

  public Said(Tx tx, Words words, Lang lang) {
    this.tx = tx;
    this.words = words;
    this.lang = lang;
  }

  /** So much of a unit, the way people say it: thousands of grams are kilograms. */
  public String amount(String unit, long amount) {
    return switch (unit) {
      case "JPY" -> say("amount.yen", amount, "");
      case "MEAL" -> say(amount == 1 ? "amount.meal" : "amount.meals", amount, "");
      default -> produce(items.computeIfAbsent(unit, this::item), amount);
    };
  }

  /** One movement and how much it moves; below 0 where it takes away. */
  String movement(Code code, Purpose purpose, String unit, long amount) {
    return words.say(
        lang,
        "ledger.said",
        Map.of(
            "what",
            movement(code, purpose),
            "amount",
            (amount < 0 ? "−" : "") + amount(unit, Math.abs(amount))));
  }

  /** A line of the books: what a run has only put aside is not paid yet. */
  String movement(Transfer t) {
    String what = movement(t.code(), t.purpose());
    boolean aside = t.state() == Transfer.State.PENDING && t.code() != Code.PROMISE;
    return aside ? words.say(lang, "chain.aside", Map.of("what", what)) : what;
  }

  /** One movement, however much. */
  String movement(Code code, Purpose purpose) {
    String travel = code == Code.PROMISE && purpose == Purpose.TRAVEL ? "_travel" : "";
    return words.say(lang, "ledger.said." + code.word() + travel);
  }

  /** What is counted: cash, meals, rice. */
  public String unit(String unit) {
    return switch (unit) {
      case "JPY" -> words.say(lang, "thanks.cash");
      case "MEAL" -> words.say(lang, "thanks.meal");
      default -> items.computeIfAbsent(unit, this::item).name();
    };
  }

  /** The picture that stands for it. */
  public static String icon(String unit) {
    return switch (unit) {
      case "JPY" -> "cash";
      case "MEAL" -> "meal";
      default -> "produce";
    };
  }

  /** A Japanese day. */
  String day(Instant instant) {
    return day(Days.of(instant));
  }

  /** With its year. */
  public String day(LocalDate day) {
    return (lang.isEnglish() ? DAY_EN : DAY_JA).format(day);
  }

  private String produce(Item item, long amount) {
    String measure = item.measure();
    if (measure.equals("G") && amount % 1000 == 0) {
      return say("amount.kg", amount / 1000, item.name());
    }
    if (measure.equals("ML") && amount % 1000 == 0) {
      return say("amount.l", amount / 1000, item.name());
    }
    return say("amount." + measure.toLowerCase(Locale.ROOT), amount, item.name());
  }

  private String say(String key, long amount, String item) {
    return words.say(lang, key, Map.of("n", Spoken.number(amount), "item", item));
  }

  private Item item(String unit) {
    Row row = tx.row(ITEM, unit).orElseThrow();
    return new Item(row.getString(lang.isEnglish() ? "en" : "ja"), row.getString("measure"));
  }
}
