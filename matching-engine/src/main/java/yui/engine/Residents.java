package yui.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.jspecify.annotations.Nullable;

/** The index of residents who may be found. */
final class Residents implements Closeable {
  private final Shelf shelf;
  private final TokenCache tokens;
  private final Segments<ResidentSegment> segments;

  /** Many write at once; who refreshes waits until no resident is half written. */
  private final ReentrantReadWriteLock whole = new ReentrantReadWriteLock();

  private volatile @Nullable KnownIds known;

  private Residents(Shelf shelf, TokenCache tokens) {
    this.shelf = shelf;
    this.tokens = tokens;
    this.segments = new Segments<>(ResidentSegment::new, tokens);
    this.known = shelf.isEmpty() ? new KnownIds() : null;
  }

  static Residents open(Path path, Memory memory, TokenCache tokens) throws BrokenIndex {
    return new Residents(Shelf.open(path, new KeywordAnalyzer(), memory), tokens);
  }

  Shelf shelf() {
    return shelf;
  }

  /** Writes residents, for one thread. */
  final class Writing {
    private final ResidentDocuments documents = new ResidentDocuments();

    /** Who is inactive or found by nobody leaves the index. */
    void put(ResidentRow row) throws IOException {
      if (!row.active() || !row.findable().byAnybody()) {
        delete(row.id());
        return;
      }
      KnownIds ids = known;
      boolean absent = ids != null && !ids.add(row.id());
      whole.readLock().lock();
      try {
        documents.put(row, absent, shelf.writer());
      } finally {
        whole.readLock().unlock();
      }
    }

    void delete(UUID id) throws IOException {
      shelf.writer().deleteDocuments(Documents.key(id));
    }
  }

  void refresh() throws IOException {
    whole.writeLock().lock();
    try {
      shelf.refresh();
    } finally {
      whole.writeLock().unlock();
    }
  }

  void commit(@Nullable String position) throws IOException {
    shelf.commit(position);
    if (position != null) {
      known = null;
    }
  }

  List<Match> best(TaskRow task, Excluded excluded, int k, Instant asOf) throws IOException {
    TaskSide asked = TaskSide.of(task, asOf);
    if (asked.stage == Stage.HIDDEN || (!asked.slotless && asked.needed.length == 0)) {
      return List.of();
    }
    return shelf.ask(
        searcher ->
            new ResidentRanking(asked, excluded, k, segments, tokens)
                .in(searcher.getIndexReader()));
  }

  @Override
  public void close() throws IOException {
    shelf.close();
  }
}
