package yui;

/** Which Yui this is. */
final class Version {
  static final String NAME = "0.1.0";

  private Version() {}
}
