package yui.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;

/**
 * Finds the best residents for a task: the windows of all segments best first, in each window bits
 * before rows, and the row's score last. It ends when no window left can hold anybody better than
 * the k-th. Bounds are only ever too high, so that the answer is that of a scan.
 */
final class ResidentRanking {
  /** Bounds and scores are sums in another order; what differs by less may be equal. */
  static final double EPSILON = 1e-9;

  private final TaskSide task;
  private final Excluded excluded;
  private final Segments<ResidentSegment> segments;
  private final TokenCache cache;
  private final Best<Score> best;
  private final Wanted wanted;
  private final Term[] tokens;
  private final int[][] filters;
  private final double[] gains;
  private final int[] gaining;
  private final double most;

  private final ResidentSide resident = new ResidentSide();
  private final long[] hits = new long[Windows.WORDS];
  private final long[] either = new long[Windows.WORDS];
  private final long[] scratch = new long[Windows.WORDS];
  private final long[][] listed;
  private final long[][] words;
  private final int[] at;

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
    this.best = new Best<>(k);
    this.wanted = new Wanted(task);
    this.tokens = wanted.tokens().toArray(Term[]::new);
    this.filters = wanted.filters();
    this.gains = wanted.gains();
    this.gaining = wanted.gaining();
    this.most = wanted.base() + Arrays.stream(gains).sum();
    this.listed = new long[tokens.length][Windows.WORDS];
    this.words = new long[tokens.length][];
    this.at = new int[tokens.length];
  }

  List<Match> in(IndexReader index) throws IOException {
    List<LeafReaderContext> leaves = index.leaves();
    Look[] looks = new Look[leaves.size()];
    int[] firstWindow = new int[looks.length + 1];
    Frontier frontier = new Frontier();
    for (int i = 0; i < looks.length; i++) {
      looks[i] = new Look(leaves.get(i).reader());
      looks[i].bound(frontier, firstWindow[i]);
      firstWindow[i + 1] = firstWindow[i] + looks[i].segment.windows.count();
    }
    frontier.order();
    while (!frontier.isEmpty() && frontier.bound() + EPSILON >= best.least()) {
      double bound = frontier.bound();
      int window = frontier.next();
      int i = Arrays.binarySearch(firstWindow, window);
      // Empty segments there are none, so each begins at a number of its own.
      i = i < 0 ? -i - 2 : i;
      looks[i].into(window - firstWindow[i], bound);
    }
    return best.inOrder().stream().map(entry -> entry.thing().match(Direction.CANDIDATES)).toList();
  }

  /** This query in one segment. */
  private final class Look {
    private final LeafReader reader;
    private final ResidentSegment segment;
    private final Rows rows;
    private TokenDocs[] docs = new TokenDocs[0];
    private int[][] order = new int[0][];

    Look(LeafReader reader) throws IOException {
      this.reader = reader;
      this.segment = segments.of(reader);
      this.rows = new Rows(reader);
    }

    /** Adds the windows where somebody may be. */
    void bound(Frontier frontier, int firstWindow) {
      Mesh mesh = task.mesh;
      for (int window = 0; window < segment.windows.count(); window++) {
        double distance = 1;
        if (mesh != null) {
          double km = segment.leastKm(window, mesh);
          if (km == Double.POSITIVE_INFINITY) {
            continue;
          }
          distance = Score.HALF_WAY_KM / (Score.HALF_WAY_KM + km);
        }
        double bound =
            most
                + wanted.distanceWeight() * distance
                + wanted.reliabilityWeight() * segment.mostReliabilityIn(window);
        frontier.add(bound, firstWindow + window);
      }
    }

    void into(int window, double bound) throws IOException {
      if (docs.length == 0) {
        load();
      }
      Arrays.fill(hits, -1L);
      for (int[] filter : order) {
        keep(filter, window);
        if (isEmpty(hits)) {
          return;
        }
      }
      double slack = bound - best.least();
      for (int token : gaining) {
        // Whoever lacks what gains more than the slack cannot reach the k-th any more.
        if (gains[token] > slack + EPSILON) {
          docs[token].and(window, hits, scratch);
        }
      }
      if (isEmpty(hits)) {
        return;
      }
      for (int token : gaining) {
        point(token, window);
      }
      // The bound without what single residents differ in.
      double fixed =
          bound
              - (most - wanted.base())
              - wanted.reliabilityWeight() * segment.mostReliabilityIn(window);
      int first = segment.windows.first(window);
      for (int word = 0; word < Windows.WORDS; word++) {
        for (long left = hits[word]; left != 0; left &= left - 1) {
          int bit = Long.numberOfTrailingZeros(left);
          int doc = first + word * Long.SIZE + bit;
          double score = fixed + wanted.reliabilityWeight() * segment.mostReliability(doc);
          for (int token : gaining) {
            if ((words[token][at[token] + word] >>> bit & 1) != 0) {
              score += gains[token];
            }
          }
          if (score + EPSILON >= best.least() && rows.live(doc)) {
            weigh(doc, word, bit);
          }
        }
      }
    }

    private void load() throws IOException {
      docs = new TokenDocs[tokens.length];
      for (int token = 0; token < docs.length; token++) {
        docs[token] = cache.of(reader, segment.id, tokens[token]);
      }
      // The rarest first: mostly nothing is left for the others to do.
      order = filters.clone();
      Arrays.sort(order, (a, b) -> Long.compare(count(a), count(b)));
    }

    private long count(int[] filter) {
      return Arrays.stream(filter).mapToLong(token -> docs[token].count()).sum();
    }

    private void keep(int[] filter, int window) {
      if (filter.length == 1) {
        docs[filter[0]].and(window, hits, scratch);
        return;
      }
      Arrays.fill(either, 0);
      for (int token : filter) {
        docs[token].or(window, either);
      }
      for (int i = 0; i < Windows.WORDS; i++) {
        hits[i] &= either[i];
      }
    }

    /** Makes the bits of a token in the window ready for reading. */
    private void point(int token, int window) {
      words[token] = docs[token].words(window, listed[token]);
      at[token] = docs[token].at(window);
    }

    private void weigh(int doc, int word, int bit) throws IOException {
      resident.read(rows.row(doc));
      for (Wanted.Skill skill : wanted.skills()) {
        int level = skill.least();
        for (int token : skill.further()) {
          level += (int) (words[token][at[token] + word] >>> bit & 1);
        }
        resident.can(skill.code(), level);
      }
      int[] halfDays = wanted.halfDays();
      for (int i = 0; i < halfDays.length; i++) {
        int token = halfDays[i];
        if ((words[token][at[token] + word] >>> bit & 1) != 0) {
          resident.freeOnToo(task.needed[i]);
        }
      }
      offer();
    }
  }

  private void offer() {
    Score score = new Score(task, resident);
    if (score.blocker(Direction.CANDIDATES) != null) {
      return;
    }
    double value = score.value();
    if (value < best.least()) {
      return;
    }
    UUID id = resident.id();
    if (!excluded.ids().contains(id)) {
      best.offer(value, id, new Score(task, resident.copy()));
    }
  }

  private static boolean isEmpty(long[] bits) {
    long any = 0;
    for (long word : bits) {
      any |= word;
    }
    return any == 0;
  }
}
