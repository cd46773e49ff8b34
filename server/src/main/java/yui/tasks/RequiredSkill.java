package yui.tasks;

/** A skill nobody can do the work without, from which level, and its share of the skill part. */
public record RequiredSkill(String code, int level, double weight) {}
