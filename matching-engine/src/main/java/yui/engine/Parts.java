package yui.engine;

/** The four parts of a score, each in [0, 1], before weighting. */
public record Parts(double skill, double schedule, double distance, double reliability) {}
