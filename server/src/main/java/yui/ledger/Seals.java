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
      Map<String, Object> detail) {}

  private static final String SEAL = "select seal_ledger($1) as sealed";
  private static final String VERIFY =
      "select finding, transfer_id, account_id, detail from verify_ledger($1)";

  /** For a job, in the system's scope: seals up to so many and answers how many there were. */
  public int seal(Tx tx, int most) {
    return tx.row(SEAL, most).orElseThrow().getInteger("sealed");
  }

  private static final String COMMUNITIES = "select distinct community_id from accounts";

  /** The communities that have books; in the system's scope. */
  public List<CommunityId> communities(Tx tx) {
    return tx.list(COMMUNITIES, row -> new CommunityId(row.getUUID("community_id")));
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
