package yui.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.web.Sheet;
import yui.web.Words;

/** A community's books of one fiscal year as files, for the operator's archive. */
public final class YearBooks {
  private static final int PAGE = 5_000;
  private static final int FUNDS = 1_000;

  private final Database database;
  private final AuditPages lines;
  private final Words words;

  public YearBooks(Database database, Words words) {
    this.database = database;
    this.lines = new AuditPages(words);
    this.words = words;
  }

  /**
   * The year's lines and funds, the journal up to the year's end, and every file that a settlement
   * paid in the year was exported as.
   */
  public Map<String, byte[]> of(Caller auditor, CommunityId community, FiscalYear year) {
    return database.readAtLength(Scope.ofSystem(), tx -> files(tx, auditor, community, year));
  }

  private Map<String, byte[]> files(Tx tx, Caller auditor, CommunityId community, FiscalYear year) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Sheet ledger = lines.sheet(tx, transfers(tx, community, year));
    files.put("ledger.csv", ledger.csv());
    files.put("ledger.xlsx", ledger.xlsx());
    String journal = new Journal().hledger(tx, auditor, community, null, year.last());
    files.put("journal.hledger", journal.getBytes(StandardCharsets.UTF_8));
    Sheet funds =
        FundSheet.of(
            FundFigures.of(tx, community, new Funds().list(tx, community, null, FUNDS), year),
            year,
            words);
    files.put("funds.csv", funds.csv());
    files.put("funds.xlsx", funds.xlsx());
    files.putAll(settlements(tx, community, year));
    return files;
  }

  private static List<Transfer> transfers(Tx tx, CommunityId community, FiscalYear year) {
    List<Transfer> all = new ArrayList<>();
    LedgerSearch.Place after = null;
    while (true) {
      List<Transfer> page =
          LedgerSearch.find(
              tx,
              community,
              new LedgerSearch.Query(
                  null, null, null, null, year.first(), year.last(), after, PAGE));
      all.addAll(page);
      if (page.size() < PAGE) return all.reversed();
      after = LedgerSearch.Place.of(page.getLast());
    }
  }

  private static final String EXPORTS =
      """
      select s.until, e.settlement_id, e.file_name, e.bytes
        from settlement_exports e join settlements s on s.id = e.settlement_id
       where e.community_id = $1 and s.paid_at >= $2 and s.paid_at < $3
       order by s.paid_at, e.created_at
      """;

  /** The lists and receipts as they were made. */
  private static Map<String, byte[]> settlements(Tx tx, CommunityId community, FiscalYear year) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    tx.rows(
            EXPORTS,
            community.value(),
            Days.startOf(year.first()),
            Days.startOf(year.last().plusDays(1)))
        .forEach(
            row ->
                files.put(
                    "settlements/%s-%s/%s"
                        .formatted(
                            row.getLocalDate("until"),
                            row.getUUID("settlement_id").toString().substring(24),
                            row.getString("file_name")),
                    row.getBuffer("bytes").getBytes()));
    return files;
  }
}
