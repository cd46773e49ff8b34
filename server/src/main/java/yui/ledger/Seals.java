package yui.ledger;

import io.vertx.core.json.JsonObject;
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

  /** Nothing found is good news. */
  public List<Finding> verify(Tx tx, CommunityId community) {
    return tx.list(
        VERIFY,
        row -> {
          JsonObject detail = row.getJsonObject("detail");
          return new Finding(
              row.getString("finding"),
              row.getUUID("transfer_id"),
              row.getUUID("account_id"),
              detail == null ? Map.of() : detail.getMap());
        },
        community.value());
  }
}
