package yui.places;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;

/** Places over HTTP, for anybody. */
public final class PlaceRoutes {
  record Shown(
      String code,
      String prefectureCode,
      String prefecture,
      String name,
      String kana,
      @Nullable Double lat,
      @Nullable Double lon,
      @Nullable Boolean rough) {}

  record Behind(String postalCode, List<There> items) {}

  record There(Shown municipality, List<String> towns) {}

  record All(List<Shown> items) {}

  private final Places places;

  public PlaceRoutes(Places places) {
    this.places = places;
  }

  public void bind(Api api) {
    api.read("lookupPostalCode", this::lookup);
    api.read("listMunicipalities", this::list);
  }

  private Answer lookup(Request request, Tx tx) {
    String code = request.path("postalCode");
    List<PostalPlace> found = PostalCodes.all().find(code);
    if (found.isEmpty()) throw Refusal.notFound();
    Map<String, Places.Point> points =
        places.points(tx, found.stream().map(PostalPlace::municipality).toList());
    return Answer.ok(
        new Behind(
            code,
            found.stream()
                .map(
                    place -> new There(shown(place.municipality(), points, request), place.towns()))
                .toList()));
  }

  private Answer list(Request request, Tx tx) {
    String prefecture = request.query("prefecture").orElse("");
    List<Municipality> all = Municipalities.of(prefecture);
    Map<String, Places.Point> points = places.points(tx, all);
    return Answer.ok(new All(all.stream().map(m -> shown(m, points, request)).toList()));
  }

  private static Shown shown(Municipality one, Map<String, Places.Point> points, Request request) {
    Places.Point point = points.get(one.code());
    Lang lang = request.caller().lang();
    return new Shown(
        one.code(),
        one.prefecture(),
        Prefectures.name(one.prefecture(), lang),
        one.name(),
        one.kana(),
        point == null ? null : point.lat(),
        point == null ? null : point.lon(),
        point == null ? null : point.rough());
  }
}
