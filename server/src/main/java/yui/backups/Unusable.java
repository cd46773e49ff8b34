package yui.backups;

/** A file or a database that a backup cannot be restored from or into, and why. */
public final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  Unusable(String why) {
    super(why);
  }

  Unusable(String why, Exception cause) {
    super(why, cause);
  }
}
