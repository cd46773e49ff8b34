package yui.places;

import java.util.List;
import java.util.Locale;
import yui.engine.Mesh;

/** Pins too near one another to be drawn apart: where they are and how far that reaches. */
public record Around(double lat, double lon, int km, List<Pin> pins) {
  static Around of(List<Pin> pins) {
    double lat = pins.stream().mapToDouble(Pin::lat).average().orElseThrow();
    double lon = pins.stream().mapToDouble(Pin::lon).average().orElseThrow();
    Mesh middle = Mesh.of(lat, lon);
    double far =
        pins.stream().mapToDouble(pin -> middle.km(Mesh.of(pin.lat(), pin.lon()))).max().orElse(0);
    return new Around(middle.lat(), middle.lon(), Math.max(1, (int) Math.ceil(far)), pins);
  }

  /** The middle's cell, as searches are asked for it. */
  public String near() {
    return String.format(Locale.ROOT, "%.5f,%.5f", lat, lon);
  }
}
