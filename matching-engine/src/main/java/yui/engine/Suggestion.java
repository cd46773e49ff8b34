package yui.engine;

/** Other words that were probably meant, and how many tasks they find under the same filters. */
public record Suggestion(String q, int total) {}
