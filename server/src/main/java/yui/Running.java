package yui;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server with, if no other is configured, its embedded database: started together, stopped
 * together.
 */
final class Running implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);
  static final String DATABASE = "yui";

  private final @Nullable EmbeddedDatabase embedded;
  private final Databases databases;
  private final Server server;

  private Running(@Nullable EmbeddedDatabase embedded, Databases databases, Server server) {
    this.embedded = embedded;
    this.databases = databases;
    this.server = server;
  }

  static Running start(Config config, InstantSource clock) throws Exception {
    // Before anything is started: a busy port would otherwise be found only at the end.
    probe(config.host(), config.port());
    probe(config.metricsHost(), config.metricsPort());
    MemoryWatch.start();
    Databases databases = config.databases();
    EmbeddedDatabase embedded = null;
    if (databases == null) {
      embedded = EmbeddedDatabase.start(config.data().resolve("postgres"), DATABASE);
      databases = embedded.databases(DATABASE);
    }
    try {
      Server server = Server.start(config, databases, clock);
      if (embedded != null) embedded.keepRunning();
      return new Running(embedded, databases, server);
    } catch (Exception e) {
      if (embedded != null) embedded.close();
      throw e;
    }
  }

  private static void probe(String host, int port) throws IOException {
    InetSocketAddress at = new InetSocketAddress(host, port);
    if (at.isUnresolved()) throw new UnknownHostException(host);
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(at);
    } catch (BindException e) {
      boolean taken = String.valueOf(e.getMessage()).contains("in use");
      throw new BindException(
          taken
              ? "port " + port + " is already in use"
              : host + " " + port + ": " + e.getMessage());
    }
  }

  Server server() {
    return server;
  }

  Databases databases() {
    return databases;
  }

  /** Stays until the process is told to end, then stops everything in order. */
  void untilTold() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    AtomicBoolean stopped = new AtomicBoolean();
    Thread hook =
        new Thread(
            () -> {
              told.countDown();
              try {
                done.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              // Asked to end and ended: left alone, Java would call that 143.
              Runtime.getRuntime().halt(stopped.get() ? 0 : 1);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    told.await();
    try {
      close();
      stopped.set(true);
    } catch (RuntimeException e) {
      LOG.error("stopped badly", e);
    } finally {
      done.countDown();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } finally {
      if (embedded != null) {
        try {
          embedded.close();
        } catch (IOException e) {
          LOG.error("the embedded PostgreSQL did not stop", e);
        }
      }
    }
  }
}
