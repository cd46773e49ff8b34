package yui.tasks;

import org.jspecify.annotations.Nullable;
import yui.engine.Mesh;

/** Where a task is, as exactly as the reader may know. */
public record ShownPlace(
    double lat, double lon, String label, boolean exact, @Nullable String meetingPoint) {

  static @Nullable ShownPlace of(@Nullable Spot spot, Sight sight) {
    if (spot == null) return null;
    if (sight.isExact()) {
      return new ShownPlace(spot.lat(), spot.lon(), spot.label(), true, spot.meetingPoint());
    }
    Mesh cell = Mesh.of(spot.lat(), spot.lon());
    return new ShownPlace(cell.lat(), cell.lon(), spot.label(), false, null);
  }
}
