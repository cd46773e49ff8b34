package yui.engine;

import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/**
 * What stands where in a segment: for each 1,024 documents a box round their cells and their
 * classes. The index is sorted by class, then by cell, so that boxes are small; one look at a box
 * spares a look at its documents.
 */
final class Windows {
  static final int SHIFT = 10;
  static final int DOCS = 1 << SHIFT;

  /** Bits of a window as longs. */
  static final int WORDS = DOCS / Long.SIZE;

  /** The column the index is sorted by: class and cell. */
  static final String CELL = "cell";

  /** In that column, what has no place. */
  static final long NOWHERE = column(31, 0);

  private static final int NO_SPOT = Integer.MIN_VALUE;
  private static final int UNPLACED = (int) (NOWHERE >>> Morton.BITS);

  /** Row and column of each document's cell, half an int each. */
  private final int[] spots;

  private final short[] south;
  private final short[] north;
  private final short[] west;
  private final short[] east;
  private final byte[] highest;
  private final boolean[] unplaced;

  static long column(int kind, int cell) {
    return (long) kind << Morton.BITS | cell;
  }

  static int kind(long column) {
    return (int) (column >>> Morton.BITS);
  }

  static int cell(long column) {
    return (int) column & (1 << Morton.BITS) - 1;
  }

  Windows(LeafReader segment) throws IOException {
    spots = new int[segment.maxDoc()];
    int windows = count();
    south = new short[windows];
    north = new short[windows];
    west = new short[windows];
    east = new short[windows];
    highest = new byte[windows];
    unplaced = new boolean[windows];
    NumericDocValues columns = DocValues.getNumeric(segment, CELL);
    for (int window = 0; window < windows; window++) {
      measure(window, columns);
    }
  }

  private void measure(int window, NumericDocValues columns) throws IOException {
    int lowRow = Short.MAX_VALUE;
    int highRow = Short.MIN_VALUE;
    int lowColumn = Short.MAX_VALUE;
    int highColumn = Short.MIN_VALUE;
    int kind = -1;
    for (int doc = first(window); doc < end(window); doc++) {
      if (!columns.advanceExact(doc)) {
        throw new IllegalStateException("document without a cell");
      }
      long column = columns.longValue();
      if (kind(column) == UNPLACED) {
        unplaced[window] = true;
        spots[doc] = NO_SPOT;
      } else {
        int row = Mesh.row(cell(column));
        int col = Mesh.column(cell(column));
        spots[doc] = row << Short.SIZE | col & 0xFFFF;
        lowRow = Math.min(lowRow, row);
        highRow = Math.max(highRow, row);
        lowColumn = Math.min(lowColumn, col);
        highColumn = Math.max(highColumn, col);
        kind = Math.max(kind, kind(column));
      }
    }
    south[window] = (short) lowRow;
    north[window] = (short) highRow;
    west[window] = (short) lowColumn;
    east[window] = (short) highColumn;
    highest[window] = (byte) kind;
  }

  int count() {
    return (spots.length + DOCS - 1) >> SHIFT;
  }

  int first(int window) {
    return window << SHIFT;
  }

  int end(int window) {
    return Math.min(spots.length, (window + 1) << SHIFT);
  }

  /** Whether any document has a place. */
  boolean placed(int window) {
    return highest[window] >= 0;
  }

  /** Whether any document has none. */
  boolean unplaced(int window) {
    return unplaced[window];
  }

  /** The highest class of documents that have a place. */
  int highest(int window) {
    return highest[window];
  }

  /** Not more than the distance of any document that has a place. */
  double leastKm(int window, Mesh from) {
    return from.leastKm(south[window], north[window], west[window], east[window]);
  }

  boolean placedAt(int doc) {
    return spots[doc] != NO_SPOT;
  }

  /** Hardly less than the distance of a document that has a place. */
  double leastKmOf(int doc, Mesh from) {
    return from.leastKm(spots[doc] >> Short.SIZE, (short) spots[doc]);
  }
}
