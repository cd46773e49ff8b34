package yui.banks;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import yui.db.Tx;

/** The tables that hold something sealed, and under which keys. */
final class Sealing {
  private static final int A_TURN = 500;

  /** A table and what its rows are sealed about: the column that names them. */
  private record Place(String table, String id) {
    String others() {
      return "select %s as id, key_id, sealed from %s where key_id <> $1 limit $2 for update skip locked"
          .formatted(id, table);
    }

    String renew() {
      return "update %s set key_id = $2, sealed = $3 where %s = $1".formatted(table, id);
    }

    String keys() {
      return "select distinct key_id from " + table;
    }
  }

  private static final List<Place> PLACES =
      List.of(
          new Place("bank_accounts", "person_id"),
          new Place("bank_profiles", "community_id"),
          new Place("bank_files", "id"));

  private Sealing() {}

  /** Seals some of what older keys sealed under the newest; how many there were. */
  static int renew(Tx tx, Vault vault) {
    int renewed = 0;
    for (Place place : PLACES) {
      for (Row row : tx.rows(place.others(), vault.newest(), A_TURN)) {
        String about = row.getUUID("id").toString();
        Vault.Sealed sealed = vault.seal(vault.open(sealed(row), about), about);
        tx.change(place.renew(), row.getUUID("id"), sealed.key(), Buffer.buffer(sealed.bytes()));
        renewed++;
      }
    }
    return renewed;
  }

  /** Keys that are needed to open something and are not there. */
  static Set<String> missingKeys(Tx tx, Vault vault) {
    vault.newest();
    List<String> needed = new ArrayList<>();
    for (Place place : PLACES) {
      needed.addAll(tx.list(place.keys(), row -> row.getString("key_id")));
    }
    Set<String> missing = new TreeSet<>(needed);
    missing.removeAll(vault.ids());
    return missing;
  }

  /** Of a row with {@code key_id} and {@code sealed}. */
  static Vault.Sealed sealed(Row row) {
    return new Vault.Sealed(row.getString("key_id"), row.getBuffer("sealed").getBytes());
  }
}
