package yui.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * An index of residents and open tasks in a directory, fed with changes and asked from many
 * threads.
 *
 * <p>What was applied is seen by queries after {@link #refresh} and outlives the process after
 * {@link #commit}. Answers are those of a scan over all rows, ties by smaller id. Input errors are
 * {@link BadQuery}, a failing disk is {@link UncheckedIOException}.
 */
public final class MatchEngine implements Closeable {
  /** The largest k or limit. */
  public static final int MOST = 1000;

  private final FSDirectory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Japanese japanese;
  private final Words words;
  private @Nullable String position;

  private MatchEngine(
      FSDirectory directory, IndexWriter writer, Japanese japanese, @Nullable String position)
      throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.japanese = japanese;
    this.words = new Words(japanese);
    this.position = position;
    this.searchers =
        new SearcherManager(
            writer,
            new SearcherFactory() {
              @Override
              public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
                IndexSearcher searcher = new IndexSearcher(reader);
                // Filters differ from query to query; a cache would only hold memory.
                searcher.setQueryCache(null);
                return searcher;
              }
            });
  }

  /**
   * Opens the index of the directory after reading it whole; a new or empty directory becomes an
   * empty index.
   */
  public static MatchEngine open(Path path) throws BrokenIndex {
    Japanese japanese = new Japanese();
    try (Opening opening = new Opening()) {
      FSDirectory directory = opening.keep(FSDirectory.open(path));
      boolean isNew = IndexCheck.isNew(directory);
      String position = isNew ? null : IndexCheck.position(directory);
      IndexWriter writer =
          opening.keep(
              new IndexWriter(directory, new IndexWriterConfig(japanese).setCommitOnClose(false)));
      MatchEngine engine = new MatchEngine(directory, writer, japanese, position);
      if (isNew) {
        engine.commit();
      }
      opening.succeeded();
      return engine;
    } catch (IOException failed) {
      throw IndexCheck.broken(path, failed);
    }
  }

  /**
   * Applies the changes in their order and moves to the position behind them. A resident who is
   * inactive or found by nobody, and a task that is not open, leave the index.
   */
  public synchronized void apply(List<Change> changes, String newPosition) {
    try {
      for (Change change : changes) {
        apply(change);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    position = newPosition;
  }

  /**
   * Where the last {@link #apply} got to, after opening the last commit; null for an empty index.
   */
  public synchronized @Nullable String position() {
    return position;
  }

  /** Makes all that was applied visible to queries that begin after this. */
  public void refresh() {
    try {
      searchers.maybeRefreshBlocking();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Writes all that was applied to disk, together with its position. */
  public synchronized void commit() {
    try {
      writer.setLiveCommitData(IndexCheck.commitData(position).entrySet());
      writer.commit();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** How many documents queries look at. */
  public long documents() {
    return asking(searcher -> (long) searcher.getIndexReader().numDocs());
  }

  /** Forgets what was not committed and writes no more; what was refreshed is still answered. */
  synchronized void abandon() {
    try {
      writer.rollback();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Commits, unless abandoned, and closes; queries under way still finish. */
  @Override
  public synchronized void close() {
    try (directory;
        writer;
        searchers) {
      if (writer.isOpen()) {
        commit();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The k best residents for a task in review or open that let its community find them. */
  public List<Match> residentsFor(TaskRow task, Excluded excluded, int k, Instant asOf) {
    checkK(k);
    TaskSide asked = TaskSide.of(task, asOf);
    if (asked.stage == Stage.HIDDEN) {
      return List.of();
    }
    return collect(
        Filters.candidates(asked, excluded),
        () ->
            new Ranking(Direction.CANDIDATES, k, row -> new Score(asked, ResidentSide.decode(row))),
        Ranking::matches);
  }

  /** The k best open tasks for a resident, weighed by the weights of each task's community. */
  public List<Match> tasksFor(ResidentRow resident, Excluded excluded, int k, Instant asOf) {
    checkK(k);
    ResidentSide asking = ResidentSide.of(resident);
    return collect(
        Filters.tasks(asking, excluded, HalfDays.at(asOf)),
        () ->
            new Ranking(
                Direction.RECOMMENDATIONS, k, row -> new Score(TaskSide.decode(row, asOf), asking)),
        Ranking::matches);
  }

  /** What ranking makes of one pair, whether or not it is in the index. */
  public static Verdict explain(
      TaskRow task, ResidentRow resident, Direction direction, Instant asOf) {
    return new Score(TaskSide.of(task, asOf), ResidentSide.of(resident)).verdict(direction);
  }

  /**
   * Open tasks by words and filters; total and facets count all that is found, not the page alone.
   */
  public Found search(TaskSearch search) {
    return collect(
        Filters.found(search, words.query(search.q())), () -> new Finding(search), Finding::found);
  }

  /** Other words that were probably meant, when they find more under the same filters. */
  public Optional<Suggestion> suggest(TaskSearch search) {
    String typed = search.q();
    if (typed == null || typed.isBlank()) {
      return Optional.empty();
    }
    return this.<Optional<String>>asking(
            searcher -> new Speller(japanese, words).better(searcher, typed))
        .map(better -> new Suggestion(better, search(search.saying(better)).total()))
        .filter(found -> found.total() > search(search.saying(typed)).total());
  }

  /** Those words that name a hamlet or another spot where a task is. */
  public Set<String> spots(Collection<String> typed) {
    return asking(
        searcher -> {
          Set<String> spots = new LinkedHashSet<>();
          for (String word : typed) {
            if (searcher.getIndexReader().docFreq(new Term(Texts.SPOT, Texts.spot(word))) > 0) {
              spots.add(word);
            }
          }
          return spots;
        });
  }

  /** Marks what these words find. */
  public Marker marker(String q) {
    return new Marker(japanese, words.query(q));
  }

  private void apply(Change change) throws IOException {
    switch (change) {
      case Change.PutResident(ResidentRow row) -> {
        Term key = Documents.residentKey(row.id());
        if (row.active() && row.findable().byAnybody()) {
          writer.updateDocument(key, Documents.of(row));
        } else {
          writer.deleteDocuments(key);
        }
      }
      case Change.PutTask(TaskRow row) -> {
        Term key = Documents.taskKey(row.id());
        if (row.stage() == Stage.OPEN) {
          writer.updateDocument(key, Documents.of(row));
        } else {
          writer.deleteDocuments(key);
        }
      }
      case Change.DeleteResident(var id) -> writer.deleteDocuments(Documents.residentKey(id));
      case Change.DeleteTask(var id) -> writer.deleteDocuments(Documents.taskKey(id));
    }
  }

  private <C extends SimpleCollector, T> T collect(
      Query query, Supplier<C> collector, Function<C, T> answer) {
    return asking(searcher -> searcher.search(query, new OneThread<>(collector, answer)));
  }

  private <T> T asking(Question<T> question) {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        return question.of(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Something to be known from the index as it is now. */
  private interface Question<T> {
    T of(IndexSearcher searcher) throws IOException;
  }

  private static void checkK(int k) {
    BadQuery.unless(k >= 1 && k <= MOST, "limit_out_of_range", k);
  }

  /** Closes what is open already when opening the rest fails. */
  private static final class Opening implements Closeable {
    private final Deque<Closeable> opened = new ArrayDeque<>();

    <C extends Closeable> C keep(C resource) {
      opened.push(resource);
      return resource;
    }

    void succeeded() {
      opened.clear();
    }

    @Override
    public void close() throws IOException {
      IOUtils.close(opened);
    }
  }

  /** A searcher without an executor asks for one collector, and reduces that one. */
  private record OneThread<C extends SimpleCollector, T>(Supplier<C> make, Function<C, T> answer)
      implements CollectorManager<C, T> {
    @Override
    public C newCollector() {
      return make.get();
    }

    @Override
    public T reduce(Collection<C> one) {
      return answer.apply(one.iterator().next());
    }
  }
}
