package yui.places;

/** A part of the map, in degrees. */
record Box(double south, double west, double north, double east) {
  static final Box NONE = new Box(90, 180, -90, -180);

  Box with(double lat, double lon) {
    return new Box(
        Math.min(south, lat), Math.min(west, lon), Math.max(north, lat), Math.max(east, lon));
  }

  Box with(Box other) {
    return with(other.south, other.west).with(other.north, other.east);
  }

  boolean touches(Box other) {
    return south <= other.north && other.south <= north && west <= other.east && other.west <= east;
  }
}
