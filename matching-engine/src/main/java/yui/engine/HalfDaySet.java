package yui.engine;

import java.util.AbstractSet;
import java.util.BitSet;
import java.util.Collection;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/** Half-days of one horizon as bits: millions of rows would be slow to make with boxed numbers. */
final class HalfDaySet extends AbstractSet<Integer> {
  private final int first;
  private final BitSet bits = new BitSet(HalfDays.HORIZON);

  /** Half-days before the first, or a horizon or more behind it, are dropped. */
  HalfDaySet(int first, Collection<Integer> halfDays) {
    this.first = first;
    for (int halfDay : halfDays) {
      if (halfDay >= first && halfDay < first + HalfDays.HORIZON) {
        bits.set(halfDay - first);
      }
    }
  }

  @Override
  public boolean contains(@Nullable Object o) {
    return o instanceof Integer halfDay && halfDay >= first && bits.get(halfDay - first);
  }

  @Override
  public PrimitiveIterator.OfInt iterator() {
    return bits.stream().map(bit -> first + bit).iterator();
  }

  @Override
  public int size() {
    return bits.cardinality();
  }

  /** The first of them that is not before the half-day; -1 when there is none. */
  int next(int halfDay) {
    int bit = bits.nextSetBit(Math.max(0, halfDay - first));
    return bit < 0 ? -1 : first + bit;
  }
}
