package yui.places;

/**
 * A part of the map and the paper it is drawn on, in Mercator's projection as tiles are.
 *
 * @param span degrees of longitude across the paper
 */
record Window(double lat, double lon, double span, int width, int height) {
  static final double LEAST_SPAN = 0.02;
  static final double WHOLE_SPAN = 27;
  private static final double MARGIN = 1.35;
  private static final double WORLD = 360;

  /** All of Japan. */
  static Window whole(int width, int height) {
    return new Window(35.6, 135, WHOLE_SPAN, width, height);
  }

  /** Holds a box with air around it. */
  static Window around(Box box, double leastSpan, int width, int height) {
    double south = mercator(box.south());
    double north = mercator(box.north());
    double tall = (north - south) * width / height;
    double span = Math.max(leastSpan, MARGIN * Math.max(box.east() - box.west(), tall));
    return new Window(
        latitude((south + north) / 2),
        (box.west() + box.east()) / 2,
        Math.min(span, WHOLE_SPAN),
        width,
        height);
  }

  Window at(double newLat, double newLon, double newSpan) {
    double held = Math.max(LEAST_SPAN, Math.min(WHOLE_SPAN, newSpan));
    return new Window(newLat, newLon, held, width, height);
  }

  double x(double ofLon) {
    return width / 2.0 + (ofLon - lon) * perDegree();
  }

  double y(double ofLat) {
    return height / 2.0 - (mercator(ofLat) - mercator(lat)) * perDegree();
  }

  double lonAt(double x) {
    return lon + (x - width / 2.0) / perDegree();
  }

  double latAt(double y) {
    return latitude(mercator(lat) - (y - height / 2.0) / perDegree());
  }

  Box box() {
    return new Box(latAt(height), lonAt(0), latAt(0), lonAt(width));
  }

  double km() {
    return span * 111.32 * Math.cos(Math.toRadians(lat));
  }

  private double perDegree() {
    return width / span;
  }

  /** The world's width on this paper. */
  double world() {
    return WORLD * perDegree();
  }

  static double mercator(double lat) {
    return Math.toDegrees(Math.log(Math.tan(Math.PI / 4 + Math.toRadians(lat) / 2)));
  }

  static double latitude(double mercator) {
    return Math.toDegrees(2 * Math.atan(Math.exp(Math.toRadians(mercator))) - Math.PI / 2);
  }
}
