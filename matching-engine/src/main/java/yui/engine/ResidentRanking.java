package yui.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;

/**
 * Finds the best residents for a task. In each window bits come before rows: bitmaps of tokens
 * leave whom no filter refuses, then give each of them a bound, and only who may still be among the
 * best has a row read and a score made. Bounds are only ever too high, so that the answer is a
 * scan's.
 */
final class ResidentRanking {
  private final TaskSide task;
  private final Excluded excluded;
  private final Segments<ResidentSegment> segments;
  private final TokenCache cache;
  private final Best<Score> best;
  private final Wanted wanted;
  private final Term[] tokens;
  private final int[][] filters;

  /** Tokens that make up skill and schedule, what each adds, and all of them together. */
  private final int[] gaining;

  private final double[] gains;
  private final double allGains;

  /** For each of them nothing, then its gain: a branch would be guessed wrong half the time. */
  private final double[] gainIfSet;

  private final ResidentSide resident = new ResidentSide();
  private final long[] hits = new long[Windows.WORDS];
  private final long[] either = new long[Windows.WORDS];
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
    filters = wanted.filters();
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
    private TokenDocs[] docs = new TokenDocs[0];
    private int[][] rarestFirst = new int[0][];

    Look(LeafReader reader) throws IOException {
      this.reader = reader;
      segment = segments.of(reader);
      rows = new Rows(reader);
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
      if (docs.length == 0) {
        load();
      }
      if (filter(window) && narrow(window, most - best.least())) {
        point(window);
        double distance = task.mesh == null ? 1 : segment.mostDistanceIn(window, task.mesh);
        for (int word = 0; word < Windows.WORDS; word++) {
          if (hits[word] != 0) {
            weigh(segment.windows.first(window), word, wanted.distanceWeight() * distance);
          }
        }
      }
    }

    private void load() throws IOException {
      docs = new TokenDocs[tokens.length];
      for (int token = 0; token < docs.length; token++) {
        docs[token] = cache.of(reader, segment.id, tokens[token]);
      }
      rarestFirst = filters.clone();
      Arrays.sort(rarestFirst, (a, b) -> Long.compare(count(a), count(b)));
    }

    private long count(int[] filter) {
      return Arrays.stream(filter).mapToLong(token -> docs[token].count()).sum();
    }

    /** Leaves whom no filter refuses; false when that is nobody. */
    private boolean filter(int window) {
      Arrays.fill(hits, 0);
      or(rarestFirst[0], window, hits);
      for (int i = 1; i < rarestFirst.length && !Bitwise.isEmpty(hits); i++) {
        int[] filter = rarestFirst[i];
        if (filter.length == 1) {
          docs[filter[0]].and(window, hits, either);
        } else {
          Arrays.fill(either, 0);
          or(filter, window, either);
          Bitwise.and(hits, either);
        }
      }
      return !Bitwise.isEmpty(hits);
    }

    private void or(int[] filter, int window, long[] into) {
      for (int token : filter) {
        docs[token].or(window, into);
      }
    }

    /** Who lacks a token that adds more than the slack cannot reach the k-th any more. */
    private boolean narrow(int window, double slack) {
      for (int i = 0; i < gaining.length; i++) {
        if (gains[i] > slack + BestFirst.EPSILON) {
          docs[gaining[i]].and(window, hits, either);
        }
      }
      return !Bitwise.isEmpty(hits);
    }

    private void point(int window) {
      for (int i = 0; i < gaining.length; i++) {
        TokenDocs token = docs[gaining[i]];
        bits[i] = token.words(window, scratch[i]);
        from[i] = token.at(window);
      }
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
