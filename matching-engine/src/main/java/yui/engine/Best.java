package yui.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;

/**
 * The k things with the highest keys, each id once; of equal keys the smaller id wins. Lucene's own
 * collectors keep floats, which would tie what is not equal.
 */
final class Best<T> {
  record Entry<T>(double key, UUID id, T thing) {}

  /** The order in which ids are printed; {@link UUID#compareTo} is signed and is not. */
  static final Comparator<UUID> BY_ID =
      (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
      };

  private final int k;
  private final PriorityQueue<Entry<T>> worstFirst =
      new PriorityQueue<>((a, b) -> compare(b.key, b.id, a.key, a.id));

  private final Set<UUID> inside = new HashSet<>();

  Best(int k) {
    this.k = k;
  }

  /** A thing with a key below this is not taken. */
  double least() {
    return worstFirst.size() < k ? Double.NEGATIVE_INFINITY : worstFirst.element().key;
  }

  /** Negative when a stands before b. */
  static int compare(double aKey, UUID a, double bKey, UUID b) {
    int keys = Double.compare(bKey, aKey);
    return keys != 0 ? keys : BY_ID.compare(a, b);
  }

  void offer(double key, UUID id, T thing) {
    if (worstFirst.size() == k) {
      Entry<T> worst = worstFirst.element();
      if (compare(key, id, worst.key, worst.id) >= 0) {
        return;
      }
    }
    if (!inside.add(id)) {
      return;
    }
    if (worstFirst.size() == k) {
      inside.remove(worstFirst.remove().id);
    }
    worstFirst.add(new Entry<>(key, id, thing));
  }

  List<Entry<T>> inOrder() {
    List<Entry<T>> all = new ArrayList<>(worstFirst);
    all.sort((a, b) -> compare(a.key, a.id, b.key, b.id));
    return all;
  }
}
