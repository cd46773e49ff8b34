package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.db.DatabaseFault;
import yui.db.Scope;

class SealsTest {
  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");
  private final Seals seals = new Seals();

  @BeforeEach
  void someLines() {
    town.ledger(
        """
        promise    fund:okugawa   owed:mika      JPY    3000    pending
        earn       fund:okugawa   owed:mika      JPY    3000    posted
        gift       fund:okugawa   owed:ken       JPY    500     posted
        pay        owed:mika      given:mika     JPY    1000    posted
        """);
  }

  @Test
  void seal_committedTransfers_takesEachOnce() {
    seal();
    assertEquals(4, sealed());
    seal();
    assertEquals(4, sealed());
    town.ledger("gift fund:okugawa owed:ken JPY 500 posted later");
    seal();
    assertEquals(5, sealed());
    assertEquals(List.of(), town.findings());
  }

  @Test
  void seal_byACommunitysDesk_isRefused() {
    assertThrows(
        DatabaseFault.class, () -> books.database.write(town.staff, tx -> seals.seal(tx, 10)));
  }

  @Test
  void seal_whileAnEarlierWriterIsOpen_waitsForItAlone() {
    seal();
    books.database.write(
        town.staff,
        open -> {
          open.rows("select pg_current_xact_id()::text");
          town.ledger("gift group:one owed:jun JPY 1 posted");
          seal();
          assertEquals(5, sealed(), "a transaction that is not the ledger's holds nobody up");
          LedgerStore.post(open, List.of(gift("group:two", "owed:eri")));
          town.ledger("gift group:three owed:aya JPY 1 posted");
          seal();
          assertEquals(5, sealed(), "the open one may take its place before");
          return 0;
        });
    seal();
    assertEquals(7, sealed());
    assertEquals(List.of(), town.findings());
  }

  private Event gift(String from, String to) {
    return new Event.Move(
        false,
        Cause.of(UUID.randomUUID()).transfer(),
        town.community,
        Code.GIFT,
        Purpose.THANKS,
        town.account(from),
        town.account(to),
        "JPY",
        1,
        About.NOTHING,
        Books.START,
        null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sealed_transfer_changed | update transfers set happened_at = happened_at - interval '1 day' where community_id = ? and code = 'gift'",
        "sealed_transfer_changed | update transfers set person_id = by_person where community_id = ? and code = 'pay'",
        "sealed_transfer_changed | update ledger_seals set digest = sha256('x') where community_id = ? and position = 2",
        "seal_missing | delete from ledger_seals where community_id = ? and position = 1",
        "entries_differ_from_transfer | update entries set amount = amount * 2 where community_id = ?",
        "balance_differs_from_entries | update balances set credits_posted = credits_posted + 1 where account_id in (select id from accounts where community_id = ? and kind = 'OWED')",
      })
  void verify_aRowChangedBehindTheDatabasesBack_findsIt(String finding, String deed)
      throws Exception {
    seal();
    assertEquals(List.of(), town.findings());
    try (Connection root = books.superuser();
        Statement sql = root.createStatement()) {
      sql.execute("set session_replication_role = replica");
      sql.execute(deed.replace("?", "'" + town.community + "'"));
    }
    assertEquals(true, town.findings().contains(finding), town.findings().toString());
  }

  private void seal() {
    books.database.write(Scope.ofSystem(), tx -> seals.seal(tx, 10_000));
  }

  private long sealed() {
    return books.database.read(
        town.staff,
        tx ->
            tx.row(
                    "select count(*) as n from ledger_seals where community_id = $1",
                    town.community.value())
                .orElseThrow()
                .getLong("n"));
  }
}
