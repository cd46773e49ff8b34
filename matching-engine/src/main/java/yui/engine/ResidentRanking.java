package yui.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best residents for a task. In each window bits come before rows: bitmaps of tokens
 * leave whom no filter refuses, then give each of them a bound, and only who may still be among the
 * best has a row read and a score made. Bounds are only ever too high, so that the answer is a
 * scan's.
 */
final class ResidentRanking {
  /** So few of a window are weighed one by one. */
  private static final int FEW = 16;

  private final TaskSide task;
  private final Excluded excluded;
  private final Segments<ResidentSegment> segments;
  private final TokenCache cache;
  private final Best<Score> best;
  private final Wanted wanted;
  private final Term[] tokens;

  /** Tokens that everybody must have. */
  private final int[] required;

  /** Of each of these everybody must have one. */
  private final int[][] alternatives;

  /** Tokens that make up skill and schedule, what each adds, and all of them together. */
  private final int[] gaining;

  private final double[] gains;
  private final double allGains;

  /** For each of them nothing, then its gain: a branch would be guessed wrong half the time. */
  private final double[] gainIfSet;

  private final ResidentSide resident = new ResidentSide();
  private final long[] hits = new long[Windows.WORDS];
  private final long[] either = new long[Windows.WORDS];
  private final Sums lost = new Sums();

  /** Of the gaining tokens those that anybody in the window may have. */
  private final int[] present;

  private final long[][] scratch;

  /** Where the bits of a gaining token in the window are, and from which word on. */
  private final long[][] bits;

  private final int[] from;

  /** The bits of all gaining tokens for 64 residents. */
  private final long[] column;

  ResidentRanking(
      TaskSide task,
      Excluded excluded,
      int k,
      Segments<ResidentSegment> segments,
      TokenCache cache) {
    this.task = task;
    this.excluded = excluded;
    this.segments = segments;
    this.cache = cache;
    best = new Best<>(k);
    wanted = new Wanted(task);
    tokens = wanted.tokens().toArray(Term[]::new);
    required =
        Arrays.stream(wanted.filters()).filter(f -> f.length == 1).mapToInt(f -> f[0]).toArray();
    alternatives = Arrays.stream(wanted.filters()).filter(f -> f.length > 1).toArray(int[][]::new);
    gaining = wanted.gaining();
    gains = Arrays.stream(gaining).mapToDouble(token -> wanted.gain(token)).toArray();
    allGains = Arrays.stream(gains).sum();
    gainIfSet = new double[2 * gains.length];
    for (int i = 0; i < gains.length; i++) {
      gainIfSet[2 * i + 1] = gains[i];
    }
    scratch = new long[gaining.length + 1][Windows.WORDS];
    bits = new long[gaining.length][];
    from = new int[gaining.length];
    column = new long[gaining.length];
    present = new int[gaining.length];
  }

  List<Match> in(IndexReader index) throws IOException {
    BestFirst.visit(index, Look::new, best);
    return best.inOrder().stream().map(entry -> entry.thing().match(Direction.CANDIDATES)).toList();
  }

  /** This query in one segment. */
  private final class Look implements BestFirst.Look {
    private final LeafReader reader;
    private final ResidentSegment segment;
    private final Rows rows;
    private final @Nullable Stretch[] stretches;

    Look(LeafReader reader) throws IOException {
      this.reader = reader;
      segment = segments.of(reader);
      rows = new Rows(reader);
      stretches = new Stretch[TokenDocs.stretches(windows())];
    }

    @Override
    public int windows() {
      return segment.windows.count();
    }

    @Override
    public double most(int window) {
      double distance = task.mesh == null ? 1 : segment.mostDistanceIn(window, task.mesh);
      return distance < 0
          ? -1
          : wanted.base()
              + allGains
              + wanted.distanceWeight() * distance
              + wanted.reliabilityWeight() * segment.mostReliabilityIn(window);
    }

    @Override
    public void into(int window, double most) throws IOException {
      Stretch tokens = stretch(TokenDocs.stretch(window));
      if (tokens.narrow(window, most - best.least() + BestFirst.EPSILON)) {
        tokens.point(window);
        double distance = task.mesh == null ? 1 : segment.mostDistanceIn(window, task.mesh);
        for (int word = 0; word < Windows.WORDS; word++) {
          if (hits[word] != 0) {
            weigh(segment.windows.first(window), word, wanted.distanceWeight() * distance);
          }
        }
      }
    }

    private Stretch stretch(int number) throws IOException {
      Stretch known = stretches[number];
      if (known == null) {
        known = new Stretch(reader, segment.id, number);
        stretches[number] = known;
      }
      return known;
    }

