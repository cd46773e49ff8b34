package yui.engine;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine lives: one index in use, and while it is rebuilt a second one that takes its
 * place when it is complete.
 */
public interface IndexHome extends Closeable {

  /**
   * Opens the index in use of a directory. One that is damaged or of another version gives way to
   * an empty one, whose position is null, and is told by {@link #broken}; one that another process
   * writes is an error.
   */
  static IndexHome open(Path home) throws BrokenIndex {
    return LuceneHome.open(home);
  }

  /** Why the index found at opening could not be used; null when it could. */
  @Nullable BrokenIndex broken();

  /** The engine in use, for the one thread that feeds and rebuilds; others use {@link #ask}. */
  MatchEngine current();

  /** Asks the engine in use, which stays open until the answer is there. */
  <T> T ask(Function<MatchEngine, T> question);

  /** How much the index in use takes and holds. */
  record Size(long bytes, long documents) {}

  Size size();

  /** Begins an empty index beside the one in use, which keeps answering and being fed. */
  Next begin() throws BrokenIndex;

  /** An index that is being filled, until it takes the place of the one in use or is given up. */
  interface Next extends Closeable {
    MatchEngine engine();

    /** Commits and takes the place of the index in use, which answers what it was asked. */
    void swap();

    /** Gives up what was not swapped. */
    @Override
    void close();
  }

  /**
   * Goes back to the last commit after a write failed, with a writer that works. Where that fails,
   * too, the engine in use keeps answering what it knows.
   */
  void reopen() throws BrokenIndex;

  /**
   * Whether this process is to feed the index in use. Where several share one index, one of them
   * is; the others {@link #follow}.
   */
  default boolean feeds() {
    return true;
  }

  /** Looks where another process has got to with the feeding; true when that is further. */
  default boolean follow() {
    return false;
  }

  /** Ends what still waits for an index elsewhere, before it is closed. */
  default void leave() {}

  @Override
  void close();
}
