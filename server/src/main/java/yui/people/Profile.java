package yui.people;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import yui.core.Lang;
import yui.core.Spoken;
import yui.places.Picking;
import yui.places.PlaceField;
import yui.web.Typed;
import yui.web.Words;

/** The profile as its page shows it. */
record Profile(
    String etag,
    Typed.Field displayName,
    Typed.Field intro,
    Typed.Field maxDistanceKm,
    List<SkillRow> skillRows,
    List<LicenceRow> licenceRows,
    List<BaseRow> baseRows,
    Typed.Choice rewardWishes,
    Helped findable,
    Typed.Choice findableIn,
    Typed.Choice languages,
    boolean hasCar,
    boolean namedOnSheets,
    List<StayRow> stays,
    boolean hasStays,
    Typed.Choice stayBase,
    Typed.Field stayFrom,
    Typed.Field stayTo,
    boolean hasBases,
    boolean hasErrors,
    List<Typed.Mistake> errors) {

  record SkillRow(int n, Typed.Choice code, Typed.Choice level) {}

  record LicenceRow(int n, Typed.Choice code, Typed.Field expiresOn) {}

  record BaseRow(
      int n,
      String baseId,
      Typed.Choice kind,
      Typed.Field label,
      PlaceField place,
      boolean open,
      Typed.Choice communityId) {}

  record StayRow(String stayId, String where, String days) {}

  /** A choice whose answers explain themselves. */
  record Helped(String id, List<HelpedOption> options, String error) {}

  record HelpedOption(String value, String label, String help, boolean checked) {}

  /** What there is to choose from, in one language. */
  record Lists(
      Words words,
      Lang lang,
      Map<String, String> skills,
      Map<String, String> licences,
      Map<String, String> communities,
      BiFunction<Typed, String, PlaceField> place) {

    /** Values with their words. */
    Map<String, String> said(String key, List<String> values) {
      Map<String, String> said = new LinkedHashMap<>();
      for (String value : values) said.put(value, words.say(lang, key + value));
      return said;
    }

    Map<String, String> said(String key, Enum<?>[] values) {
      return said(key, Arrays.stream(values).map(Enum::name).toList());
    }
  }

  /** What the two forms of the page hold; {@code more} names the list that wants empty rows. */
  record Forms(String etag, Typed profile, Typed stay, String more) {}

  private static final List<String> LANGUAGES =
      List.of("ja", "en", "zh", "ko", "vi", "pt", "es", "fr", "de");

  static Profile of(Forms forms, Lists lists, List<Base> bases, List<Stay> stays) {
    Typed typed = forms.profile();
    Typed stay = forms.stay();
    List<Typed.Mistake> errors = new ArrayList<>(typed.errors());
    errors.addAll(stay.errors());
    Map<String, String> baseNames = new LinkedHashMap<>();
    for (Base base : bases) baseNames.put(base.id().toString(), base.label());
    return new Profile(
        forms.etag(),
        typed.field("displayName"),
        typed.field("intro"),
        typed.field("maxDistanceKm"),
        rows(forms, "skills", List.of("code"), 3, n -> skillRow(n, typed, lists)),
        rows(forms, "licences", List.of("code"), 1, n -> licenceRow(n, typed, lists)),
        rows(forms, "bases", List.of("label", "lat", "lon"), 1, n -> baseRow(n, typed, lists)),
        typed.choice("rewardWishes", lists.said("profile.wish.", Wish.values())),
        findable(typed, lists),
        typed.choice("findableIn", lists.communities()),
        typed.choice("languages", lists.said("profile.language.", LANGUAGES), List.of("ja")),
        typed.value("hasCar").equals("true"),
        typed.value("namedOnSheets").equals("true"),
        stays.stream().map(s -> stayRow(s, lists)).toList(),
        !stays.isEmpty(),
        stay.choice("baseId", baseNames),
        stay.field("from"),
        stay.field("to"),
        !bases.isEmpty(),
        !errors.isEmpty(),
        errors);
  }

  /** The filled rows and some empty ones; a row whose place is being picked is there too. */
  private static <T> List<T> rows(
      Forms forms, String list, List<String> fields, int empty, IntFunction<T> row) {
    Typed typed = forms.profile();
    int filled = typed.rows(list);
    while (filled > 0 && isBlank(typed, list + "." + (filled - 1), fields)) filled--;
    int count = filled + empty + (forms.more().equals(list) ? 3 : 0);
    return IntStream.range(0, count).mapToObj(row).toList();
  }

  private static boolean isBlank(Typed typed, String at, List<String> fields) {
    return !Picking.isAt(typed, at)
        && fields.stream().allMatch(field -> typed.value(at + "." + field).isBlank());
  }

  private static SkillRow skillRow(int n, Typed typed, Lists lists) {
    String at = "skills." + n;
    return new SkillRow(
        n,
        typed.choice(at + ".code", lists.skills()),
        typed.choice(
            at + ".level", lists.said("profile.level.", List.of("1", "2", "3")), List.of("2")));
  }

  private static LicenceRow licenceRow(int n, Typed typed, Lists lists) {
    String at = "licences." + n;
    return new LicenceRow(
        n, typed.choice(at + ".code", lists.licences()), typed.field(at + ".expiresOn"));
  }

  private static BaseRow baseRow(int n, Typed typed, Lists lists) {
    String at = "bases." + n;
    PlaceField place = lists.place().apply(typed, at);
    return new BaseRow(
        n,
        typed.value(at + ".id"),
        typed.choice(at + ".kind", lists.said("profile.base.", Base.Kind.values())),
        typed.field(at + ".label"),
        place,
        place.hasError() || Picking.isAt(typed, at),
        typed.choice(at + ".communityId", lists.communities()));
  }

  private static Helped findable(Typed typed, Lists lists) {
    Typed.Choice choice =
        typed.choice(
            "findable",
            lists.said("profile.findable.", Findable.values()),
            List.of(Findable.NOBODY.name()));
    return new Helped(
        choice.id(),
        choice.options().stream()
            .map(
                o ->
                    new HelpedOption(
                        o.value(),
                        o.label(),
                        lists.words().say(lists.lang(), "profile.findable." + o.value() + "_help"),
                        o.checked()))
            .toList(),
        choice.error());
  }

  private static StayRow stayRow(Stay stay, Lists lists) {
    String community =
        stay.communityId() == null
            ? ""
            : lists.communities().getOrDefault(stay.communityId().toString(), "");
    return new StayRow(
        stay.id().toString(),
        stay.label() != null ? stay.label() : community,
        Spoken.days(stay.from(), stay.to(), lists.lang()));
  }
}
