package yui.tasks;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import yui.db.Tx;

/**
 * The places of slots; the constraints {@code slot_full} and {@code slot_taken_below_zero} say no.
 */
public final class Slots {
  private static final String LOCK =
      """
      select id from slots where id = any($1) order by id for update
      """;
  private static final String TAKE =
      """
      update slots set taken = taken + $2 where id = any($1)
      """;

  private Slots() {}

  /** Takes places for so many heads in each slot, locked in the order of their ids. */
  public static void take(Tx tx, Collection<SlotId> ids, int heads) {
    add(tx, ids, heads);
  }

  /** Gives places back. */
  public static void free(Tx tx, Collection<SlotId> ids, int heads) {
    add(tx, ids, -heads);
  }

  /** Locks slots in the order of their ids, so that what is decided next about them stands. */
  public static void lock(Tx tx, Collection<SlotId> ids) {
    tx.rows(LOCK, (Object) uuids(ids));
  }

  private static void add(Tx tx, Collection<SlotId> ids, int heads) {
    if (ids.isEmpty()) return;
    lock(tx, ids);
    int touched = tx.change(TAKE, uuids(ids), heads);
    if (touched != List.copyOf(new TreeSet<>(List.of(uuids(ids)))).size()) {
      throw new IllegalStateException("slots out of reach: " + ids);
    }
  }

  private static UUID[] uuids(Collection<SlotId> ids) {
    return ids.stream().map(SlotId::value).distinct().toArray(UUID[]::new);
  }
}
