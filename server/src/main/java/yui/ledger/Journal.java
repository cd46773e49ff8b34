package yui.ledger;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.db.Instants;
import yui.db.Tx;

/**
 * The books as hledger reads them. Dated by when they were recorded, in the order of the seals,
 * with directives where first used, so that yesterday's journal is the beginning of today's.
 */
final class Journal {
  /** A window, so that a long journal never stands in memory as rows and text at once. */
  private static final int WINDOW = 5_000;

  private static final String RIPE = "select ledger_ripe_to() as ripe";
  private static final String HOW_MANY =
      "select count(*) as n from transfers where community_id = $1 and seq <= $2";

  // Past the seals come the ripe ones, dated as they will be sealed.
  private static final String LINES =
      """
      select t.seq, t.id, t.kind, t.code, t.unit, t.amount, t.happened_at,
          greatest($4::timestamptz, max(greatest(s.dated_at, t.recorded_at)) over (order by t.seq))
            as dated_at,
          d.kind as debit_kind, d.owner_id as debit_owner,
          c.kind as credit_kind, c.owner_id as credit_owner
        from (select x.* from transfers x
            where x.community_id = $1 and x.seq > $2 and x.seq <= $3 order by x.seq limit $5) t
        left join ledger_seals s on s.transfer_id = t.id
        join accounts d on d.id = t.debit_account
        join accounts c on c.id = t.credit_account
        order by t.seq
      """;

  /** From a day to a day, both included, both optional. */
  String hledger(
      Tx tx,
      Caller caller,
      CommunityId community,
      @Nullable LocalDate from,
      @Nullable LocalDate to) {
    Rights.read(caller, community);
    StringBuilder text = new StringBuilder();
    text.append("; community ").append(community).append('\n');
    Set<String> declared = new HashSet<>();
    long ripe = tx.row(RIPE).orElseThrow().getLong("ripe");
    long all = tx.row(HOW_MANY, community.value(), ripe).orElseThrow().getLong("n");
    long done = 0;
    long after = 0;
    Instant dated = Instant.EPOCH;
    while (true) {
      tx.pace().at(done, all);
      List<Row> rows = tx.rows(LINES, community.value(), after, ripe, dated, WINDOW);
      for (Row row : rows) {
        LocalDate day = day(row, "dated_at");
        boolean within = (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
        if (within && moves(row)) write(row, declared, text);
      }
      if (rows.size() < WINDOW) return text.toString();
      done += rows.size();
      after = rows.getLast().getLong("seq");
      dated = Instants.of(rows.getLast(), "dated_at");
    }
  }

  private static boolean moves(Row row) {
    String kind = row.getString("kind");
    return kind.equals("DIRECT") || kind.equals("POST_PENDING");
  }

  private static void write(Row row, Set<String> declared, StringBuilder text) {
    String unit = quoted(row.getString("unit"));
    String from = account(row, "debit_kind", "debit_owner");
    String to = account(row, "credit_kind", "credit_owner");
    long amount = row.getLong("amount");
    text.append('\n');
    if (declared.add(unit)) text.append("commodity 1. ").append(unit).append("\n\n");
    for (String account : List.of(from, to)) {
      if (declared.add(account)) text.append("account ").append(account).append("\n\n");
    }
    text.append(day(row, "dated_at")).append('=').append(day(row, "happened_at"));
    text.append(" (").append(row.getLong("seq")).append(") ").append(row.getString("code"));
    text.append("  ; id:").append(row.getUUID("id")).append('\n');
    posting(text, from, -amount, unit);
    posting(text, to, amount, unit);
  }

  private static void posting(StringBuilder text, String account, long amount, String unit) {
    text.append("    ").append(account).append("  ").append(amount).append(' ').append(unit);
    text.append('\n');
  }

  private static String account(Row row, String kind, String owner) {
    return new Account(Account.Kind.valueOf(row.getString(kind)), row.getUUID(owner)).name();
  }

  private static LocalDate day(Row row, String column) {
    Instant instant = Instants.of(row, column);
    return Days.of(instant);
  }

  /** hledger takes letters bare; anything else in a commodity wants quotes. */
  private static String quoted(String unit) {
    return unit.matches("[A-Z]+") ? unit : '"' + unit + '"';
  }
}
