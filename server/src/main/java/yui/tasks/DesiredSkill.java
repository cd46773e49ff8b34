package yui.tasks;

/** A skill that would help, and its share of the skill part. */
public record DesiredSkill(String code, double weight) {}
