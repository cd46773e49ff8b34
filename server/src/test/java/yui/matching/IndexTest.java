package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.core.Refusal;
import yui.engine.TooWide;
import yui.engine.Unanswered;

/** What is said of an index that answers some questions and others not. */
class IndexTest {
  @TempDir Path directory;

  @Test
  void silence_isOfAnIndexThatDoesNotAnswer_notOfAQuestionTooWideForIt() throws Exception {
    Index index = new Index(directory, new SimpleMeterRegistry());
    onVirtualThread(
        () -> {
          index.open();
          index.caughtUp();
          refused(index, new TooWide("too many clauses", null));
          assertEquals(Optional.empty(), index.silence());
          refused(index, new Unanswered("nobody there", null));
          assertEquals(Optional.of("nobody there"), index.silence());
          refused(index, new TooWide("too many clauses", null));
          assertEquals(Optional.of("nobody there"), index.silence(), "as before it");
          assertEquals("here", index.ask(Index.Asked.SEARCH, engine -> "here"));
          assertEquals(Optional.empty(), index.silence());
          index.leave();
          return index;
        });
  }

  private static void refused(Index index, Unanswered why) {
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () ->
                index.ask(
                    Index.Asked.SEARCH,
                    engine -> {
                      throw why;
                    }));
    assertEquals("matching_unavailable", refusal.code());
  }

  private static void onVirtualThread(Callable<?> work) throws Exception {
    Vertx vertx = Vertx.vertx();
    CompletableFuture<Object> done = new CompletableFuture<>();
    try {
      vertx
          .deployVerticle(
              () ->
                  new AbstractVerticle() {
                    @Override
                    public void start() throws Exception {
                      done.complete(work.call());
                    }
                  },
              new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
          .onFailure(done::completeExceptionally);
      done.get();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }
}
