package yui.engine;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A place a resident can start from: a base always, a stay on its dates only. */
public record Anchor(Place place, @Nullable LocalDate from, @Nullable LocalDate to) {
  public Anchor {
    BadQuery.unless((from == null) == (to == null), "stay_half_dated", from + " " + to);
    BadQuery.unless(
        from == null || to == null || !to.isBefore(from),
        "stay_ends_before_start",
        from + " " + to);
  }

  public static Anchor base(double lat, double lon) {
    return new Anchor(new Place(lat, lon), null, null);
  }

  public static Anchor stay(double lat, double lon, LocalDate from, LocalDate to) {
    return new Anchor(new Place(lat, lon), from, to);
  }
}
