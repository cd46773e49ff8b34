package yui.engine;

/** A part of a text; marked when it is what was looked for. */
public record Piece(String text, boolean marked) {}
