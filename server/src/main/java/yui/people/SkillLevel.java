package yui.people;

/** A skill and how well: 1 tried, 2 can, 3 can lead. */
public record SkillLevel(String code, int level) {}
