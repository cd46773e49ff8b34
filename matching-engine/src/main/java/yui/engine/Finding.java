package yui.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.jspecify.annotations.Nullable;

/** Counts what a search finds and keeps one page of it. */
final class Finding extends SimpleCollector {
  private static final double DECIMALS = 1e6;

  /** What a found task weighs: what {@link Relevance} tells, before anybody asks for reasons. */
  private record Weight(double value, @Nullable Double text, @Nullable Score match) {
    Relevance relevance() {
      return new Relevance(
          value, text, match == null ? null : match.match(Direction.RECOMMENDATIONS));
    }
  }

  /** A found task and its place in the order. */
  private record Standing(Cursor place, @Nullable Double km, @Nullable Weight weight) {
    Found.Hit hit() {
      Relevance relevance = weight == null ? null : weight.relevance();
      Match match = relevance == null ? null : relevance.match();
      Double shown = km == null && match != null ? match.distanceKm() : km;
      return new Found.Hit(place.id(), shown, relevance);
    }
  }

  private final TaskSearch search;
  private final TaskSort sort;
  private final @Nullable Mesh near;
  private final @Nullable ResidentSide asker;
  private final @Nullable Cursor after;
  private final Counting counting;
  private final PriorityQueue<Standing> page =
      new PriorityQueue<>(Comparator.comparing(Standing::place).reversed());
  private BinaryDocValues rows = DocValues.emptyBinary();
  private @Nullable Scorable scorer;
  private int total;
  private int behindCursor;

  Finding(TaskSearch search) {
    this.search = search;
    TaskSearch.Asker asking = search.asker();
    this.asker = asking == null ? null : ResidentSide.of(asking.resident());
    boolean nothingToWeigh = !search.hasWords() && asker == null;
    this.sort =
        search.sort() == TaskSort.RELEVANCE && nothingToWeigh ? TaskSort.DATE : search.sort();
    Place centre = search.filter().near();
    this.near = centre == null ? null : centre.mesh();
    String cursor = search.cursor();
    this.after = cursor == null ? null : Cursor.parse(cursor, sort);
    this.counting = new Counting(search.periods());
  }

  @Override
  public ScoreMode scoreMode() {
    return sort == TaskSort.RELEVANCE && search.hasWords()
        ? ScoreMode.COMPLETE
        : ScoreMode.COMPLETE_NO_SCORES;
  }

  @Override
  public void setScorer(Scorable scorer) {
    this.scorer = scorer;
  }

  @Override
  protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
    rows = DocValues.getBinary(leaf.reader(), Documents.ROW);
    counting.enter(leaf.reader());
  }

  @Override
  public void collect(int doc) throws IOException {
    if (!rows.advanceExact(doc)) {
      throw new IllegalStateException("document without a row");
    }
    TaskSide task = TaskSide.decode(rows.binaryValue(), search.asOf());
    // Open until who came is told; but nobody can come any more. Asked for by its day it is found.
    if (task.isBegun() && search.filter().days() == null) {
      return;
    }
    Double km = near == null || task.mesh == null ? null : near.km(task.mesh);
    Double within = search.filter().withinKm();
    if (within != null && (km == null || km > within)) {
      return;
    }
    total++;
    counting.count(doc, task);
    Weight weight = sort == TaskSort.RELEVANCE ? weight(task) : null;
    Cursor place = place(task, km, weight);
    if (after == null || after.compareTo(place) < 0) {
      behindCursor++;
      keep(new Standing(place, km, weight));
    }
  }

  Found found() {
    List<Standing> inOrder = new ArrayList<>(page);
    inOrder.sort(Comparator.comparing(Standing::place));
    boolean more = behindCursor > inOrder.size();
    return new Found(
        inOrder.stream().map(Standing::hit).toList(),
        total,
        counting.facets(),
        more ? inOrder.getLast().place().print() : null);
  }

  private void keep(Standing standing) {
    if (page.size() == search.limit()) {
      if (standing.place().compareTo(page.element().place()) >= 0) {
        return;
      }
      page.remove();
    }
    page.add(standing);
  }

  private Cursor place(TaskSide task, @Nullable Double km, @Nullable Weight weight) {
    return switch (sort) {
      case RELEVANCE -> new Cursor(sort, weight == null ? 0 : weight.value(), task.nextMs, task.id);
      case DATE -> new Cursor(sort, -(double) task.nextMs, 0, task.id);
      case NEWEST -> new Cursor(sort, task.createdMs, 0, task.id);
      case DISTANCE -> new Cursor(sort, km == null ? Double.NEGATIVE_INFINITY : -km, 0, task.id);
    };
  }

  private Weight weight(TaskSide task) throws IOException {
    Double text = search.hasWords() ? text() : null;
    if (asker == null) {
      return new Weight(text == null ? 0 : text, text, null);
    }
    Score match = match(task, asker);
    double suits = match == null ? 0 : match.value();
    return new Weight(text == null ? suits : (text + suits) / 2, text, match);
  }

  // Lucene sums floats in an order of its own.
  private double text() throws IOException {
    return scorer == null ? 0 : Math.rint(scorer.score() * DECIMALS) / DECIMALS;
  }

  private @Nullable Score match(TaskSide task, ResidentSide resident) {
    TaskSearch.Asker asking = search.asker();
    if (asking == null || asking.applied().contains(task.id)) {
      return null;
    }
    Score score = new Score(task, resident);
    return score.blocker(Direction.RECOMMENDATIONS) == null ? score : null;
  }
}
