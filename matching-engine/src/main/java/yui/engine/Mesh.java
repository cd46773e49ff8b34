package yui.engine;

/**
 * A cell of the standard 1-km mesh (JIS X 0410, third level): 30 seconds of latitude by 45 of
 * longitude, here counted in rows from the equator and columns from Greenwich, so that places
 * abroad have cells too.
 */
public record Mesh(int row, int column) {
  private static final int ROWS_A_DEGREE = 120;
  private static final int COLUMNS_A_DEGREE = 80;

  /** The earth's mean radius (2a + b) / 3 of WGS 84. */
  private static final double EARTH_KM = 6371.0087714;

  /** Decimals that mean a line of the mesh may lie a hair below it in binary; they belong above. */
  private static final double HAIR = 1e-9;

  /** Takes what rounding may have added off a lower bound. */
  private static final double LESS = 1 - 1e-9;

  private static final int ROWS = 180 * ROWS_A_DEGREE;
  private static final int COLUMNS = 360 * COLUMNS_A_DEGREE;

  // Distances come by the million, and of sines and cosines there are few.
  private static final double[] SIN_OF_HALF_ROWS = new double[ROWS];
  private static final double[] SIN_OF_HALF_COLUMNS = new double[COLUMNS];
  private static final double[] COS_OF_ROW = new double[ROWS];

  static {
    for (int rows = 0; rows < ROWS; rows++) {
      SIN_OF_HALF_ROWS[rows] = Math.sin(Math.toRadians(rows / (2.0 * ROWS_A_DEGREE)));
      COS_OF_ROW[rows] = Math.cos(Math.toRadians((rows - ROWS / 2 + 0.5) / ROWS_A_DEGREE));
    }
    for (int columns = 0; columns < COLUMNS; columns++) {
      SIN_OF_HALF_COLUMNS[columns] = Math.sin(Math.toRadians(columns / (2.0 * COLUMNS_A_DEGREE)));
    }
  }

  public Mesh {
    BadQuery.unless(
        Math.abs(row + 0.5) < 90 * ROWS_A_DEGREE && Math.abs(column + 0.5) < 180 * COLUMNS_A_DEGREE,
        "mesh_invalid",
        row + "," + column);
  }

  /** The cell that holds the point; a point on a line belongs to the cell north and east of it. */
  public static Mesh of(double lat, double lon) {
    BadQuery.unless(
        lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180, "place_invalid", lat + "," + lon);
    return new Mesh(
        (int) Math.min(Math.floor(lat * ROWS_A_DEGREE + HAIR), 90 * ROWS_A_DEGREE - 1),
        (int) Math.min(Math.floor(lon * COLUMNS_A_DEGREE + HAIR), 180 * COLUMNS_A_DEGREE - 1));
  }

  /** The cell of an eight-digit code such as {@code 53394611}. */
  public static Mesh parse(String code) {
    BadQuery.unless(code.matches("[0-9]{4}[0-7]{2}[0-9]{2}"), "mesh_invalid", code);
    int row = (digits(code, 0, 2) * 8 + digits(code, 4, 5)) * 10 + digits(code, 6, 7);
    int column = (digits(code, 2, 4) * 8 + digits(code, 5, 6)) * 10 + digits(code, 7, 8);
    return new Mesh(row, column + 100 * COLUMNS_A_DEGREE);
  }

  /** The eight digits of the standard; only cells of its range (0–66° N, 100–180° E) have them. */
  public String code() {
    int east = column - 100 * COLUMNS_A_DEGREE;
    BadQuery.unless(row >= 0 && row < 8000 && east >= 0, "mesh_without_code", this);
    return "%02d%02d%d%d%d%d"
        .formatted(row / 80, east / 80, row / 10 % 8, east / 10 % 8, row % 10, east % 10);
  }

  /** Latitude of the centre. */
  public double lat() {
    return (row + 0.5) / ROWS_A_DEGREE;
  }

  /** Longitude of the centre. */
  public double lon() {
    return (column + 0.5) / COLUMNS_A_DEGREE;
  }

  /**
   * Great-circle distance between the centres (haversine). Differences are taken of rows and
   * columns, whole numbers, so that cells equally far to the west and to the east are equally far
   * to the last bit.
   */
  public double km(Mesh other) {
    return km(other.cell());
  }

  double km(int cell) {
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(haversine(row(cell), column(cell)))));
  }

  /**
   * Hardly less than {@link #km(int)}, never more, and cheaper: the arc is not shorter than its
   * chord.
   */
  double leastKm(int otherRow, int otherColumn) {
    return 2 * EARTH_KM * Math.sqrt(haversine(otherRow, otherColumn)) * LESS;
  }

  /** Not more than the distance to any cell of a box that does not cross the date line. */
  double leastKm(int south, int north, int west, int east) {
    int rows = Math.max(0, Math.max(south - row, row - north));
    int columns = 0;
    if (column < west || column > east) {
      columns = Math.min(round(column, west), round(column, east));
    }
    double cosine = Math.min(COS_OF_ROW[south + ROWS / 2], COS_OF_ROW[north + ROWS / 2]);
    return 2 * EARTH_KM * Math.sqrt(haversine(rows, columns, cosine)) * LESS;
  }

  private double haversine(int otherRow, int otherColumn) {
    return haversine(
        Math.abs(otherRow - row), Math.abs(otherColumn - column), COS_OF_ROW[otherRow + ROWS / 2]);
  }

  private double haversine(int rows, int columns, double cosine) {
    double north = SIN_OF_HALF_ROWS[rows];
    double east = SIN_OF_HALF_COLUMNS[columns];
    return north * north + COS_OF_ROW[row + ROWS / 2] * cosine * east * east;
  }

  /** Columns between two, the shorter way round the earth. */
  private static int round(int a, int b) {
    int columns = Math.abs(a - b);
    return Math.min(columns, COLUMNS - columns);
  }

  /** The cell as a number of 30 bits; neighbours have near numbers (Morton order). */
  int cell() {
    return Morton.of(row + ROWS / 2, column + COLUMNS / 2);
  }

  static Mesh ofCell(int cell) {
    return new Mesh(row(cell), column(cell));
  }

  static int row(int cell) {
    return Morton.y(cell) - ROWS / 2;
  }

  static int column(int cell) {
    return Morton.x(cell) - COLUMNS / 2;
  }

  private static int digits(String code, int from, int to) {
    return Integer.parseInt(code.substring(from, to));
  }
}
