package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Scope;

/** Reads a ledger test written as a table: a line a deed, its last column what must happen. */
final class Table {
  private static final Instant HAPPENED = Instant.parse("2026-12-04T05:00:00Z");

  final CommunityId community = Books.community();
  final Scope staff;
  private final Books books;
  private final Map<String, UUID> names = new ConcurrentHashMap<>();

  Table(Books books) {
    this.books = books;
    this.staff = books.staffOf(community);
  }

  /** Opens a fund under a name that the table then knows. */
  Table fund(String name, String sql) {
    UUID id = id("fund:" + name);
    books.database.write(
        staff,
        tx ->
            tx.change(
                "insert into funds (id, community_id, name, budget_line, opened_at, unit, hard_limit, soft_limit,"
                    + " valid_from, valid_to) select $1, $2, $3, '報償費', now(), "
                    + sql,
                id,
                community.value(),
                name));
    return this;
  }

  Table fund(String name) {
    return fund(name, "null, null, null, null, null");
  }

  UUID id(String name) {
    return names.computeIfAbsent(name, n -> Ids.next());
  }

  PersonId person(String name) {
    return new PersonId(id("person:" + name));
  }

  /** Columns: code, from, to, unit, amount, expected outcome; a cause may follow. */
  void ledger(String table) {
    int number = 0;
    for (String line : table.lines().toList()) {
      number++;
      String[] cells = line.strip().split("\\s+");
      if (cells[0].isEmpty() || cells[0].startsWith("#")) continue;
      String cause = cells.length > 6 ? cells[6] : cells[0];
      assertEquals(cells[5], outcome(cells, cause), "line " + number + ": " + line.strip());
    }
  }

  private String outcome(String[] cells, String cause) {
    try {
      List<Posted> posted =
          books.database.write(staff, tx -> LedgerStore.post(tx, List.of(event(cells, cause))));
      Posted only = posted.getFirst();
      String warned = only.warning().isEmpty() ? "" : "+" + only.warning().get("warning");
      return only.outcome().name().toLowerCase(Locale.ROOT) + warned;
    } catch (Refusal refusal) {
      return refusal.code();
    }
  }

  private Event event(String[] cells, String cause) {
    Account from = account(cells[1]);
    Account to = account(cells[2]);
    String unit = cells[3];
    long amount = Long.parseLong(cells[4]);
    String key = cells[1] + cells[2] + unit;
    TransferId id = Cause.of(community, cause, key).transfer();
    TransferId pending = Cause.of(community, "promise", key).transfer();
    return switch (cells[0]) {
      case "promise" ->
          new Event.Move(
              true,
              id,
              community,
              Code.PROMISE,
              Purpose.THANKS,
              from,
              to,
              unit,
              amount,
              About.NOTHING,
              HAPPENED,
              null);
      case "earn" ->
          new Event.Post(id, community, pending, Code.EARN, amount, About.NOTHING, HAPPENED);
      case "void" -> new Event.Void(id, community, pending, Code.VOID, About.NOTHING, HAPPENED);
      default ->
          new Event.Move(
              false,
              id,
              community,
              Code.of(cells[0]),
              Purpose.THANKS,
              from,
              to,
              unit,
              amount,
              About.NOTHING,
              HAPPENED,
              null);
    };
  }

  Account account(String name) {
    String[] parts = name.split(":");
    return switch (parts[0]) {
      case "fund" -> Account.fund(new FundId(id(name)));
      case "group" -> Account.group(new GroupId(id(name)));
      case "owed" -> Account.owed(person(parts[1]));
      case "given" -> Account.given(person(parts[1]));
      case "withheld" -> Account.withheld(community);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Pending and posted balance of an account, credits less debits. */
  void balance(String account, String unit, long pending, long posted) {
    Account known = account(account);
    var row =
        books.database.read(
            staff,
            tx ->
                tx.row(
                        """
                        select coalesce(sum(b.credits_pending - b.debits_pending), 0)::bigint as pending,
                            coalesce(sum(b.credits_posted - b.debits_posted), 0)::bigint as posted
                          from accounts a join balances b on b.account_id = a.id
                          where a.community_id = $1 and a.kind = $2 and a.owner_id = $3 and a.unit = $4
                        """,
                        community.value(),
                        known.kind().name(),
                        known.owner(),
                        unit)
                    .orElseThrow());
    assertEquals(
        List.of(pending, posted),
        List.of(row.getLong("pending"), row.getLong("posted")),
        account + " " + unit);
  }

  /** Pending and posted of every account that is not at zero, by the names used here and unit. */
  Map<String, List<Long>> balances() {
    Map<UUID, String> owners = new HashMap<>();
    names.forEach((name, id) -> owners.put(id, name.substring(name.indexOf(':') + 1)));
    Map<String, List<Long>> balances = new TreeMap<>();
    for (Transfers.Balance balance :
        books.database.read(
            staff, tx -> new Transfers().balances(tx, community, null, null, 1_000))) {
      if (balance.pending() == 0 && balance.posted() == 0) continue;
      Account account = balance.account();
      String kind = account.kind().name().toLowerCase(Locale.ROOT);
      balances.put(
          kind + ":" + owners.get(account.owner()) + " " + balance.unit(),
          List.of(balance.pending(), balance.posted()));
    }
    return balances;
  }

  /** What the books say against themselves; empty when they agree. */
  List<String> findings() {
    return books.database.read(
        staff,
        tx ->
            tx.list(
                "select finding from verify_ledger($1)",
                row -> row.getString("finding"),
                community.value()));
  }
}
