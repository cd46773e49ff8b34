package yui.communities;

import io.vertx.core.json.JsonObject;

/** How a community weighs the parts of a score. */
public record Weights(double skill, double schedule, double distance, double reliability) {
  public static final Weights SHIPPED = new Weights(0.35, 0.25, 0.30, 0.10);

  boolean areAllZero() {
    return skill == 0 && schedule == 0 && distance == 0 && reliability == 0;
  }

  JsonObject json() {
    return JsonObject.of(
        "skill", skill, "schedule", schedule, "distance", distance, "reliability", reliability);
  }

  static Weights of(JsonObject json) {
    return new Weights(
        json.getDouble("skill"),
        json.getDouble("schedule"),
        json.getDouble("distance"),
        json.getDouble("reliability"));
  }
}
