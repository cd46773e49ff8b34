package yui.bench;

import yui.engine.Place;

/**
 * Cells of the standard mesh as one int: row from the equator, column from Greenwich; all
 * trigonometry of the distance between two centres is in tables, because only whole rows and
 * columns differ.
 */
final class Cells {
  static final int ROWS_A_DEGREE = 120;
  static final int COLUMNS_A_DEGREE = 80;

  private static final double EARTH_KM = 6371.0087714;
  private static final int ROWS = 46 * ROWS_A_DEGREE;
  private static final int COLUMNS = 32 * COLUMNS_A_DEGREE;
  private static final double[] COS = new double[ROWS];
  private static final double[] ROWS_APART = new double[ROWS];
  private static final double[] COLUMNS_APART = new double[COLUMNS];

  static {
    for (int i = 0; i < ROWS; i++) {
      COS[i] = Math.cos(Math.toRadians((i + 0.5) / ROWS_A_DEGREE));
      ROWS_APART[i] = square(Math.sin(Math.toRadians(i / (2.0 * ROWS_A_DEGREE))));
    }
    for (int i = 0; i < COLUMNS; i++) {
      COLUMNS_APART[i] = square(Math.sin(Math.toRadians(i / (2.0 * COLUMNS_A_DEGREE))));
    }
  }

  private Cells() {}

  static int of(int row, int column) {
    return row << 16 | column;
  }

  static int row(int cell) {
    return cell >>> 16;
  }

  static int column(int cell) {
    return cell & 0xFFFF;
  }

  /** A point in the cell, not its centre: the engine has to find the cell by itself. */
  static Place point(int cell) {
    return new Place((row(cell) + 0.3) / ROWS_A_DEGREE, (column(cell) + 0.7) / COLUMNS_A_DEGREE);
  }

  static double lat(int cell) {
    return (row(cell) + 0.5) / ROWS_A_DEGREE;
  }

  static double lon(int cell) {
    return (column(cell) + 0.5) / COLUMNS_A_DEGREE;
  }

  /** Great-circle distance between two centres. */
  static double km(int a, int b) {
    return 2 * EARTH_KM * Math.asin(halfChord(a, b));
  }

  /** Never more than {@link #km}, and without its arc sine: the chord through the earth. */
  static double chordKm(int a, int b) {
    return 2 * EARTH_KM * halfChord(a, b);
  }

  /** Never more than the distance to any cell of the box. */
  static double boxKm(int cell, int minRow, int maxRow, int minColumn, int maxColumn) {
    int row = row(cell);
    int column = column(cell);
    int north = Math.max(0, Math.max(minRow - row, row - maxRow));
    int east = Math.max(0, Math.max(minColumn - column, column - maxColumn));
    double h = ROWS_APART[north] + COS[row] * COS[maxRow] * COLUMNS_APART[east];
    return 2 * EARTH_KM * Math.sqrt(h);
  }

  /** Rows and columns bit by bit in turn: what is near in this order is mostly near on the map. */
  static long morton(int cell) {
    return spread(row(cell)) << 1 | spread(column(cell));
  }

  private static double halfChord(int a, int b) {
    double north = ROWS_APART[Math.abs(row(a) - row(b))];
    double east = COLUMNS_APART[Math.abs(column(a) - column(b))];
    return Math.sqrt(north + COS[row(a)] * COS[row(b)] * east);
  }

  private static long spread(long bits) {
    long spread = 0;
    for (int i = 0; i < 16; i++) {
      spread |= (bits >>> i & 1) << 2 * i;
    }
    return spread;
  }

  private static double square(double x) {
    return x * x;
  }
}
