package yui.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.SimpleCollector;
import org.jspecify.annotations.Nullable;

/** The index of open tasks. */
final class Tasks implements Closeable {
  private final Shelf shelf;
  private final Japanese japanese;
  private final Words words;
  private final TokenCache tokens;
  private final Segments<TaskSegment> segments;
  private volatile @Nullable KnownIds known;

  private Tasks(Shelf shelf, Japanese japanese, TokenCache tokens) {
    this.shelf = shelf;
    this.japanese = japanese;
    this.words = new Words(japanese);
    this.tokens = tokens;
    this.segments = new Segments<>(TaskSegment::new, tokens);
    this.known = shelf.isEmpty() ? new KnownIds() : null;
  }

  static Tasks open(Path path, Memory memory, TokenCache tokens) throws BrokenIndex {
    Japanese japanese = new Japanese();
    return new Tasks(Shelf.open(path, japanese, memory), japanese, tokens);
  }

  Shelf shelf() {
    return shelf;
  }

  /** What is not open leaves the index. */
  void put(TaskRow row) throws IOException {
    if (row.stage() != Stage.OPEN) {
      delete(row.id());
      return;
    }
    KnownIds ids = known;
    if (ids != null && !ids.add(row.id())) {
      shelf.writer().addDocument(Documents.of(row));
    } else {
      shelf.writer().updateDocument(Documents.key(row.id()), Documents.of(row));
    }
  }

  void delete(UUID id) throws IOException {
    shelf.writer().deleteDocuments(Documents.key(id));
  }

  void commit(@Nullable String position) throws IOException {
    shelf.commit(position);
    if (position != null) {
      known = null;
    }
  }

  List<Match> best(ResidentRow resident, Excluded excluded, int k, Instant asOf)
      throws IOException {
    if (!resident.active()) {
      return List.of();
    }
    ResidentSide asking = ResidentSide.of(resident);
    return shelf.ask(
        searcher ->
            new TaskRanking(asking, excluded, k, asOf, segments, tokens)
                .in(searcher.getIndexReader()));
  }

  Found search(TaskSearch search) throws IOException {
    return shelf.ask(
        searcher ->
            searcher.search(
                Filters.found(search, words.query(search.q())),
                new OneThread<>(() -> new Finding(search), Finding::found)));
  }

  Optional<Suggestion> suggest(TaskSearch search) throws IOException {
    String typed = search.q();
    if (typed == null || typed.isBlank()) {
      return Optional.empty();
    }
    String better =
        shelf
            .<Optional<String>>ask(
                searcher ->
                    new Speller(japanese, words).better(new Speller.Indexed(searcher), typed))
            .orElse(null);
    if (better == null) {
      return Optional.empty();
    }
    int found = search(search.saying(better)).total();
    return found > search(search.saying(typed)).total()
        ? Optional.of(new Suggestion(better, found))
        : Optional.empty();
  }

  Set<String> spots(Collection<String> typed) throws IOException {
    return shelf.ask(
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

  Marker marker(String q) {
    return new Marker(japanese, words.query(q));
  }

  @Override
  public void close() throws IOException {
    shelf.close();
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
