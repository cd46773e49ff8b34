package yui.matching;

import yui.engine.Parts;

/** The four parts of a score. */
public record ShownParts(double skill, double schedule, double distance, double reliability) {
  static ShownParts of(Parts parts) {
    return new ShownParts(parts.skill(), parts.schedule(), parts.distance(), parts.reliability());
  }
}
