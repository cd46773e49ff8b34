package yui.engine;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.util.BytesRef;

/**
 * Scores every row the filters let through and keeps the best; Lucene's own scores are floats and
 * not asked.
 */
final class Ranking extends SimpleCollector {
  private final Direction direction;
  private final Function<BytesRef, Score> pair;
  private final Best<Score> best;
  private BinaryDocValues rows = DocValues.emptyBinary();

  Ranking(Direction direction, int k, Function<BytesRef, Score> pair) {
    this.direction = direction;
    this.pair = pair;
    this.best = new Best<>(k);
  }

  @Override
  protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
    rows = DocValues.getBinary(leaf.reader(), Documents.ROW);
  }

  @Override
  public void collect(int doc) throws IOException {
    if (!rows.advanceExact(doc)) {
      throw new IllegalStateException("document without a row");
    }
    Score score = pair.apply(rows.binaryValue());
    if (score.blocker(direction) == null) {
      best.offer(score.value(), score.id(direction), score);
    }
  }

  @Override
  public ScoreMode scoreMode() {
    return ScoreMode.COMPLETE_NO_SCORES;
  }

  List<Match> matches() {
    return best.inOrder().stream().map(entry -> entry.thing().match(direction)).toList();
  }
}
