package yui.vault;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import yui.db.Tx;

/** A room's tables that hold something sealed, and under which keys. */
public final class Sealing {
  private static final int A_TURN = 500;

  /** A table and what its rows are sealed about: the column that names them. */
  public record Place(String table, String id) {
    String others() {
      return "select %s as id, key_id, sealed from %s where key_id <> $1 and key_id = any ($2) limit $3 for update skip locked"
          .formatted(id, table);
    }

    String renew() {
      return "update %s set key_id = $2, sealed = $3 where %s = $1".formatted(table, id);
    }

    String keys() {
      return "select distinct key_id from " + table + " where key_id is not null";
    }
  }

  private final Vault vault;
  private final List<Place> places;

  public Sealing(Vault vault, Place... places) {
    this.vault = vault;
    this.places = List.of(places);
  }

  /**
   * Seals some of what older keys sealed under the newest; how many there were. What no key here
   * opens stays as it is and holds up nothing.
   */
  public int renew(Tx tx) {
    String newest = vault.newest();
    String[] ours = vault.ids().toArray(String[]::new);
    int renewed = 0;
    for (Place place : places) {
      for (Row row : tx.rows(place.others(), newest, ours, A_TURN)) {
        String about = row.getUUID("id").toString();
        Vault.Sealed sealed = vault.seal(vault.open(sealed(row), about), about);
        tx.change(place.renew(), row.getUUID("id"), sealed.key(), Buffer.buffer(sealed.bytes()));
        renewed++;
      }
    }
    return renewed;
  }

  /** Keys that are needed to open something and are not there. */
  public Set<String> missingKeys(Tx tx) {
    vault.newest();
    List<String> needed = new ArrayList<>();
    for (Place place : places) {
      needed.addAll(tx.list(place.keys(), row -> row.getString("key_id")));
    }
    Set<String> missing = new TreeSet<>(needed);
    missing.removeAll(vault.ids());
    return missing;
  }

  /** Of a row with {@code key_id} and {@code sealed}. */
  public static Vault.Sealed sealed(Row row) {
    return new Vault.Sealed(row.getString("key_id"), row.getBuffer("sealed").getBytes());
  }
}
