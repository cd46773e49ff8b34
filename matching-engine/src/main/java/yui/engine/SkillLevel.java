package yui.engine;

/** A skill and its level: 1 tried, 2 can, 3 can lead. */
public record SkillLevel(String code, int level) {
  public SkillLevel {
    Codes.check(code);
    BadQuery.unless(level >= 1 && level <= 3, "level_out_of_range", level);
  }
}
