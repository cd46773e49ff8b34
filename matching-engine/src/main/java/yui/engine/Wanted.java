package yui.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * A task told in tokens: filters, of each of which a resident must have one token, and gains, what
 * each further token adds to the score. They are exact; of a resident's score only reliability and
 * distance are missing.
 */
final class Wanted {
  private static final int TOP_LEVEL = 3;

  private final Map<Term, Integer> numbers = new LinkedHashMap<>();
  private final List<int[]> filters = new ArrayList<>();
  private final List<Skill> skills = new ArrayList<>();
  private final List<Integer> gaining = new ArrayList<>();
  private double[] gains = new double[16];
  private double base;
  private final double distanceWeight;
  private final double reliabilityWeight;

  /**
   * A skill the task asks for; who passes the filters has it at the least level, and a level more
   * for each of so many further tokens.
   */
  record Skill(BytesRef code, int least, int further) {}

  Wanted(TaskSide task) {
    double sum = task.weights.sum();
    distanceWeight = task.weights.distance() / sum;
    reliabilityWeight = task.weights.reliability() / sum;
    // The rarest are told first: what has none of them need not be asked for the rest.
    for (BytesRef licence : task.licences) {
      filter(Spelling.term(t -> t.licence(licence)));
    }
    skills(task, task.weights.skill() / sum);
    if (task.mesh == null) {
      // Each resident once: distance tells their documents not apart.
      filter(Spelling.term(Spelling::first));
    }
    filter(Spelling.term(Spelling::foundByAll), Spelling.term(t -> t.foundBy(task.community)));
    if (task.thanks != 0) {
      List<Term> accepted = new ArrayList<>(List.of(Spelling.term(Spelling::wishless)));
      RowFormat.kinds(task.thanks).forEach(kind -> accepted.add(Spelling.term(t -> t.wish(kind))));
      filter(accepted.toArray(Term[]::new));
    }
    int[] halfDays =
        Arrays.stream(task.needed).map(h -> number(Spelling.term(t -> t.free(h)))).toArray();
    double schedule = task.weights.schedule() / sum;
    if (task.slotless) {
      base += schedule;
    } else {
      filters.add(halfDays);
      for (int token : halfDays) {
        gains[token] += schedule / halfDays.length;
        gaining.add(token);
      }
    }
  }

  private void skills(TaskSide task, double weight) {
    Map<BytesRef, Double> shares = new LinkedHashMap<>();
    Map<BytesRef, Byte> least = new HashMap<>();
    double asked = 0;
    for (int i = 0; i < task.required.length; i++) {
      least.put(task.required[i], task.requiredLevels[i]);
      shares.put(task.required[i], task.requiredWeights[i]);
      asked += task.requiredWeights[i];
    }
    for (int i = 0; i < task.desired.length; i++) {
      shares.merge(task.desired[i], task.desiredWeights[i], Double::sum);
      asked += task.desiredWeights[i];
    }
    if (asked == 0) {
      base += weight;
    }
    for (Map.Entry<BytesRef, Double> share : shares.entrySet()) {
      byte level = least.getOrDefault(share.getKey(), (byte) 0);
      skill(share.getKey(), level, weight * share.getValue() / asked);
    }
  }

  private void skill(BytesRef code, int least, double weight) {
    if (least > 0) {
      filter(Spelling.term(t -> t.held(code, least)));
    }
    double level = weight / TOP_LEVEL;
    base += level * least;
    for (int held = least + 1; held <= TOP_LEVEL; held++) {
      int further = held;
      int token = number(Spelling.term(t -> t.held(code, further)));
      gains[token] += level;
      gaining.add(token);
    }
    skills.add(new Skill(code, least, TOP_LEVEL - least));
  }

  private void filter(Term... any) {
    filters.add(Arrays.stream(any).mapToInt(this::number).toArray());
  }

  private int number(Term token) {
    int number = numbers.computeIfAbsent(token, t -> numbers.size());
    if (number >= gains.length) {
      gains = Arrays.copyOf(gains, 2 * gains.length);
    }
    return number;
  }

  /** All tokens; what else tells of tokens tells their number here. */
  List<Term> tokens() {
    return List.copyOf(numbers.keySet());
  }

  int[][] filters() {
    return filters.toArray(int[][]::new);
  }

  /** What having the token adds to the score. */
  double gain(int token) {
    return gains[token];
  }

  /** Tokens that add: those of each skill in turn, then those of the half-days. */
  int[] gaining() {
    return gaining.stream().mapToInt(token -> token).toArray();
  }

  /** The score of who has none of the tokens that add to it. */
  double base() {
    return base;
  }

  List<Skill> skills() {
    return skills;
  }

  double distanceWeight() {
    return distanceWeight;
  }

  double reliabilityWeight() {
    return reliabilityWeight;
  }
}
