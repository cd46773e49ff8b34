package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yui.db.Scope;

/**
 * A hundred thousand random deeds, told to the database and to a model small enough to be believed;
 * after every thousand both have the same balances.
 */
class ModelTest {
  private static final int DEEDS = 100_000;
  private static final int BATCH = 200;
  private static final int COMPARED = 1_000;
  private static final long LIMIT = 2_000_000;

  private final Books books = Books.open();
  private final Table town =
      new Table(books).fund("free").fund("limited", "'JPY', " + LIMIT + ", null, null, null");
  private final Random random = new Random(20261205);
  private final Model model = new Model();

  @Test
  void post_hundredThousandRandomDeeds_agreesWithTheModelAtEveryThousandth() {
    List<Deed> deeds = new ArrayList<>();
    for (int from = 0; from < DEEDS; from += BATCH) {
      List<Deed> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        Deed deed = next(deeds);
        deeds.add(deed);
        batch.add(deed);
      }
      JsonArray events = new JsonArray();
      batch.forEach(deed -> events.add(event(deed).json()));
      List<String> outcomes =
          books.database.write(
              town.staff,
              tx ->
                  tx.list(
                      "select outcome from ledger_post($1) order by event",
                      row -> row.getString("outcome"),
                      events));
      for (int i = 0; i < BATCH; i++) {
        assertEquals(model.post(batch.get(i)), outcomes.get(i), "deed " + batch.get(i));
      }
      if (deeds.size() % COMPARED == 0) {
        assertEquals(model.told(), town.balances(), "after " + deeds.size() + " deeds");
      }
    }
    while (books.database.write(Scope.ofSystem(), tx -> new Seals().seal(tx, 2_000)) > 0) {
      // until nothing is left
    }
    assertEquals(List.of(), town.findings());
  }

  private record Deed(
      int id,
      String kind,
      String from,
      String to,
      String unit,
      long amount,
      int pending,
      boolean handsOut) {}

  private Deed next(List<Deed> before) {
    int dice = random.nextInt(100);
    if (dice < 8 && !before.isEmpty()) return before.get(random.nextInt(before.size()));
    int id = before.size();
    long amount = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(900);
    String person = Integer.toString(random.nextInt(12));
    String owed = "owed:" + person;
    String given = "given:" + person;
    boolean isMeal = random.nextInt(5) == 0;
    String unit = isMeal ? "MEAL" : "JPY";
    String payer = isMeal ? "group:farm" : random.nextInt(3) == 0 ? "fund:limited" : "fund:free";
    if (dice < 35) return new Deed(id, "PENDING", payer, owed, unit, amount, 0, false);
    if (dice < 60 && id > 0) {
      return new Deed(id, "POST_PENDING", "", "", "", amount, recent(id), false);
    }
    if (dice < 68 && id > 0) return new Deed(id, "VOID_PENDING", "", "", "", 1, recent(id), false);
    if (dice < 75) return new Deed(id, "DIRECT", payer, owed, unit, amount, 0, false);
    if (dice < 90) return new Deed(id, "DIRECT", owed, given, unit, amount, 0, true);
    if (dice < 95) return new Deed(id, "DIRECT", given, owed, unit, amount, 0, true);
    return new Deed(id, "DIRECT", owed, payer, unit, amount, 0, false);
  }

  private int recent(int id) {
    return Math.max(0, id - 1 - random.nextInt(60));
  }

  private TransferId id(int number) {
    return Cause.of(town.community, number).transfer();
  }

  private Event event(Deed deed) {
    return switch (deed.kind()) {
      case "POST_PENDING" ->
          new Event.Post(
              id(deed.id()),
              town.community,
              id(deed.pending()),
              Code.EARN,
              deed.amount(),
              About.NOTHING,
              Books.START);
      case "VOID_PENDING" ->
          new Event.Void(
              id(deed.id()),
              town.community,
              id(deed.pending()),
              Code.VOID,
              About.NOTHING,
              Books.START);
      default ->
          new Event.Move(
              deed.kind().equals("PENDING"),
              id(deed.id()),
              town.community,
              Code.CORRECT,
              Purpose.THANKS,
              town.account(deed.from()),
              town.account(deed.to()),
              deed.unit(),
              deed.amount(),
              About.NOTHING,
              Books.START,
              null);
    };
  }

  private static final class Balance {
    long pending;
    long posted;
  }

  /** What the ledger ought to do, without locks, rows or SQL. */
  private static final class Model {
    final Map<String, Balance> balances = new HashMap<>();
    private final Map<Integer, Deed> written = new HashMap<>();
    private final Map<Integer, String> resolved = new HashMap<>();

    String post(Deed deed) {
      if (written.containsKey(deed.id())) return "exists";
      String refusal = refusal(deed);
      if (refusal != null) return refusal;
      written.put(deed.id(), deed);
      switch (deed.kind()) {
        case "PENDING" -> pending(deed, deed.amount());
        case "DIRECT" -> posted(deed, deed.amount());
        default -> {
          Deed promise = Objects.requireNonNull(written.get(deed.pending()));
          resolved.put(promise.id(), deed.kind());
          pending(promise, -promise.amount());
          if (deed.kind().equals("POST_PENDING")) posted(promise, deed.amount());
        }
      }
      return switch (deed.kind()) {
        case "PENDING" -> "pending";
        case "VOID_PENDING" -> "voided";
        default -> "posted";
      };
    }

    private @Nullable String refusal(Deed deed) {
      Deed promise = written.get(deed.pending());
      if (deed.kind().endsWith("_PENDING")) {
        if (promise == null || !promise.kind().equals("PENDING")) return "pending_not_found";
        if (deed.amount() == 0) return "amount_must_be_positive";
        String end = resolved.get(promise.id());
        if (end != null) {
          return end.equals("POST_PENDING") ? "pending_already_posted" : "pending_already_voided";
        }
        boolean tooMuch = deed.kind().equals("POST_PENDING") && deed.amount() > promise.amount();
        return tooMuch ? "exceeds_pending" : null;
      }
      if (deed.amount() == 0) return "amount_must_be_positive";
      if (deed.from().equals("fund:limited")) {
        Balance fund = of(deed.from(), deed);
        if (-fund.posted - fund.pending + deed.amount() > LIMIT) return "fund_exhausted";
      }
      if (deed.handsOut() && of(deed.from(), deed).posted < deed.amount()) return "exceeds_balance";
      return null;
    }

    private void pending(Deed deed, long amount) {
      of(deed.from(), deed).pending -= amount;
      of(deed.to(), deed).pending += amount;
    }

    private void posted(Deed deed, long amount) {
      of(deed.from(), deed).posted -= amount;
      of(deed.to(), deed).posted += amount;
    }

    private Balance of(String account, Deed deed) {
      return balances.computeIfAbsent(account + " " + deed.unit(), a -> new Balance());
    }

    /** Every account that is not at zero, as {@link Table#balances} tells them. */
    Map<String, List<Long>> told() {
      Map<String, List<Long>> told = new TreeMap<>();
      balances.forEach(
          (account, b) -> {
            if (b.pending != 0 || b.posted != 0) told.put(account, List.of(b.pending, b.posted));
          });
      return told;
    }
  }
}
