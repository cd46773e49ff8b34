package yui.engine;

import java.io.Closeable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index of residents and open tasks, fed with changes and asked from many threads.
 *
 * <p>What was applied is seen by queries after {@link #refresh} and outlives the process after
 * {@link #commit}. Answers are those of a scan over all rows, ties by smaller id, whatever keeps
 * the index. Input errors are {@link BadQuery}, a failing disk is {@link UncheckedIOException}, an
 * index elsewhere that does not answer is {@link Unanswered}.
 */
public interface MatchEngine extends Closeable {
  /** The largest k or limit. */
  int MOST = 1000;

  /** Opens an index in a directory with the memory that suits a server for a nation. */
  static MatchEngine open(Path path) throws BrokenIndex {
    return open(path, Memory.DEFAULT);
  }

  /**
   * Opens the index of the directory after reading it whole; a new or empty directory becomes an
   * empty index.
   */
  static MatchEngine open(Path path, Memory memory) throws BrokenIndex {
    return LuceneEngine.open(path, memory);
  }

  /**
   * Applies the changes in their order and moves to the position behind them. A resident who is
   * inactive or found by nobody, and a task that is not open, leave the index.
   */
  void apply(List<Change> changes, String newPosition);

  /**
   * Where the last {@link #apply} got to, after opening the last commit; null for an empty index.
   */
  @Nullable String position();

  /** Makes all that was applied visible to queries that begin after this. */
  void refresh();

  /** Makes all that was applied last, together with its position. */
  void commit();

  /** How many documents queries look at; a resident may have several. */
  long documents();

  /** The k best residents for a task in review or open that let its community find them. */
  List<Match> residentsFor(TaskRow task, Excluded excluded, int k, Instant asOf);

  /** The k best open tasks for a resident, weighed by the weights of each task's community. */
  List<Match> tasksFor(ResidentRow resident, Excluded excluded, int k, Instant asOf);

  /** What ranking makes of one pair, whether or not it is in an index. */
  static Verdict explain(TaskRow task, ResidentRow resident, Direction direction, Instant asOf) {
    return new Score(TaskSide.of(task, asOf), ResidentSide.of(resident)).verdict(direction);
  }

  /**
   * Open tasks by words and filters; total and facets count all that is found, not the page alone.
   */
  Found search(TaskSearch search);

  /** Other words that were probably meant, when they find more under the same filters. */
  Optional<Suggestion> suggest(TaskSearch search);

  /** Those words that name a hamlet or another spot where a task is. */
  Set<String> spots(Collection<String> typed);

  /** Marks what these words find. */
  Marker marker(String q);

  @Override
  void close();

  /** Refuses to be asked for nothing or for too much. */
  static void checkLimit(int k) {
    BadQuery.unless(k >= 1 && k <= MOST, "limit_out_of_range", k);
  }
}
