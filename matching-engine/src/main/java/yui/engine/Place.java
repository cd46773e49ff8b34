package yui.engine;

/** A point in degrees (WGS 84), as it comes from a map. */
public record Place(double lat, double lon) {
  public Place {
    BadQuery.unless(
        lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180, "place_invalid", lat + "," + lon);
  }

  public Mesh mesh() {
    return Mesh.of(lat, lon);
  }
}
