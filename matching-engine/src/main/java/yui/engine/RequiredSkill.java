package yui.engine;

/**
 * A skill nobody can do the work without, the least level of it, and its share of the skill part.
 */
public record RequiredSkill(String code, int level, double weight) {
  public RequiredSkill {
    Codes.check(code);
    BadQuery.unless(level >= 1 && level <= 3, "level_out_of_range", level);
    BadQuery.unless(weight > 0 && weight <= 1e6, "skill_weight_out_of_range", weight);
  }
}
