package yui.places;

import java.util.List;
import java.util.Optional;
import yui.communities.Communities;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Tx;

/** What is known of places: names, postal codes, and where they lie as far as anybody has said. */
public final class Places {
  private final Communities communities;

  public Places(Communities communities) {
    this.communities = communities;
  }

  /** Where something lies; {@code rough} when only the community that works there is known. */
  record Point(double lat, double lon, boolean rough) {}

  /** Seven digits of a postal code as typed, and what lies behind them. */
  List<PostalPlace> behind(String postalCode) {
    String code =
        PostalCodes.typed(postalCode)
            .orElseThrow(() -> Refusal.invalid("#/path/postalCode", "postal_code_unknown"));
    return PostalCodes.all().find(code);
  }

  /** Of an imported outline, else of the community that works there; nothing else is known. */
  Optional<Point> point(Tx tx, Municipality municipality) {
    return OutlineStore.point(tx, municipality.code())
        .map(inside -> new Point(inside[0], inside[1], false))
        .or(
            () ->
                communities.all(tx).stream()
                    .filter(c -> c.code().matches(municipality.code() + "[0-9]"))
                    .findFirst()
                    .map(c -> new Point(c.lat(), c.lon(), true)));
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
