package yui.engine;

/** A skill that would help, and its share of the skill part. */
public record DesiredSkill(String code, double weight) {
  public DesiredSkill {
    Codes.check(code);
    BadQuery.unless(weight > 0 && weight <= 1e6, "skill_weight_out_of_range", weight);
  }
}
