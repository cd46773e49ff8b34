package yui.engine;

/**
 * How much each part counts in a community. The score divides by their sum, so that tasks of
 * communities with larger numbers do not stand before the others.
 */
public record Weights(double skill, double schedule, double distance, double reliability) {
  public static final Weights DEFAULT = new Weights(0.35, 0.25, 0.30, 0.10);

  public Weights {
    check(skill);
    check(schedule);
    check(distance);
    check(reliability);
    BadQuery.unless(
        skill + schedule + distance + reliability > 0, "weights_all_zero", "nothing would count");
  }

  double sum() {
    return skill + schedule + distance + reliability;
  }

  private static void check(double weight) {
    BadQuery.unless(weight >= 0 && weight <= 1e6, "weight_out_of_range", weight);
  }
}
