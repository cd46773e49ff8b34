package yui.db;

/** How far long work is: told by whoever does it, looked at by whoever waits. */
public final class Pace {
  private volatile long done;
  private volatile long total;
  private volatile int part;
  private volatile int parts = 1;

  /** What is told from now on is this of so many parts, counted from zero. */
  public void part(int part, int parts) {
    this.part = part;
    this.parts = parts;
  }

  /** So much of so much is done; what has been said before no longer counts. */
  public void at(long done, long total) {
    this.total = total * parts;
    this.done = total * part + Math.min(done, total);
  }

  public long done() {
    return done;
  }

  /** Zero while nobody knows. */
  public long total() {
    return total;
  }
}
