package yui.engine;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The binary rows of a segment as one query reads them, in any order. */
final class Rows {
  private final LeafReader segment;
  private final @Nullable Bits live;
  private BinaryDocValues rows = DocValues.emptyBinary();
  private int last = Integer.MAX_VALUE;

  Rows(LeafReader segment) {
    this.segment = segment;
    this.live = segment.getLiveDocs();
  }

  boolean live(int doc) {
    return live == null || live.get(doc);
  }

  /** Good until the next is read. */
  BytesRef row(int doc) throws IOException {
    // Doc values go forward only.
    if (doc < last) {
      rows = DocValues.getBinary(segment, Documents.ROW);
    }
    last = doc;
    if (!rows.advanceExact(doc)) {
      throw new IllegalStateException("document without a row");
    }
    return rows.binaryValue();
  }
}
