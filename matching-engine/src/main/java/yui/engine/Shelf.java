package yui.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/** One Lucene index: its directory, its writer, what queries see of it, and where it stands. */
final class Shelf implements Closeable {
  /** Segments so small stay in memory until a merge or a commit: a refresh waits for no disk. */
  private static final double SMALL_MB = 8;

  private static final double SMALL_TOGETHER_MB = 48;

  /** Queries pay for each segment, so that there should be few, however large. */
  private static final double LARGEST_MB = 20_000;

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final boolean isNew;
  private final @Nullable String found;

  private Shelf(
      Directory directory,
      IndexWriter writer,
      SearcherManager searchers,
      boolean isNew,
      @Nullable String found) {
    this.directory = directory;
    this.writer = writer;
    this.searchers = searchers;
    this.isNew = isNew;
    this.found = found;
  }

  /** Opens the index after reading it whole; a new or empty directory becomes an empty index. */
  static Shelf open(Path path, Analyzer words, Memory memory) throws BrokenIndex {
    try (Opened opened = new Opened()) {
      Directory directory =
          new NRTCachingDirectory(FSDirectory.open(path), SMALL_MB, SMALL_TOGETHER_MB);
      opened.keep(directory);
      boolean isNew = IndexCheck.isNew(directory);
      String position = isNew ? null : IndexCheck.position(directory);
      IndexWriter writer = opened.keep(new IndexWriter(directory, config(words, memory)));
      SearcherManager searchers = opened.keep(new SearcherManager(writer, new Plain()));
      opened.succeeded();
      return new Shelf(directory, writer, searchers, isNew, position);
    } catch (IOException failed) {
      throw IndexCheck.broken(path, failed);
    }
  }

  private static IndexWriterConfig config(Analyzer words, Memory memory) {
    TieredMergePolicy merging = new TieredMergePolicy();
    merging.setMaxMergedSegmentMB(LARGEST_MB);
    return new IndexWriterConfig(words)
        .setIndexSort(new Sort(new SortField(Windows.CELL, SortField.Type.LONG)))
        .setMergePolicy(merging)
        .setRAMBufferSizeMB(memory.writing())
        .setUseCompoundFile(false)
        // Whoever waits for a refresh does not wait for merges.
        .setMaxFullFlushMergeWaitMillis(0)
        .setCommitOnClose(false);
  }

  IndexWriter writer() {
    return writer;
  }

  /** Whether nothing was ever committed. */
  boolean isNew() {
    return isNew;
  }

  /** Whether it holds nothing yet. */
  boolean isEmpty() {
    return writer.getDocStats().maxDoc == 0;
  }

  /** The position of the commit that was opened; null when there was none. */
  @Nullable String found() {
    return found;
  }

  /** What was written becomes visible to whoever asks from now on. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  void commit(@Nullable String position) throws IOException {
    writer.setLiveCommitData(IndexCheck.commitData(position).entrySet());
    writer.commit();
  }

  /** Forgets what was not committed and writes no more. */
  void abandon() throws IOException {
    writer.rollback();
  }

  /** A question to an index. */
  interface Question<T> {
    T ask(IndexSearcher searcher) throws IOException;
  }

  /** Asks what is visible now; it stays the same until the answer is there. */
  <T> T ask(Question<T> question) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return question.ask(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  long documents() throws IOException {
    return ask(searcher -> (long) searcher.getIndexReader().numDocs());
  }

  /** Closes without a commit; questions under way are still answered. */
  @Override
  public void close() throws IOException {
    IOUtils.close(searchers, writer, directory);
  }

  /** Filters differ from query to query; a cache would only hold memory. */
  private static final class Plain extends SearcherFactory {
    @Override
    public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setQueryCache(null);
      return searcher;
    }
  }

  /** Closes what is open already when opening the rest fails. */
  private static final class Opened implements Closeable {
    private final Deque<Closeable> resources = new ArrayDeque<>();

    <C extends Closeable> C keep(C resource) {
      resources.push(resource);
      return resource;
    }

    void succeeded() {
      resources.clear();
    }

    @Override
    public void close() throws IOException {
      IOUtils.close(resources);
    }
  }
}
