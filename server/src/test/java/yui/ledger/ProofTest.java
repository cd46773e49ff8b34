package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.core.Caller;
import yui.db.Scope;

/** What the operator's look at the books says, line by line. */
class ProofTest {
  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");
  private final Caller desk = Books.desk(town.community);

  @BeforeEach
  void someLines() {
    town.ledger(
        """
        promise    fund:okugawa   owed:mika      JPY    3000    pending
        earn       fund:okugawa   owed:mika      JPY    3000    posted
        gift       fund:okugawa   owed:ken       JPY    500     posted
        """);
    seal();
  }

  @AfterEach
  void clock() {
    books.clock.set(Books.START);
  }

  @Test
  void tell_ofBooksThatAgree_saysSoAndHowFarTheyAreSealed() {
    List<String> said = said();
    assertTrue(said.getFirst().endsWith(": the books agree"), said.toString());
    assertTrue(said.get(1).startsWith("  sealed up to place 3, digest "), said.toString());
  }

  @Test
  void tell_ofARowChangedByTheOwnerBehindTheTriggers_namesTheRow() throws Exception {
    TransferId gift = Cause.of(town.community, "gift", "fund:okugawaowed:kenJPY").transfer();
    try (Connection owner = books.connect("yui_owner");
        Statement sql = owner.createStatement()) {
      sql.execute("alter table transfers disable trigger history_stays");
      try {
        sql.execute("update transfers set amount = 50000 where id = '" + gift + "'");
        assertFalse(new Proof(books.database).tell(line -> {}));
        assertEquals(
            List.of(
                "  a transfer is not what was sealed: transfer " + gift + ", position 3",
                "  the entries are not those of their transfer: transfer " + gift),
            said().subList(1, 3));
        sql.execute("update transfers set amount = 500 where id = '" + gift + "'");
      } finally {
        sql.execute("alter table transfers enable trigger history_stays");
      }
    }
    assertTrue(said().getFirst().endsWith(": the books agree"));
  }

  @Test
  void tell_ofATransferThatJoinedAClosedMonth_namesIt() throws Exception {
    books.clock.set(Instant.parse("2027-01-10T03:00:00Z"));
    books.database.write(
        Scope.of(desk),
        tx -> new Periods().close(tx, desk, town.community, YearMonth.of(2026, 12)));
    try (Connection owner = books.connect("yui_owner");
        Statement sql = owner.createStatement()) {
      sql.execute(
          "insert into transfers (id, community_id, kind, code, purpose, about, unit, amount,"
              + " debit_account, credit_account, happened_at, recorded_at)"
              + " select gen_random_uuid(), community_id, 'DIRECT', code, purpose, about, unit,"
              + " amount, debit_account, credit_account, happened_at, recorded_at from transfers"
              + " where code = 'gift' and community_id = '"
              + town.community
              + "'");
    }
    seal();
    assertTrue(
        said().stream().anyMatch(l -> l.startsWith("  a transfer joined a month after its close")),
        said().toString());
  }

  /** The lines about this town. */
  private List<String> said() {
    List<String> all = new ArrayList<>();
    new Proof(books.database).tell(all::add);
    int from = 0;
    while (!all.get(from).contains(town.community.toString())) from++;
    int to = from + 1;
    while (to < all.size() && all.get(to).startsWith("  ")) to++;
    return all.subList(from, to);
  }

  private void seal() {
    books.database.write(Scope.ofSystem(), tx -> new Seals().seal(tx, 10_000));
  }
}
