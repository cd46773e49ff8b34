package yui.banks;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import yui.core.CommunityId;
import yui.db.Tx;
import yui.vault.Sealing;
import yui.vault.Vault;

/**
 * Files that were made for a bank: sealed, for they name account numbers, and forgotten in time.
 */
final class BankFiles {
  /** Longer than a year's books stay open. */
  static final Duration KEPT = Duration.ofDays(500);

  private final Vault vault;

  BankFiles(Vault vault) {
    this.vault = vault;
  }

  private static final String KEEP =
      """
      insert into bank_files (id, community_id, key_id, sealed, made_at)
        values ($1, $2, $3, $4, $5)
      """;

  void keep(Tx tx, CommunityId community, UUID id, byte[] bytes) {
    Vault.Sealed sealed = vault.seal(bytes, id.toString());
    tx.change(KEEP, id, community.value(), sealed.key(), Buffer.buffer(sealed.bytes()), tx.now());
  }

  private static final String ONE = "select id, key_id, sealed from bank_files where id = $1";

  Optional<byte[]> find(Tx tx, UUID id) {
    return tx.row(ONE, id).map(this::open);
  }

  private static final String OLD = "delete from bank_files where made_at < $1";

  int forgetOld(Tx tx) {
    return tx.change(OLD, tx.now().minus(KEPT));
  }

  private byte[] open(Row row) {
    return vault.open(Sealing.sealed(row), row.getUUID("id").toString());
  }
}
