package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import yui.core.CommunityId;
import yui.db.DatabaseFault;
import yui.db.Scope;

class HistoryTest {
  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transfers",
        "entries",
        "accounts",
        "units",
        "produce_items",
        "funds",
        "ledger_seals",
        "settlement_lines",
        "settlement_transfers",
        "settlement_exports"
      })
  void history_byServerAndByOwner_isNeitherDeletedNorTruncated(String table) throws Exception {
    town.ledger("gift fund:okugawa owed:mika JPY 100 posted");
    seal();
    assertEquals("42501", sqlState("yui_app", "delete from " + table));
    assertEquals("42501", sqlState("yui_app", "truncate " + table));
    assertEquals("YU409", sqlState("yui_owner", "truncate " + table + " cascade"));
    if (!table.startsWith("settlement")) {
      assertEquals("YU409", sqlState("yui_owner", "delete from " + table));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update transfers set amount = 1",
        "update entries set amount = 1",
        "update accounts set owner_id = id",
        "update units set scale = 1",
        "update ledger_seals set digest = ''",
        "update funds set hard_limit = null"
      })
  void history_byServerAndByOwner_isNotChanged(String statement) throws Exception {
    town.ledger("gift fund:okugawa owed:mika JPY 100 posted");
    seal();
    assertEquals("42501", sqlState("yui_app", statement));
    assertEquals("YU409", sqlState("yui_owner", statement));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into balances (account_id, stripe) select id, 99 from accounts",
        "update balances set credits_posted = credits_posted + 1",
        "insert into entries (transfer_id, account_id, community_id, amount) select id, id, id, 1 from transfers",
        "select ledger_move(id, 0::smallint, 1, 1, 1, 1) from accounts"
      })
  void books_besideThePostingFunction_takeNothingFromTheServer(String statement) throws Exception {
    assertEquals("42501", sqlState("yui_app", statement));
  }

  @Test
  void post_forAnotherCommunity_isRefusedByTheDatabaseItself() {
    Scope elsewhere = books.staffOf(Books.community());
    Event gift =
        new Event.Move(
            false,
            Cause.of(UUID.randomUUID()).transfer(),
            town.community,
            Code.GIFT,
            Purpose.THANKS,
            town.account("fund:okugawa"),
            town.account("owed:mika"),
            "JPY",
            100,
            About.NOTHING,
            Books.START,
            null);
    DatabaseFault fault =
        assertThrows(
            DatabaseFault.class,
            () -> books.database.write(elsewhere, tx -> LedgerStore.post(tx, List.of(gift))));
    assertEquals("42501", fault.sqlState());
  }

  @Test
  void void_byWhomeverItWasPromised_isTheirRight() {
    town.ledger("promise fund:okugawa owed:mika JPY 100 pending");
    Scope mika = new Scope(town.person("mika").toString(), "", false);
    Scope ken = new Scope(town.person("ken").toString(), "", false);
    TransferId promise = Cause.of(town.community, "promise", "fund:okugawaowed:mikaJPY").transfer();
    Event renounce =
        new Event.Void(
            Cause.of("renounce", promise).transfer(),
            town.community,
            promise,
            Code.VOID,
            About.NOTHING,
            Books.START);
    assertThrows(
        DatabaseFault.class,
        () -> books.database.write(ken, tx -> LedgerStore.post(tx, List.of(renounce))));
    books.database.write(mika, tx -> LedgerStore.post(tx, List.of(renounce)));
    town.balance("owed:mika", "JPY", 0, 0);
  }

  @Test
  void rows_ofOthers_areNotSeen() {
    town.ledger("gift fund:okugawa owed:mika JPY 100 posted");
    town.ledger("gift fund:okugawa owed:ken JPY 100 posted");
    Scope mika = new Scope(town.person("mika").toString(), "", false);
    assertEquals(1, count(mika, "transfers"));
    assertEquals(1, count(mika, "entries"));
    assertEquals(1, count(mika, "balances"));
    assertEquals(0, count(mika, "funds"));
    assertEquals(0, count(books.staffOf(new CommunityId(UUID.randomUUID())), "transfers"));
    assertEquals(2, count(town.staff, "transfers"));
  }

  private long count(Scope scope, String table) {
    return books.database.read(
        scope, tx -> tx.row("select count(*) as n from " + table).orElseThrow().getLong("n"));
  }

  private void seal() {
    books.database.write(Scope.ofSystem(), tx -> new Seals().seal(tx, 10_000));
  }

  private String sqlState(String role, String statement) throws SQLException {
    try (Connection connection = books.connect(role);
        Statement sql = connection.createStatement()) {
      sql.execute("select set_config('yui.system', 'on', false)");
      return assertThrows(SQLException.class, () -> sql.execute(statement)).getSQLState();
    }
  }
}
