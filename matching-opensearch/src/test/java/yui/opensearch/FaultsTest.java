package yui.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import yui.engine.BrokenIndex;
import yui.engine.Unanswered;

/** What is said, and what still works, when something is wrong with the cluster. */
class FaultsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ClusterAddress address = OneNode.another();
  private final Cluster operator = new Cluster(address);
  private final Names names = new Names(address.prefix());

  @Test
  void ask_nothingListens_isToldAndThenNotTriedForAWhile() {
    ClusterAddress nowhere =
        OneNode.at(List.of(URI.create("http://127.0.0.1:" + OneNode.free())), "yui");
    try (OpenSearchHome home = OpenSearchHome.open(nowhere)) {
      for (int i = 0; i < 3; i++) says("does not answer", home);
      says("not asked again yet", home);
    }
  }

  @Test
  void ask_theFirstNodeIsGone_asksTheNext() {
    URI gone = URI.create("http://127.0.0.1:" + OneNode.free());
    ClusterAddress two = OneNode.at(List.of(gone, OneNode.address()), address.prefix());
    try (OpenSearchHome home = OpenSearchHome.open(two)) {
      OpenSearchHomeTest.build(home, "10", 1);
      assertEquals(List.of(1L), home.ask(People::found));
    }
  }

  @Test
  void ask_theClusterIsSlow_givesUpInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI at = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      ClusterAddress slow = OneNode.at(List.of(at), "yui", Duration.ofMillis(300));
      long began = System.nanoTime();
      try (OpenSearchHome home = OpenSearchHome.open(slow)) {
        says("does not answer", home);
      }
      assertTrue(Duration.ofNanos(System.nanoTime() - began).toMillis() < 3000);
    }
  }

  @Test
  void leave_whileTheClusterIsSilent_waitsForNobody() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
      URI at = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      OpenSearchHome home =
          OpenSearchHome.open(OneNode.at(List.of(at), "yui", Duration.ofMinutes(5)));
      Future<?> waits = asking.submit(() -> says("does not answer", home));
      silent.accept();
      home.leave();
      waits.get(60, TimeUnit.SECONDS);
      home.close();
    }
  }

  @Test
  void ask_aNodeStopsWithinItsAnswer_isWaitedForNoLongerThanASilentOne() throws Exception {
    try (ServerSocket stopping = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> stopWithinEveryAnswer(stopping));
      URI at = URI.create("http://127.0.0.1:" + stopping.getLocalPort());
      long began = System.nanoTime();
      try (OpenSearchHome home =
          OpenSearchHome.open(OneNode.at(List.of(at), "yui", Duration.ofMillis(300)))) {
        says("stopped within its answer", home);
      }
      assertTrue(Duration.ofNanos(System.nanoTime() - began).toMillis() < 3000);
      ClusterAddress two = OneNode.at(List.of(at, OneNode.address()), address.prefix(), SECOND);
      try (OpenSearchHome home = OpenSearchHome.open(two)) {
        OpenSearchHomeTest.build(home, "10", 1);
        assertEquals(List.of(1L), home.ask(People::found));
      }
    }
  }

  private static void stopWithinEveryAnswer(ServerSocket socket) {
    List<Socket> held = new ArrayList<>();
    try {
      while (true) {
        Socket caller = socket.accept();
        held.add(caller);
        caller.getInputStream().read();
        String begun =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"";
        caller.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException closed) {
      assertTrue(socket.isClosed(), closed.toString());
    }
  }

  /** The JDK tells futures in the pool that everybody shares; who waits there must not be it. */
  @Test
  void ask_whileTheCommonPoolIsBusy_isAnswered() {
    CountDownLatch over = new CountDownLatch(1);
    int threads = ForkJoinPool.getCommonPoolParallelism();
    List<CompletableFuture<Void>> busy = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      busy.add(CompletableFuture.runAsync(() -> waitFor(over), ForkJoinPool.commonPool()));
    }
    try (OpenSearchHome home =
        OpenSearchHome.open(OneNode.at(List.of(OneNode.address()), address.prefix(), SECOND))) {
      OpenSearchHomeTest.build(home, "10", 1);
      assertEquals(List.of(1L), home.ask(People::found));
    } finally {
      over.countDown();
    }
    busy.forEach(CompletableFuture::join);
  }

  private static void waitFor(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void ask_aNodeCannotAnswer_asksTheNextAndBeginsThereAfterwards() throws Exception {
    for (int status : new int[] {429, 500, 503}) {
      AtomicInteger asked = new AtomicInteger();
      String busy = "{\"error\":{\"type\":\"busy\",\"reason\":\"later\"}}";
      answering(
          status,
          busy,
          asked,
          at -> {
            ClusterAddress two = OneNode.at(List.of(at, OneNode.address()), address.prefix());
            try (OpenSearchHome home = OpenSearchHome.open(two)) {
              OpenSearchHomeTest.build(home, "10", 1);
              for (int i = 0; i < 5; i++) assertEquals(List.of(1L), home.ask(People::found));
            }
          });
      assertEquals(1, asked.get());
    }
  }

  @Test
  void open_anotherVersion_saysWhichIsSupported() throws Exception {
    String old = "{\"version\":{\"distribution\":\"opensearch\",\"number\":\"2.19.1\"}}";
    answering(200, old, home -> says("opensearch 2.19.1; OpenSearch 3 is supported", home));
    String elastic = "{\"version\":{\"number\":\"8.1.0\"}}";
    answering(200, elastic, home -> says("elasticsearch 8.1.0; OpenSearch 3", home));
  }

  @Test
  void open_noOpenSearchOrNoEntry_isTold() throws Exception {
    answering(200, "<html>", home -> says("not as OpenSearch does", home));
    answering(401, "Unauthorized", home -> says("does not accept the user", home));
    answering(
        503, "{\"error\":{\"type\":\"busy\",\"reason\":\"later\"}}", home -> says("busy", home));
  }

  @Test
  void apply_theDiskIsFull_isToldAndQuestionsAreAnswered() {
    try (OpenSearchHome home = OpenSearchHome.open(address)) {
      OpenSearchHomeTest.build(home, "10", 1);
      block(true);
      Unanswered full =
          assertThrows(Unanswered.class, () -> home.current().apply(List.of(People.put(2)), "11"));
      assertTrue(full.getMessage().contains("takes no writes"), full.getMessage());
      assertEquals(List.of(1L), home.ask(People::found));
      block(false);
      home.current().apply(List.of(People.put(2)), "11");
      home.current().refresh();
      assertEquals(List.of(1L, 2L), home.ask(People::found));
    }
  }

  /** On a full disk all indexes are closed to writers, that of the position too. */
  @Test
  void commit_theDiskIsFull_doesNotKeepOthersFromAsking() {
    try (OpenSearchHome home = OpenSearchHome.open(address)) {
      OpenSearchHomeTest.build(home, "10", 1);
      home.current().apply(List.of(People.put(2)), "11");
      block(names.feed(), true);
      for (int i = 0; i < 5; i++) {
        Unanswered full = assertThrows(Unanswered.class, () -> home.current().commit());
        assertTrue(full.getMessage().contains("takes no writes"), full.getMessage());
      }
      assertEquals(List.of(1L), home.ask(People::found));
      block(names.feed(), false);
      home.current().commit();
      assertEquals("11", home.current().position());
    }
  }

  private void block(boolean blocked) {
    block(names.residents(), blocked);
  }

  private void block(String index, boolean blocked) {
    operator.put(
        "/" + index + "/_settings", Map.of("index.blocks.read_only_allow_delete", blocked));
  }

  @Test
  void ask_theIndexIsDeleted_isToldAndBuiltAnew() throws Exception {
    try (OpenSearchHome home = OpenSearchHome.open(address)) {
      OpenSearchHomeTest.build(home, "10", 1);
      operator.delete("/" + names.residents(1) + "," + names.tasks(1), null);
      says("is gone from the cluster", home);
      Unanswered written =
          assertThrows(Unanswered.class, () -> home.current().apply(List.of(People.put(2)), "11"));
      assertTrue(written.getMessage().contains("index_not_found"), written.getMessage());
      home.reopen();
      assertNull(home.current().position(), "a write has not made an index of its own");
      OpenSearchHomeTest.build(home, "12", 2);
      assertEquals(List.of(2L), home.ask(People::found));
    }
  }

  @Test
  void feeds_anAliasIsLost_isNoticedWithoutAWriteAndBuiltAnew() throws Exception {
    try (OpenSearchHome home = OpenSearchHome.open(address)) {
      OpenSearchHomeTest.build(home, "10", 1);
      operator.delete("/" + names.tasks(1) + "/_alias/" + names.tasks(), null);
      Thread.sleep(2100);
      assertThrows(Unanswered.class, home::feeds);
      BrokenIndex lost = assertThrows(BrokenIndex.class, home::reopen);
      assertEquals(BrokenIndex.Why.DAMAGED, lost.why());
      OpenSearchHomeTest.build(home, "11", 2);
      assertEquals(List.of(2L), home.ask(People::found));
      assertTrue(home.feeds());
    }
  }

  @Test
  void open_mappingsOfAnotherMake_areNotUsed() {
    for (String index : List.of(names.residents(1), names.tasks(1))) {
      String alias = index.substring(0, index.length() - 2);
      operator.put("/" + index, Map.of("aliases", Map.of(alias, Map.of())));
    }
    try (OpenSearchHome home = OpenSearchHome.open(address)) {
      assertNull(home.current().position());
      BrokenIndex foreign = home.broken();
      assertEquals(BrokenIndex.Why.DAMAGED, foreign == null ? null : foreign.why());
      OpenSearchHomeTest.build(home, "10", 1);
      assertEquals(List.of(1L), home.ask(People::found));
      assertNull(home.broken());
    }
  }

  private static void says(String part, OpenSearchHome home) {
    Unanswered silent = assertThrows(Unanswered.class, () -> home.ask(People::found));
    assertTrue(String.valueOf(silent.getMessage()).contains(part), silent.getMessage());
  }

  private interface Talk {
    void with(OpenSearchHome home);
  }

  /** Something else that listens where OpenSearch should. */
  private static void answering(int status, String body, Talk talk) throws Exception {
    answering(
        status,
        body,
        new AtomicInteger(),
        at -> {
          try (OpenSearchHome home = OpenSearchHome.open(OneNode.at(List.of(at), "yui"))) {
            talk.with(home);
          }
        });
  }

  private static void answering(
      int status, String body, AtomicInteger asked, Consumer<URI> whileThere) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    URI at = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try {
      whileThere.accept(at);
    } finally {
      server.stop(0);
    }
  }
}
