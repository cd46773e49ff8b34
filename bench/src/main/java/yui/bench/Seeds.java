package yui.bench;

import java.util.SplittableRandom;
import java.util.UUID;
import yui.engine.Weights;

/** What residents and tasks are drawn from: one random stream a thing, ids, codes, communities. */
final class Seeds {
  static final int SKILLS = 400;
  static final int LICENCES = 6;
  static final int COMMUNITIES = 1741;

  /** Most communities keep the default; some have their own mind. */
  static final Weights[] WEIGHTS = {
    Weights.DEFAULT,
    Weights.DEFAULT,
    Weights.DEFAULT,
    Weights.DEFAULT,
    Weights.DEFAULT,
    new Weights(0.2, 0.2, 0.5, 0.1),
    new Weights(0.5, 0.3, 0.1, 0.1),
    new Weights(1, 2, 1, 1)
  };

  private static final String[] SKILL_CODES = codes("skill_", SKILLS);
  private static final String[] LICENCE_CODES = codes("licence_", LICENCES + 1);
  private static final double[] ZIPF = new double[SKILLS];

  /** Ids begin with a time as version 7 has it, so that their order is that of the numbers. */
  private static final long FIRST_MS = 1_700_000_000_000L;

  static {
    double sum = 0;
    for (int i = 0; i < SKILLS; i++) {
      sum += 1.0 / (i + 1);
      ZIPF[i] = sum;
    }
  }

  private Seeds() {}

  static SplittableRandom random(long kind, long number) {
    return new SplittableRandom(mix(kind * 0x9E3779B97F4A7C15L + number));
  }

  static int skill(SplittableRandom random) {
    return Japan.pick(ZIPF, random.nextDouble());
  }

  static String skillCode(int skill) {
    return SKILL_CODES[skill];
  }

  static String licenceCode(int licence) {
    return LICENCE_CODES[licence];
  }

  static Weights weights(int community) {
    return WEIGHTS[community % WEIGHTS.length];
  }

  static UUID community(int community) {
    return new UUID(0xC0FFEE0000007000L, 0x8000000000000000L | community);
  }

  static UUID id(int number) {
    long hash = mix(number);
    long high = FIRST_MS + number << 16 | 0x7000 | hash & 0xFFF;
    return new UUID(high, hash & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L);
  }

  static int number(UUID id) {
    return (int) ((id.getMostSignificantBits() >>> 16) - FIRST_MS);
  }

  private static String[] codes(String prefix, int count) {
    String[] codes = new String[count];
    for (int i = 0; i < count; i++) {
      codes[i] = prefix + i;
    }
    return codes;
  }

  private static long mix(long z) {
    long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
    return b ^ b >>> 31;
  }
}
