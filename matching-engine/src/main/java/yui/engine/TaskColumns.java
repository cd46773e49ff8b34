package yui.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;

/**
 * What bounds a task's score, in a few numbers: which half-days it needs, what a missing skill
 * costs, what each part weighs. They round in favour of the task; the row is exact.
 */
final class TaskColumns {
  /** First needed half-day in the upper 16 bits, the others as bits from it on. */
  static final String NEEDS = "needs_bits";

  static final long SLOTLESS = 0;
  static final long NEEDS_SOMETHING = -1;

  /** Up to five skills of 12 bits: of which slot of the table, and 32nds of the whole. */
  static final String ASKS = "asks";

  static final int SKILLS_ASKED = 5;
  static final int SKILL_BITS = 12;
  static final int SLOTS = 1 << 7;
  static final int SHARES = 1 << 5;

  /** The four weights of 16 bits, together one. */
  static final String WEIGHTS = "weights";

  private static final int SPAN = 48;
  private static final int HIGHEST = 0xFFFF;
  private static final int KINDS = 16;

  private TaskColumns() {}

  static void add(TaskRow row, Document doc) {
    doc.add(new NumericDocValuesField(Windows.CELL, cell(row)));
    doc.add(new NumericDocValuesField(NEEDS, needs(row)));
    doc.add(new NumericDocValuesField(ASKS, asks(row)));
    doc.add(new NumericDocValuesField(WEIGHTS, weights(row.weights())));
  }

  /** By how much distance weighs, then by where: far windows fall out where it weighs much. */
  private static long cell(TaskRow row) {
    Place place = row.place();
    if (place == null) {
      return Windows.NOWHERE;
    }
    int kind = (int) (row.weights().distance() / row.weights().sum() * KINDS);
    return Windows.column(kind, place.mesh().cell());
  }

  static long needs(TaskRow row) {
    if (row.slots().isEmpty()) {
      return SLOTLESS;
    }
    TreeSet<Integer> needed = new TreeSet<>();
    for (SlotRow slot : row.slots()) {
      if (!slot.full()) {
        needed.addAll(HalfDays.needed(slot.startsAt(), slot.endsAt()));
      }
    }
    if (needed.isEmpty()) {
      return (long) HIGHEST << SPAN;
    }
    int first = needed.first();
    if (first < 0 || first >= HIGHEST || needed.last() - first >= SPAN) {
      return NEEDS_SOMETHING;
    }
    long bits = (long) first << SPAN;
    for (int halfDay : needed) {
      bits |= 1L << (halfDay - first);
    }
    return bits;
  }

  static int firstNeeded(long needs) {
    return (int) (needs >>> SPAN);
  }

  static long neededBits(long needs) {
    return needs & (1L << SPAN) - 1;
  }

  static long asks(TaskRow row) {
    Map<String, Double> weights = new HashMap<>();
    row.requiredSkills().forEach(skill -> weights.put(skill.code(), skill.weight()));
    row.desiredSkills().forEach(skill -> weights.merge(skill.code(), skill.weight(), Double::sum));
    double sum = weights.values().stream().mapToDouble(weight -> weight).sum();
    return weights.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(SKILLS_ASKED)
        .mapToLong(
            skill -> {
              int share = Math.min(SHARES - 1, (int) (skill.getValue() / sum * SHARES));
              return (long) slot(skill.getKey()) * SHARES + share;
            })
        .reduce(0, (asks, skill) -> asks << SKILL_BITS | skill);
  }

  /** Skills that share a slot are taken for held when one of them is. */
  static int slot(String code) {
    int hash = code.hashCode() * 0x9E3779B9;
    return hash >>> Integer.SIZE - 7;
  }

  static long weights(Weights weights) {
    double[] each = {
      weights.skill(), weights.schedule(), weights.distance(), weights.reliability()
    };
    return Arrays.stream(each)
        .mapToLong(weight -> (long) Math.ceil(weight / weights.sum() * HIGHEST))
        .reduce(0, (all, weight) -> all << Short.SIZE | weight);
  }

  static double skillWeight(long weights) {
    return weight(weights, 3);
  }

  static double scheduleWeight(long weights) {
    return weight(weights, 2);
  }

  static double distanceWeight(long weights) {
    return weight(weights, 1);
  }

  static double reliabilityWeight(long weights) {
    return weight(weights, 0);
  }

  private static double weight(long weights, int part) {
    return (weights >>> part * Short.SIZE & HIGHEST) / (double) HIGHEST;
  }

  /** What rounding may have added to a weight. */
  static final double WEIGHT_STEP = 1.0 / HIGHEST;
}
