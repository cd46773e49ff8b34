package yui.places;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Lang;
import yui.db.Tx;

/** What is known of places: names, postal codes, and where they lie as far as anybody has said. */
public final class Places {
  private final Communities communities;

  public Places(Communities communities) {
    this.communities = communities;
  }

  /** Where something lies; {@code rough} when only the community that works there is known. */
  record Point(double lat, double lon, boolean rough) {}

  /** Of an imported outline, else of the community that works there; nothing else is known. */
  Optional<Point> point(Tx tx, Municipality municipality) {
    return Optional.ofNullable(points(tx, List.of(municipality)).get(municipality.code()));
  }

  /** The same for many at once, by code. */
  Map<String, Point> points(Tx tx, List<Municipality> municipalities) {
    String[] codes = municipalities.stream().map(Municipality::code).toArray(String[]::new);
    Map<String, Point> points = OutlineStore.points(tx, codes);
    if (points.keySet().containsAll(List.of(codes))) return points;
    for (Community community : communities.all(tx)) {
      if (!community.code().matches("[0-9]{6}")) continue;
      points.putIfAbsent(
          community.code().substring(0, 5), new Point(community.lat(), community.lon(), true));
    }
    return points;
  }

  /** A place in words: its municipality where outlines were imported, else its prefecture. */
  Optional<String> named(Tx tx, double lat, double lon, Lang lang) {
    String between = lang.isEnglish() ? " " : "";
    return OutlineStore.touching(tx, Box.NONE.with(lat, lon)).stream()
        .filter(shape -> shape.holds(lat, lon))
        .map(shape -> Prefectures.name(shape.code().substring(0, 2), lang) + between + shape.name())
        .findFirst()
        .or(() -> PrefectureShapes.at(lat, lon).map(code -> Prefectures.name(code, lang)));
  }
}
