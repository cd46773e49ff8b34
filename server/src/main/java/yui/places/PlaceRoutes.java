package yui.places;

import java.util.List;
import java.util.Optional;
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
    List<There> found =
        PostalCodes.all().find(code).stream()
            .map(place -> new There(shown(tx, place.municipality(), request), place.towns()))
            .toList();
    if (found.isEmpty()) throw Refusal.notFound();
    return Answer.ok(new Behind(code, found));
  }

  private Answer list(Request request, Tx tx) {
    String prefecture = request.query("prefecture").orElse("");
    return Answer.ok(
        new All(Municipalities.of(prefecture).stream().map(m -> shown(tx, m, request)).toList()));
  }

  private Shown shown(Tx tx, Municipality one, Request request) {
    Optional<Places.Point> point = places.point(tx, one);
    Lang lang = request.caller().lang();
    return new Shown(
        one.code(),
        one.prefecture(),
        Prefectures.name(one.prefecture(), lang),
        one.name(),
        one.kana(),
        point.map(Places.Point::lat).orElse(null),
        point.map(Places.Point::lon).orElse(null),
        point.map(Places.Point::rough).orElse(null));
  }
}
