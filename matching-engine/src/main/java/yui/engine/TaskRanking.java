package yui.engine;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best tasks for a resident, as {@link ResidentRanking} does the other way round. What is
 * asked for and what it weighs differ from task to task: whether nothing is asked that the resident
 * has not got is counted in bits, the rest of the bound comes from each task's columns.
 */
final class TaskRanking {
  private final ResidentSide resident;
  private final Excluded excluded;
  private final Instant asOf;
  private final Segments<TaskSegment> segments;
  private final TokenCache cache;
  private final Best<Score> best;
  private final Offer offer;
  private final Mesh[] anchors;
  private final Term[] held;
  private final Term[] counts = new Term[Documents.MOST_COUNTED];
  private final Term[] accepted;
  private final Term[] refused;

  private final long[] hits = new long[Windows.WORDS];
  private final long[] scratch = new long[Windows.WORDS];
  private final long[][] atLeast = new long[Documents.MOST_COUNTED + 1][Windows.WORDS];

  TaskRanking(
      ResidentSide resident,
      Excluded excluded,
      int k,
      Instant asOf,
      Segments<TaskSegment> segments,
      TokenCache cache) {
    this.resident = resident;
    this.excluded = excluded;
    this.asOf = asOf;
    this.segments = segments;
    this.cache = cache;
    this.best = new Best<>(k);
    this.offer = new Offer(resident, HalfDays.at(asOf));
    this.anchors = new Mesh[resident.anchors()];
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = Mesh.ofCell(resident.cell(i));
    }
    this.held = held(resident);
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new Term(Documents.TRAIT, Documents.REQUIRES_SO_MANY + (i + 1));
    }
    this.accepted = accepted(resident.wishes);
    List<Term> no = new ArrayList<>();
    excluded
        .communities()
        .forEach(id -> no.add(new Term(Documents.COMMUNITY, Documents.bytes(id))));
    excluded.groups().forEach(id -> no.add(new Term(Documents.GROUP, Documents.bytes(id))));
    this.refused = no.toArray(Term[]::new);
  }

  private static Term[] held(ResidentSide resident) {
    List<Term> held = new ArrayList<>();
    for (int i = 0; i < resident.skills(); i++) {
      for (int level = 1; level <= resident.level(i); level++) {
        held.add(
            new Term(Documents.REQUIRES, Documents.skill(resident.skill(i).utf8ToString(), level)));
      }
    }
    for (int i = 0; i < resident.licences(); i++) {
      held.add(new Term(Documents.REQUIRES, Documents.licence(resident.licence(i).utf8ToString())));
    }
    return held.toArray(Term[]::new);
  }

  private static Term[] accepted(int wishes) {
    List<Term> accepted = new ArrayList<>();
    if (wishes != 0) {
      accepted.add(new Term(Documents.TRAIT, Documents.THANKLESS));
      RowFormat.kinds(wishes)
          .forEach(kind -> accepted.add(new Term(Documents.OFFERS, kind.name())));
    }
    return accepted.toArray(Term[]::new);
  }

  List<Match> in(IndexReader index) throws IOException {
    BestFirst.visit(index, Look::new, best);
    return best.inOrder().stream()
        .map(entry -> entry.thing().match(Direction.RECOMMENDATIONS))
        .toList();
  }

  /** This query in one segment. */
  private final class Look implements BestFirst.Look {
    private final LeafReader reader;
    private final TaskSegment segment;
    private final Rows rows;
    private final @Nullable Stretch[] stretches;

    Look(LeafReader reader) throws IOException {
      this.reader = reader;
      this.segment = segments.of(reader);
      this.rows = new Rows(reader);
      this.stretches = new Stretch[TokenDocs.stretches(windows())];
    }

    @Override
    public int windows() {
      return segment.windows.count();
    }

    @Override
    public double most(int window) {
      double distance = 1;
      if (!segment.windows.unplaced(window)) {
        double km = Double.POSITIVE_INFINITY;
        for (Mesh anchor : anchors) {
          km = Math.min(km, segment.windows.leastKm(window, anchor));
        }
        if (km > resident.maxKm || anchors.length == 0) {
          return -1;
        }
        distance = Score.distance(km);
      }
      return segment.most(window, distance, offer.reliability);
    }

    @Override
    public void into(int window, double most) throws IOException {
      int first = segment.windows.first(window);
      int end = segment.windows.end(window);
      for (int i = 0; i < Windows.WORDS; i++) {
        int left = end - first - i * Long.SIZE;
        hits[i] = left >= Long.SIZE ? -1L : left <= 0 ? 0 : (1L << left) - 1;
      }
      stretch(TokenDocs.stretch(window)).filter(window);
      for (int word = 0; word < Windows.WORDS; word++) {
        for (long left = hits[word]; left != 0; left &= left - 1) {
          int doc = first + word * Long.SIZE + Long.numberOfTrailingZeros(left);
          if (bound(doc) + BestFirst.EPSILON >= best.least() && rows.live(doc)) {
            weigh(rows.row(doc));
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

    /** Negative when a filter says no. */
    private double bound(int doc) {
      double schedule = offer.schedule(segment.needs[doc]);
      if (schedule == 0) {
        return Double.NEGATIVE_INFINITY;
      }
      double distance = 1;
      if (segment.windows.placedAt(doc)) {
        double km = Double.POSITIVE_INFINITY;
        for (Mesh anchor : anchors) {
          km = Math.min(km, segment.windows.leastKmOf(doc, anchor));
        }
        if (km > resident.maxKm || anchors.length == 0) {
          return Double.NEGATIVE_INFINITY;
        }
        distance = Score.distance(km);
      }
      long weights = segment.weights[doc];
      return TaskColumns.skillWeight(weights) * offer.skill(segment.asks[doc])
          + TaskColumns.scheduleWeight(weights) * schedule
          + TaskColumns.distanceWeight(weights) * distance
          + TaskColumns.reliabilityWeight(weights) * offer.reliability;
    }
  }

  /** The resident's tokens in a stretch of a segment. */
  private final class Stretch {
    private final TokenDocs[] heldDocs;
    private final TokenDocs[] countDocs;
    private final TokenDocs[] acceptedDocs;
    private final TokenDocs[] refusedDocs;

    Stretch(LeafReader reader, IndexReader.CacheKey segment, int number) throws IOException {
      heldDocs =
          Arrays.stream(docs(reader, segment, number, held))
              .filter(docs -> docs.count() > 0)
              .toArray(TokenDocs[]::new);
      countDocs = docs(reader, segment, number, counts);
      acceptedDocs = docs(reader, segment, number, accepted);
      refusedDocs = docs(reader, segment, number, refused);
    }

    private TokenDocs[] docs(
        LeafReader reader, IndexReader.CacheKey segment, int number, Term[] tokens)
        throws IOException {
      TokenDocs[] docs = new TokenDocs[tokens.length];
      for (int i = 0; i < tokens.length; i++) {
        docs[i] = cache.of(reader, segment, tokens[i], number);
      }
      return docs;
    }

    /** Leaves the tasks that ask for nothing which is not held, and offer and are what they may. */
    void filter(int window) {
      countHeld(window);
      for (int i = 0; i < countDocs.length; i++) {
        // Whoever asks for so much must find so much.
        countDocs[i].andNotUnless(window, hits, atLeast[i + 1], scratch);
      }
      if (acceptedDocs.length > 0) {
        Arrays.fill(scratch, 0);
        for (TokenDocs docs : acceptedDocs) {
          docs.or(window, scratch);
        }
        Bitwise.and(hits, scratch);
      }
      for (TokenDocs docs : refusedDocs) {
        docs.andNot(window, hits, scratch);
      }
    }

    /** At how many places each task's demands and what is held meet: unary counters, bit by bit. */
    private void countHeld(int window) {
      for (long[] count : atLeast) {
        Arrays.fill(count, 0);
      }
      Arrays.fill(atLeast[0], -1);
      for (TokenDocs docs : heldDocs) {
        docs.count(window, atLeast);
      }
    }
  }

  private void weigh(BytesRef row) {
    TaskSide task = TaskSide.decode(row, asOf);
    UUID id = task.id;
    if (excluded.ids().contains(id)) {
      return;
    }
    Score score = new Score(task, resident);
    if (score.blocker(Direction.RECOMMENDATIONS) == null) {
      best.offer(score.value(), id, score);
    }
  }
}
