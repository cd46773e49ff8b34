package yui.matching;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import yui.db.Database;
import yui.engine.TaskSearch;

/** A feed in a process of its own that can be killed; it prints how many tasks it finds. */
final class FeedChild implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private FeedChild(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static FeedChild start(Path directory, String database) throws IOException {
    return new FeedChild(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FeedChild.class.getName(),
                directory.toString(),
                database)
            .redirectErrorStream(true)
            .start());
  }

  /** Reads on until so many are found. */
  void finds(int tasks) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("finds " + tasks)) return;
    }
    throw new AssertionError("the child ended");
  }

  /** As a power cut: nothing is closed. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] args) throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    Database feeder =
        new Database(
            PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(PgConnectOptions.fromUri(args[1]))
                .using(vertx)
                .build(),
            () -> Village.NOW);
    Index index = new Index(Path.of(args[0]), new SimpleMeterRegistry());
    vertx
        .deployVerticle(
            new Feed(feeder, index, new SimpleMeterRegistry()),
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    TaskSearch all = TaskSearch.words("草刈り", 20, Village.NOW);
    while (true) {
      if (index.isReady()) {
        System.out.println(
            "finds " + index.ask(Index.Asked.SEARCH, engine -> engine.search(all)).total());
      }
      Thread.sleep(20);
    }
  }
}
