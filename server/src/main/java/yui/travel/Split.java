package yui.travel;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A cost among several promises: in proportion to what each promised, whole yen, the yen that are
 * left to the largest fractions (of equal ones the first). None bears more than it promised.
 */
final class Split {
  private Split() {}

  /**
   * @param caps what each promised, none below 0
   * @return as many parts; together the cost, or all that was promised where the cost is more
   */
  static List<Long> of(long amount, List<Long> caps) {
    BigInteger sum =
        caps.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger cost = BigInteger.valueOf(amount);
    if (cost.compareTo(sum) >= 0) return List.copyOf(caps);
    List<Long> parts = new ArrayList<>();
    List<BigInteger> fractions = new ArrayList<>();
    long left = amount;
    for (long cap : caps) {
      BigInteger[] shared = cost.multiply(BigInteger.valueOf(cap)).divideAndRemainder(sum);
      parts.add(shared[0].longValueExact());
      fractions.add(shared[1]);
      left -= shared[0].longValueExact();
    }
    IntStream.range(0, caps.size())
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> fractions.get(i)).reversed())
        .limit(left)
        .forEach(i -> parts.set(i, parts.get(i) + 1));
    return List.copyOf(parts);
  }
}
