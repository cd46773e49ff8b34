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
    double north = Math.sin(Math.toRadians((other.row - row) / (2.0 * ROWS_A_DEGREE)));
    double east = Math.sin(Math.toRadians((other.column - column) / (2.0 * COLUMNS_A_DEGREE)));
    double cosines = Math.cos(Math.toRadians(lat())) * Math.cos(Math.toRadians(other.lat()));
    double h = north * north + cosines * east * east;
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
  }

  private static int digits(String code, int from, int to) {
    return Integer.parseInt(code.substring(from, to));
  }
}