    private void weigh(int first, int word, double distanceInWindow) throws IOException {
      for (int i = 0; i < column.length; i++) {
        column[i] = bits[i][from[i] + word];
      }
      for (long left = hits[word]; left != 0; left &= left - 1) {
        int bit = Long.numberOfTrailingZeros(left);
        int doc = first + word * Long.SIZE + bit;
        double score = wanted.base() + wanted.reliabilityWeight() * segment.mostReliability(doc);
        for (int i = 0; i < column.length; i++) {
          score += gainIfSet[2 * i + (int) (column[i] >>> bit & 1)];
        }
        double least = best.least() - BestFirst.EPSILON;
        if (score + distanceInWindow >= least && score + distance(doc) >= least && rows.live(doc)) {
          resident.read(rows.row(doc));
          offer(bit);
        }
      }
    }

    private double distance(int doc) {
      double distance = task.mesh == null ? 1 : segment.mostDistance(doc, task.mesh);
      return distance < 0 ? Double.NEGATIVE_INFINITY : wanted.distanceWeight() * distance;
    }
  }

  /** The task's tokens in a stretch of a segment; each is read when it is first asked for. */
  private final class Stretch {
    private final LeafReader reader;
    private final IndexReader.CacheKey segment;
    private final int number;
    private final @Nullable TokenDocs[] docs = new TokenDocs[tokens.length];

    /** Tokens that everybody must have, the rarest first. */
    private final TokenDocs[] needed = new TokenDocs[required.length];

    Stretch(LeafReader reader, IndexReader.CacheKey segment, int number) throws IOException {
      this.reader = reader;
      this.segment = segment;
      this.number = number;
      for (int i = 0; i < needed.length; i++) {
        needed[i] = docs(required[i]);
        if (needed[i].count() == 0) {
          // Nobody passes, so the others need not be read.
          Arrays.fill(needed, needed[i]);
          return;
        }
      }
      Arrays.sort(needed, Comparator.comparingInt(TokenDocs::count));
    }

    private TokenDocs docs(int token) throws IOException {
      TokenDocs known = docs[token];
      if (known == null) {
        known = cache.of(reader, segment, tokens[token], number);
        docs[token] = known;
      }
      return known;
    }

    /** Leaves of a window who may still be among the best; false when that is nobody. */
    boolean narrow(int window, double slackWithAll) throws IOException {
      Arrays.fill(hits, -1L);
      for (TokenDocs token : needed) {
        if (!and(token, window)) {
          return false;
        }
      }
      double slack = slackWithAll;
      int many = 0;
      for (int i = 0; i < gaining.length; i++) {
        if (docs(gaining[i]).isNowhere(window)) {
          // What nobody in the window has, nobody gains.
          slack -= gains[i];
        } else {
          present[many++] = i;
        }
      }
      if (slack < 0) {
        return false;
      }
      for (int i = 0; i < many; i++) {
        // Who lacks what adds more than the slack cannot reach the k-th any more.
        if (gains[present[i]] > slack && !and(docs(gaining[present[i]]), window)) {
          return false;
        }
      }
      for (int[] any : alternatives) {
        Arrays.fill(either, 0);
        for (int token : any) {
          docs(token).or(window, either);
        }
        Bitwise.and(hits, either);
      }
      if (Bitwise.count(hits) > FEW) {
        dropPoor(window, many, slack);
      }
      return !Bitwise.isEmpty(hits);
    }

    private boolean and(TokenDocs token, int window) {
      token.and(window, hits, either);
      return !Bitwise.isEmpty(hits);
    }

    /** Drops who lacks several tokens that add more than the slack together. */
    private void dropPoor(int window, int many, double slack) throws IOException {
      lost.clear();
      for (int i = 0; i < many; i++) {
        double gain = gains[present[i]];
        if (gain <= slack) {
          TokenDocs token = docs(gaining[present[i]]);
          long[] here = token.words(window, either);
          lost.addWhereNot(here, token.at(window), gain / slack);
        }
      }
      lost.dropOver(hits);
    }

    void point(int window) throws IOException {
      for (int i = 0; i < gaining.length; i++) {
        TokenDocs token = docs(gaining[i]);
        bits[i] = token.words(window, scratch[i]);
        from[i] = token.at(window);
      }
    }
  }

  /** What tokens tell of the resident is added to what the row told; then the score decides. */
  private void offer(int bit) {
    int i = 0;
    for (Wanted.Skill skill : wanted.skills()) {
      int level = skill.least();
      for (int end = i + skill.further(); i < end; i++) {
        level += (int) (column[i] >>> bit & 1);
      }
      resident.can(skill.code(), level);
    }
    for (int halfDay : task.needed) {
      if ((column[i++] >>> bit & 1) != 0) {
        resident.freeOnToo(halfDay);
      }
    }
    Score score = new Score(task, resident);
    if (score.blocker(Direction.CANDIDATES) == null) {
      double value = score.value();
      UUID id = resident.id();
      if (value >= best.least() && !excluded.ids().contains(id)) {
        best.offer(value, id, new Score(task, resident.copy()));
      }
    }
  }
}
