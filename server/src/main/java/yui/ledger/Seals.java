package yui.ledger;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.db.Tx;

/**
 * Chains the digests of committed transfers, and finds what was changed behind the database's back.
 */
public final class Seals {

  /** One disagreement between seals, transfers, entries and balances. */
  public record Finding(
      String finding,
      @Nullable UUID transferId,
      @Nullable UUID accountId,
      Map<String, Object> detail) {

    /** Plainly, for whoever looks after the server. */
    public String said() {
      StringBuilder said = new StringBuilder(PLAIN.getOrDefault(finding, finding));
      if (transferId != null) said.append(": transfer ").append(transferId);
      if (accountId != null) said.append(": account ").append(accountId);
      detail.forEach((name, value) -> said.append(", ").append(name).append(' ').append(value));
      return said.toString();
    }
  }

  private static final Map<String, String> PLAIN =
      Map.of(
          "sealed_transfer_missing", "a transfer that was sealed is gone",
          "sealed_transfer_changed", "a transfer is not what was sealed",
          "seal_missing", "a seal is missing from the chain",
          "transfer_not_sealed", "a transfer was slipped in among sealed ones",
          "entries_differ_from_transfer", "the entries are not those of their transfer",
          "balance_differs_from_entries", "a balance is not the sum of its entries",
          "closed_month_changed", "the chain is not the one a month was closed with",
          "transfer_joined_a_closed_month", "a transfer joined a month after its close");

  private static final String SEAL = "select seal_ledger($1) as sealed";
  private static final String VERIFY =
      """
      select finding, transfer_id, account_id, detail from verify_ledger($1)
      union all
      select finding, transfer_id, account_id, detail from verify_periods($1)
      """;

  /** For a job, in the system's scope: seals up to so many and answers how many there were. */
  public int seal(Tx tx, int most) {
    return tx.row(SEAL, most).orElseThrow().getInteger("sealed");
  }

  private static final String COMMUNITIES = "select distinct community_id from accounts";

  /** The communities that have books; in the system's scope. */
  public List<CommunityId> communities(Tx tx) {
    return tx.list(COMMUNITIES, row -> new CommunityId(row.getUUID("community_id")));
  }

  /** The last place of a community's chain; 0 and nothing while it has none. */
  public record Head(long position, String digest) {}

  private static final String HEAD =
      """
      select position, encode(digest, 'hex') as digest from ledger_seals
        where community_id = $1 order by position desc limit 1
      """;

  Head head(Tx tx, CommunityId community) {
    return tx.row(HEAD, community.value())
        .map(row -> new Head(row.getLong("position"), row.getString("digest")))
        .orElse(new Head(0, ""));
  }

  private static final String VERIFY_SINCE =
      """
      select finding, transfer_id, null::uuid as account_id, detail
        from verify_ledger_since($1, $2, $3)
      """;

  /** The same of what was sealed after a place in the chain, without the balances. */
  List<Finding> verifySince(Tx tx, CommunityId community, long position, Buffer digest) {
    return tx.list(VERIFY_SINCE, Seals::finding, community.value(), position, digest);
  }

  /** Nothing found is good news. */
  public List<Finding> verify(Tx tx, CommunityId community) {
    return tx.list(VERIFY, Seals::finding, community.value());
  }

  private static Finding finding(Row row) {
    JsonObject detail = row.getJsonObject("detail");
    return new Finding(
        row.getString("finding"),
        row.getUUID("transfer_id"),
        row.getUUID("account_id"),
        detail == null ? Map.of() : detail.getMap());
  }
}
