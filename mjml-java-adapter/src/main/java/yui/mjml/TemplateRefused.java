package yui.mjml;

/** A template that would not become the mail its author meant. */
public final class TemplateRefused extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final int line;

  TemplateRefused(int line, String why) {
    super("line " + line + ": " + why);
    this.line = line;
  }

  /** The line of the template, counted from 1. */
  public int line() {
    return line;
  }
}
