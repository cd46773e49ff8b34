package yui.places;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yui.core.FieldError;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Typed;
import yui.web.Words;

/**
 * Picks a place on a form without script: each of its buttons, and each press on its map, posts the
 * form, and it comes back with everything typed kept and the place chosen a step more exactly.
 */
public final class Picking {
  /** Among the fields that come back: which place was pressed on. */
  private static final String OPEN = "_at.open";

  private static final String BUTTON = "_place";
  private static final Pattern DEED =
      Pattern.compile("(place|bases\\.[0-9]{1,3}):(map|postal|prefecture|municipality|in|out)");
  private static final Pattern PRESSED = Pattern.compile("_press\\.(place|bases\\.[0-9]{1,3})\\.x");
  private static final Pattern VIEW =
      Pattern.compile("(-?[0-9]{1,3}\\.[0-9]{1,6}),(-?[0-9]{1,3}\\.[0-9]{1,6}),([0-9.]{1,8})");

  /** The map's side as pages show it, and twice as many units on the drawing. */
  private static final int SIDE = 280;

  private static final int PAPER = 2 * SIDE;

  /** A press on a map wider than this comes nearer and chooses nothing yet. */
  private static final double CHOOSES_BELOW = 1.6;

  private static final double ROUGH_ABOVE = 0.1;
  private static final double NEARER = 5;
  private static final double STEP = 3;
  private static final double TOWN = 0.4;
  private static final double NEAR = 0.25;

  private final Places places;
  private final Maps maps;
  private final Words words;

  public Picking(Places places, Maps maps, Words words) {
    this.places = places;
    this.maps = maps;
    this.words = words;
  }

  /** Whether the form was sent by one of a place's buttons or a press on its map. */
  public static boolean isAsked(Form form) {
    return form.filled(BUTTON).isPresent() || pressed(form).isPresent();
  }

  /** Whether a form that comes back was picking this place. */
  public static boolean isAt(Typed typed, String at) {
    return typed.value(OPEN).equals(at) || typed.value(BUTTON).startsWith(at + ":");
  }

  /** What the form's fields become by what was pressed; refused naming the field. */
  public Map<String, String> picked(Form form, Tx tx) {
    Map<String, String> changes = new LinkedHashMap<>();
    Optional<String> press = pressed(form);
    if (press.isPresent()) {
      changes.put(OPEN, press.get());
      press(form, press.get(), changes);
      return changes;
    }
    Matcher deed = DEED.matcher(form.text(BUTTON));
    if (!deed.matches()) throw Refusal.notFound();
    String at = deed.group(1);
    changes.put(OPEN, at);
    Window window = window(values(form, at), at);
    switch (deed.group(2)) {
      case "postal" -> postal(form, tx, at, changes);
      case "prefecture" -> prefecture(form, at, changes);
      case "municipality" -> municipality(form, tx, at, changes);
      case "map" -> changes.put(view(at), said(window));
      case "in" ->
          changes.put(view(at), said(window.at(window.lat(), window.lon(), window.span() / STEP)));
      default ->
          changes.put(view(at), said(window.at(window.lat(), window.lon(), window.span() * STEP)));
    }
    return changes;
  }

  private static Optional<String> pressed(Form form) {
    for (String name : form.fields().names()) {
      Matcher pressed = PRESSED.matcher(name);
      if (pressed.matches()) return Optional.of(pressed.group(1));
    }
    return Optional.empty();
  }

  private static void press(Form form, String at, Map<String, String> changes) {
    Window window = window(values(form, at), at);
    double x = 2 * pixel(form.text("_press." + at + ".x"));
    double y = 2 * pixel(form.text("_press." + at + ".y"));
    double lat = window.latAt(y);
    double lon = window.lonAt(x);
    if (window.span() < CHOOSES_BELOW) choose(at, lat, lon, changes);
    changes.put(view(at), said(window.at(lat, lon, window.span() / NEARER)));
  }

  private static double pixel(String text) {
    return text.matches("[0-9]{1,4}") ? Math.min(SIDE, Integer.parseInt(text)) : SIDE / 2.0;
  }

  private void postal(Form form, Tx tx, String at, Map<String, String> changes) {
    String field = "_at." + at + ".postal";
    List<PostalPlace> found =
        PostalCodes.typed(form.text(field)).map(PostalCodes.all()::find).orElse(List.of());
    if (found.isEmpty()) throw refused(field, "postal_code_unknown");
    PostalPlace first = found.getFirst();
    settle(tx, at, first.municipality(), changes);
    if (form.text(at + ".label").isEmpty()) {
      String town = first.towns().size() == 1 ? first.towns().getFirst() : "";
      changes.put(
          at + ".label",
          Prefectures.name(first.municipality().prefecture(), Lang.JA)
              + first.municipality().name()
              + town);
    }
  }

  private static void prefecture(Form form, String at, Map<String, String> changes) {
    String code = form.text("_at." + at + ".prefecture");
    if (!Prefectures.isCode(code)) throw refused("_at." + at + ".prefecture", "missing");
    changes.put(view(at), said(ofPrefecture(code)));
  }

  private void municipality(Form form, Tx tx, String at, Map<String, String> changes) {
    String field = "_at." + at + ".municipality";
    Municipality chosen =
        Municipalities.find(form.text(field)).orElseThrow(() -> refused(field, "missing"));
    settle(tx, at, chosen, changes);
  }

