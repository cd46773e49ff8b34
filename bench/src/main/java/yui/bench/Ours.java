package yui.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import yui.engine.BrokenIndex;
import yui.engine.Change;
import yui.engine.Excluded;
import yui.engine.IndexHome;
import yui.engine.Match;
import yui.engine.MatchEngine;
import yui.engine.ResidentRow;
import yui.opensearch.ClusterAddress;
import yui.opensearch.OpenSearchHome;

/** The engine, through its public door only. */
final class Ours implements Contender {
  private static final int BATCH = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final @Nullable Path directory;
  private final IndexHome home;
  private double seconds;

  private Ours(String name, @Nullable Path directory, IndexHome home) {
    this.name = name;
    this.directory = directory;
    this.home = home;
  }

  /** Rebuilds as a server does: into a new directory, in the order of registration. */
  static Ours build(Path directory, Population population) throws BrokenIndex {
    return new Ours("Yui", directory, IndexHome.open(directory)).filled(population);
  }

  /** The same in a cluster, where it leaves indexes named {@code yui-bench}. */
  static Ours build(URI cluster, Population population) throws BrokenIndex {
    ClusterAddress at =
        new ClusterAddress(List.of(cluster), null, null, null, "yui-bench", 1, PATIENCE);
    return new Ours("Yui on OpenSearch", null, OpenSearchHome.open(at)).filled(population);
  }

  private Ours filled(Population population) throws BrokenIndex {
    int count = population.residents.count;
    try (Progress progress = new Progress(name + ": residents", count);
        IndexHome.Next next = home.begin()) {
      feed(
          next.engine(),
          count,
          i -> new Change.PutResident(population.residents.row(population.at[i])),
          progress);
      next.swap();
      engine().refresh();
      seconds = progress.seconds();
    }
    return this;
  }

  void put(Tasks tasks) {
    try (Progress progress = new Progress(name + ": tasks", tasks.count)) {
      feed(engine(), tasks.count, i -> new Change.PutTask(tasks.row(i)), progress);
      engine().commit();
      engine().refresh();
    }
  }

  MatchEngine engine() {
    return home.current();
  }

  int segments() {
    try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(index()))) {
      return reader.leaves().size();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Answer ask(Asked task) {
    return answer(
        home.ask(engine -> engine.residentsFor(task.row, Excluded.NONE, Top.K, Calendar.NOW)));
  }

  Answer ask(ResidentRow resident) {
    return answer(
        home.ask(engine -> engine.tasksFor(resident, Excluded.NONE, Top.K, Calendar.NOW)));
  }

  @Override
  public long bytes() {
    return directory == null ? home.size().bytes() : Disk.bytes(directory);
  }

  @Override
  public double seconds() {
    return seconds;
  }

  @Override
  public void close() {
    home.close();
  }

  private Path index() throws IOException {
    Path own = Objects.requireNonNull(directory, "in a cluster");
    return own.resolve(Files.readString(own.resolve("current")).strip()).resolve("residents");
  }

  private static Answer answer(List<Match> matches) {
    int[] numbers = new int[matches.size()];
    double[] scores = new double[matches.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Seeds.number(matches.get(i).id());
      scores[i] = matches.get(i).score();
    }
    return new Answer(numbers, scores);
  }

  /** Makes the rows in one thread, as they would come from a database, and applies in another. */
  private static void feed(
      MatchEngine engine, int count, IntFunction<Change> change, Progress progress) {
    BlockingQueue<List<Change>> batches = new ArrayBlockingQueue<>(16);
    CompletableFuture<Void> maker =
        CompletableFuture.runAsync(
            () -> {
              for (int from = 0; from < count; from += BATCH) {
                int to = Math.min(count, from + BATCH);
                List<Change> batch = new ArrayList<>(BATCH);
                for (int i = from; i < to; i++) {
                  batch.add(change.apply(i));
                }
                put(batches, batch);
              }
            });
    for (int done = 0; done < count; ) {
      List<Change> batch = take(batches);
      engine.apply(batch, "bench");
      done += batch.size();
      progress.add(batch.size());
    }
    maker.join();
  }

  private static void put(BlockingQueue<List<Change>> batches, List<Change> batch) {
    try {
      batches.put(batch);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static List<Change> take(BlockingQueue<List<Change>> batches) {
    try {
      return batches.take();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
