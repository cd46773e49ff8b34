package yui.tasks;

import org.jspecify.annotations.Nullable;

/** Where a task is, as exactly as the reader may know. */
public record ShownPlace(
    double lat, double lon, String label, boolean exact, @Nullable String meetingPoint) {

  static @Nullable ShownPlace of(@Nullable Spot spot, Sight sight) {
    if (spot == null) return null;
    if (sight.isExact()) {
      return new ShownPlace(spot.lat(), spot.lon(), spot.label(), true, spot.meetingPoint());
    }
    double lat = (Math.floor(spot.lat() * 120) + 0.5) / 120;
    double lon = (Math.floor(spot.lon() * 80) + 0.5) / 80;
    return new ShownPlace(lat, lon, spot.label(), false, null);
  }
}