  private void settle(Tx tx, String at, Municipality there, Map<String, String> changes) {
    changes.put("_at." + at + ".prefecture", there.prefecture());
    changes.put("_at." + at + ".municipality", there.code());
    Optional<Places.Point> point = places.point(tx, there);
    if (point.isEmpty()) {
      changes.put(at + ".lat", "");
      changes.put(at + ".lon", "");
      changes.put(view(at), said(ofPrefecture(there.prefecture())));
      return;
    }
    choose(at, point.get().lat(), point.get().lon(), changes);
    Window near = Window.whole(PAPER, PAPER).at(point.get().lat(), point.get().lon(), TOWN);
    changes.put(view(at), said(near));
  }

  private static Window ofPrefecture(String code) {
    Ring largest = PrefectureShapes.of(code).largest();
    return Window.around(largest.box(), TOWN, PAPER, PAPER);
  }

  private static void choose(String at, double lat, double lon, Map<String, String> changes) {
    changes.put(at + ".lat", String.format(Locale.ROOT, "%.5f", lat));
    changes.put(at + ".lon", String.format(Locale.ROOT, "%.5f", lon));
  }

  private static String view(String at) {
    return "_at." + at + ".view";
  }

  private static String said(Window window) {
    return String.format(Locale.ROOT, "%.5f,%.5f,%.4f", window.lat(), window.lon(), window.span());
  }

  private static Refusal refused(String field, String code) {
    return Refusal.invalid(List.of(new FieldError("/" + field.replace('.', '/'), code)));
  }

  private static Typed values(Form form, String at) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : List.of(at + ".lat", at + ".lon", view(at))) {
      values.put(name, form.text(name));
    }
    return Typed.stored(values);
  }

  /** What the map shows: as it was left, else around the place, else all of Japan. */
  private static Window window(Typed typed, String at) {
    Window whole = Window.whole(PAPER, PAPER);
    Matcher left = VIEW.matcher(typed.value(view(at)));
    if (left.matches()) {
      double lat = Double.parseDouble(left.group(1));
      double lon = Double.parseDouble(left.group(2));
      Double span = number(left.group(3));
      if (Math.abs(lat) < 80 && Math.abs(lon) <= 180 && span != null) {
        return whole.at(lat, lon, span);
      }
    }
    Double lat = number(typed.value(at + ".lat"));
    Double lon = number(typed.value(at + ".lon"));
    if (lat != null && lon != null && Math.abs(lat) < 80 && Math.abs(lon) <= 180) {
      return whole.at(lat, lon, NEAR);
    }
    return whole;
  }

  private static @Nullable Double number(String text) {
    return text.matches("-?[0-9]{1,3}(\\.[0-9]{1,12})?") ? Double.valueOf(text) : null;
  }

  /**
   * The place of a form.
   *
   * @param at how the form calls it
   * @param again the form's own address
   * @param drawn whether the map is there before anybody asks for it
   */
  public PlaceField field(Tx tx, Typed typed, String at, String again, boolean drawn, Lang lang) {
    return field(tx, typed, at, again, drawn, false, lang);
  }

  /** The place of a form that is refused without one. */
  public PlaceField needed(Tx tx, Typed typed, String at, String again, boolean drawn, Lang lang) {
    return field(tx, typed, at, again, drawn, true, lang);
  }

  private PlaceField field(
      Tx tx, Typed typed, String at, String again, boolean drawn, boolean must, Lang lang) {
    Double lat = number(typed.value(at + ".lat"));
    Double lon = number(typed.value(at + ".lon"));
    boolean isSet = lat != null && lon != null && Math.abs(lat) < 80 && Math.abs(lon) <= 180;
    Window window = window(typed, at);
    List<Typed.Option> municipalities =
        municipalities(typed, at, typed.value("_at." + at + ".prefecture"), lang);
    Typed.Field latField = typed.field(at + ".lat");
    Typed.Field lonField = typed.field(at + ".lon");
    return new PlaceField(
        at,
        again + "#at-" + at,
        must,
        isSet,
        !isSet && !typed.value("_at." + at + ".municipality").isEmpty(),
        isSet && lat != null && lon != null
            ? places.named(tx, lat, lon, lang).orElse(words.say(lang, "place.at_sea"))
            : "",
        isSet && window.span() > ROUGH_ABOVE,
        latField,
        lonField,
        Stream.of(".postal", ".prefecture", ".municipality")
                .map(name -> typed.field("_at." + at + name).error())
                .anyMatch(error -> !error.isEmpty())
            || !(latField.error() + lonField.error()).isEmpty(),
        typed.field("_at." + at + ".postal"),
        typed.choice("_at." + at + ".prefecture", prefectures(lang)).options(),
        typed.field("_at." + at + ".municipality"),
        municipalities,
        !municipalities.isEmpty(),
        drawn && !isSet || isAt(typed, at)
            ? maps.toPress(tx, lang, window, "map-" + at, isSet ? lat : null, isSet ? lon : null)
            : null,
        said(window),
        window.span() > Window.LEAST_SPAN,
        window.span() < Window.WHOLE_SPAN);
  }

  private static Map<String, String> prefectures(Lang lang) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String code : Prefectures.codes()) names.put(code, Prefectures.name(code, lang));
    return names;
  }

  private static List<Typed.Option> municipalities(
      Typed typed, String at, String prefecture, Lang lang) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Municipality one : Municipalities.of(prefecture)) {
      names.put(
          one.code(), lang.isEnglish() ? one.name() + " – " + Romaji.of(one.kana()) : one.name());
    }
    return new ArrayList<>(typed.choice("_at." + at + ".municipality", names).options());
  }
}
