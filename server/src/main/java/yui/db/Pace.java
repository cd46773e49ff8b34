package yui.db;

/** How far long work is: told by whoever does it, looked at by whoever waits. */
public final class Pace {
  private volatile long done;
  private volatile long total;

  /** So much of so much is done; what has been said before no longer counts. */
  public void at(long done, long total) {
    this.total = total;
    this.done = Math.min(done, total);
  }

  public long done() {
    return done;
  }

  /** Zero while nobody knows. */
  public long total() {
    return total;
  }
}
