package yui.communities;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import yui.core.FieldError;
import yui.core.Lang;

/**
 * Work that a time of the year brings: the crops' and the snow's calendar, each community's own
 * from the day it decides one.
 *
 * @param from the first day of each year's
 * @param to the last, perhaps of the year after
 */
public record Season(
    String code, String ja, String en, MonthDay from, MonthDay to, List<String> skills) {

  /** As it is answered, and whether it is now. */
  public record Shown(
      String code,
      String ja,
      String en,
      String from,
      String to,
      List<String> skills,
      boolean now) {}

  private static final int LONGEST = 60;
  private static final Set<String> NAMES = Set.of("code", "ja", "en", "from", "to", "skills");

  /** Where a community decided nothing: a village of rice and snow. */
  static final List<Season> SHIPPED =
      List.of(
          of("SNOW", "雪かき・雪下ろし", "Clearing snow", "12-10", "03-20", "snow_clearing"),
          of(
              "WATERWAYS_SPRING",
              "水路の泥上げ（春の人足）",
              "Waterways in spring",
              "03-25",
              "05-10",
              "waterway"),
          of("PLANTING", "田植え", "Planting rice", "05-10", "06-05", "rice_harvest"),
          of("MOWING", "草刈り", "Mowing", "06-01", "09-15", "mowing"),
          of("RICE", "稲刈り", "Rice harvest", "09-10", "10-20", "rice_harvest"),
          of(
              "WATERWAYS_AUTUMN",
              "水路と道の手入れ（秋の人足）",
              "Waterways and paths in autumn",
              "10-15",
              "11-20",
              "waterway"),
          of(
              "RADISH",
              "大根・秋野菜の収穫",
              "Harvest of autumn vegetables",
              "10-25",
              "12-20",
              "daikon_harvest"),
          of("SNOW_GUARDS", "雪囲い", "Putting up snow guards", "11-01", "12-10", "carpentry"));

  private static Season of(
      String code, String ja, String en, String from, String to, String skill) {
    return new Season(code, ja, en, day(from), day(to), List.of(skill));
  }

  static void check(JsonNode season, String at, List<FieldError> errors) {
    for (String name : List.of("code", "ja", "en")) {
      String told = season.path(name).asText("").strip();
      if (!season.path(name).isTextual() || told.isEmpty()) {
        errors.add(new FieldError(at + "/" + name, "missing"));
      } else if (told.length() > LONGEST) {
        errors.add(new FieldError(at + "/" + name, "too_long", Map.of("max", LONGEST)));
      }
    }
    for (String name : List.of("from", "to")) {
      if (!isDay(season.path(name))) errors.add(new FieldError(at + "/" + name, "pattern"));
    }
    JsonNode skills = season.path("skills");
    boolean codes = skills.isArray();
    for (JsonNode skill : skills) codes &= skill.isTextual();
    if (!codes && !skills.isMissingNode()) {
      errors.add(new FieldError(at + "/skills", "wrong_type"));
    }
    season
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!NAMES.contains(name)) errors.add(new FieldError(at + "/" + name, "unknown"));
            });
  }

  private static boolean isDay(JsonNode text) {
    try {
      day(text.asText());
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static MonthDay day(String text) {
    return MonthDay.parse("--" + text);
  }

  static List<Season> of(JsonArray decided) {
    return IntStream.range(0, decided.size())
        .mapToObj(decided::getJsonObject)
        .map(Season::of)
        .toList();
  }

  private static Season of(JsonObject season) {
    return new Season(
        season.getString("code"),
        season.getString("ja"),
        season.getString("en"),
        day(season.getString("from")),
        day(season.getString("to")),
        season.getJsonArray("skills", new JsonArray()).stream().map(Object::toString).toList());
  }

  /** Whether it is that time of the year; one may begin before New Year and end after. */
  public boolean isOn(LocalDate day) {
    MonthDay now = MonthDay.from(day);
    boolean begun = !now.isBefore(from);
    boolean over = now.isAfter(to);
    return from.isAfter(to) ? begun || !over : begun && !over;
  }

  public String name(Lang lang) {
    return lang.isEnglish() ? en : ja;
  }

  public Shown shown(LocalDate day) {
    return new Shown(
        code, ja, en, from.toString().substring(2), to.toString().substring(2), skills, isOn(day));
  }
}
