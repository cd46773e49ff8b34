package yui.engine;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * Writes residents as documents, one for each cell they can start from: tokens that narrow, columns
 * that bound, a row that decides, nothing stored. All fields are used again for the next resident;
 * a rebuild writes millions.
 */
final class ResidentDocuments {
  /** The share of attended slots as a byte, rounded up. */
  static final String RELIABILITY = "reliability";

  private static final FieldType TOKENS = new FieldType();

  static {
    TOKENS.setIndexOptions(IndexOptions.DOCS);
    TOKENS.setOmitNorms(true);
    TOKENS.freeze();
  }

  private final Spelling spelling = new Spelling();
  private final Field key = new StringField(Documents.KEY, new BytesRef(), Field.Store.NO);
  private final Field row = new BinaryDocValuesField(Documents.ROW, new BytesRef());
  private final Field cell = new NumericDocValuesField(Windows.CELL, 0);
  private final Field reliability = new NumericDocValuesField(RELIABILITY, 0);
  private final List<IndexableField> document =
      List.of(
          key, row, cell, reliability, new Field(Spelling.FIELD, new Spelled(spelling), TOKENS));

  static Term key(UUID id) {
    return new Term(Documents.KEY, Documents.bytes(id));
  }

  /**
   * Puts the resident's documents in place of those it has.
   *
   * @param absent when it surely has none, which saves looking for them
   */
  void put(ResidentRow resident, boolean absent, IndexWriter writer) throws IOException {
    Term id = key(resident.id());
    key.setBytesValue(id.bytes());
    row.setBytesValue(ResidentSide.encode(resident));
    reliability.setLongValue(Reliability.column(resident.attended(), resident.committed()));
    spelling.clear();
    spelling.resident(resident);
    spelling.first();
    long[] cells = cells(resident);
    for (int i = 0; i < cells.length; i++) {
      cell.setLongValue(cells[i]);
      // Not as one block: blocks would have to stay together, and the order of cells parts them.
      if (i == 0 && !absent) {
        writer.updateDocument(id, document);
      } else {
        writer.addDocument(document);
      }
      if (i == 0) {
        spelling.forgetLast();
      }
    }
  }

  /** By how far the resident goes, then by where; two places in one cell are one. */
  private static long[] cells(ResidentRow resident) {
    if (resident.anchors().isEmpty()) {
      return new long[] {Windows.NOWHERE};
    }
    int reach = Reach.of(resident.maxDistanceKm());
    return resident.anchors().stream()
        .mapToLong(anchor -> Windows.column(reach, anchor.place().mesh().cell()))
        .distinct()
        .toArray();
  }

  /** Hands what was spelled to Lucene. */
  private static final class Spelled extends TokenStream {
    private final BytesTermAttribute attribute = addAttribute(BytesTermAttribute.class);
    private final BytesRef token = new BytesRef();
    private final Spelling spelling;
    private int next;

    Spelled(Spelling spelling) {
      this.spelling = spelling;
    }

    @Override
    public void reset() {
      clearAttributes();
      next = 0;
    }

    @Override
    public boolean incrementToken() {
      if (next == spelling.tokens()) {
        return false;
      }
      spelling.read(next++, token);
      attribute.setBytesRef(token);
      return true;
    }
  }
}
