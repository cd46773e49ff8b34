package yui.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A thousand slow connections, large bodies that are held back, JSON and heads that are too much,
 * and requests that two servers would read differently, while somebody else just reads a page. As a
 * control the server is stopped meanwhile: the reader must notice.
 */
@Command(
    name = "overload",
    description = "Slow, large, deep and forged requests: refused, others served, memory bounded.",
    mixinStandardHelpOptions = true)
final class OverloadTorture extends Torment {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final double CLOSED_WITHIN_SECONDS = 15.5;
  private static final String CLOSED = "closed without an answer";
  private static final Set<String> REFUSALS =
      Set.of("400", "404", "413", "414", "415", "431", "501", "505", CLOSED);
  private static final int MOST_MORE_MEGABYTES = 400;

  @Option(names = "--slow", defaultValue = "1000", description = "Slow connections (1000).")
  private int slow;

  @Option(names = "--held", defaultValue = "100", description = "Bodies held back (100).")
  private int held;

  @Override
  List<String> brokenByControl() {
    return List.of("others are served while a thousand are slow");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      Somebody resident = Somebody.as(server.address(), "resident1@tokyo.example");
      long before = server.residentMegabytes();
      slowHeads(findings, server, control);
      heldBodies(findings, server, resident);
      forged(findings, server);
      long after = server.residentMegabytes();
      findings.figure("megabytesBefore", before);
      findings.figure("megabytesAfter", after);
      findings.promise("memory stays bounded", after - before <= MOST_MORE_MEGABYTES);
      findings.promise("the server lives", server.readiness() == 200);
    }
  }

  /** Each sends a byte of its head every second and never ends it. */
  private void slowHeads(Findings findings, DemoServer server, boolean control) throws Exception {
    say("%d connections send their heads byte by byte …", slow);
    ConcurrentLinkedQueue<Double> ended = new ConcurrentLinkedQueue<>();
    Reader reader = Reader.of(server);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < slow; i++) {
        threads.execute(
            () -> {
              long began = System.nanoTime();
              try (Socket socket = connect(server)) {
                drip(socket);
              } catch (IOException e) {
                // cut off, as it should be
              }
              ended.add((System.nanoTime() - began) / 1e9);
            });
      }
      if (control) {
        Thread.sleep(1_000);
        new ProcessBuilder("kill", "-STOP", String.valueOf(server.pid())).start().waitFor();
        Thread.sleep(10_000);
        new ProcessBuilder("kill", "-CONT", String.valueOf(server.pid())).start().waitFor();
      }
    }
    reader.end();
    double longest = ended.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    findings.figure("slowConnections", slow);
    findings.figure("slowLongestSeconds", longest);
    findings.promise("slow ones are closed within 15 s", longest <= CLOSED_WITHIN_SECONDS);
    reader.tell(findings, "WhileSlow", "while a thousand are slow");
  }

  private static void drip(Socket socket) throws IOException {
    socket.setSoTimeout(1_000);
    OutputStream out = socket.getOutputStream();
    InputStream in = socket.getInputStream();
    byte[] head =
        "GET /tasks HTTP/1.1\r\nHost: yui\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII);
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    for (int i = 0; System.nanoTime() < end; i++) {
      out.write(i < head.length ? head[i] : 'x');
      out.flush();
      try {
        if (in.read() < 0) return;
      } catch (SocketTimeoutException e) {
        // still open: the next byte
      }
    }
  }

  /** Ten megabytes announced, a little sent, the rest kept back. */
  private void heldBodies(Findings findings, DemoServer server, Somebody resident)
      throws Exception {
    say("%d bodies of 10 MB are held back …", held);
    Reader reader = Reader.of(server);
    ConcurrentLinkedQueue<String> strangers = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<String> known = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Double> lived = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < held; i++) {
        boolean stranger = i % 2 == 0;
        threads.execute(
            () -> {
              long began = System.nanoTime();
              String head =
                  "POST /api/v1/communities/01939c2e-7b00-7000-8000-000000000021/needs HTTP/1.1\r\n"
                      + "Host: 127.0.0.1\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 10485760\r\nIdempotency-Key: k\r\n"
                      + (stranger ? "" : "Authorization: Bearer " + resident.token() + "\r\n")
                      + "\r\n{\"words\":\"";
              (stranger ? strangers : known).add(ask(server, head));
              lived.add((System.nanoTime() - began) / 1e9);
            });
      }
    }
    reader.end();
    findings.promise(
        "a stranger's body is not read: 401",
        strangers.stream().allMatch(status -> status.equals("401")));
    findings.promise(
        "one that is too large is not read: 413", known.stream().allMatch("413"::equals));
    say("strangers %s, known %s", count(strangers), count(known));
    findings.figure(
        "heldLongestSeconds", lived.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    reader.tell(findings, "WhileHeld", "while bodies are held back");
  }

  /** What must be refused for its form alone. */
  private static void forged(Findings findings, DemoServer server) {
    say("forged and oversized requests …");
    String post =
        "POST /api/v1/login/codes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "both lengths", post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    all.put("two lengths", post + "Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}  ");
    all.put("length with a sign", post + "Content-Length: +2\r\n\r\n{}");
    all.put(
        "chunk that is no number",
        post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
    all.put("chunked, misspelt", post + "Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
    all.put("chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n");
    all.put("bare line feeds", "GET /tasks HTTP/1.1\nHost: a\n\n");
    all.put("two hosts", "GET /tasks HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    all.put("no host", "GET /tasks HTTP/1.1\r\n\r\n");
    all.put("NUL in a header", "GET /tasks HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n");
    all.put("space before a colon", "GET /tasks HTTP/1.1\r\nHost: a\r\nX : a\r\n\r\n");
    all.put("NUL in the path", "GET /tasks%00 HTTP/1.1\r\nHost: a\r\n\r\n");
    all.put("traversal", "GET /static/..%2f..%2fopenapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n");
    all.put(
        "traversal, twice encoded",
        "GET /static/%252e%252e/openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n");
    all.put("percent of nothing", "GET /tasks/%zz HTTP/1.1\r\nHost: a\r\n\r\n");
    all.put("another protocol", "GET /tasks HTTP/3.7\r\nHost: a\r\n\r\n");
    all.put("line too long", "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    all.put("a thousand headers", "GET /tasks HTTP/1.1\r\nHost: a\r\n" + headers(1_000) + "\r\n");
    all.put("deep JSON", json("[".repeat(100_000)));
    all.put("deep JSON, closed", json("[".repeat(50_000) + "]".repeat(50_000)));
    all.put("wide JSON", json("{\"email\":\"a@b\"" + ",\"a\":1".repeat(100_000) + "}"));
    all.put("long number", json("{\"email\":" + "9".repeat(100_000) + "}"));
    all.put("broken UTF-8", json("{\"email\":\"\u00c3(\"}"));
    all.put(
        "text, not JSON",
        "POST /api/v1/login/codes HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}");
    int wrong = 0;
    for (Map.Entry<String, String> one : all.entrySet()) {
      String status = ask(server, one.getValue());
      // A connection that ends without a word has processed nothing either.
      boolean refused = REFUSALS.contains(status);
      if (!refused) {
        wrong++;
        say("%s: %s", one.getKey(), status);
      }
    }
    findings.figure("forgedRequests", all.size());
    findings.promise("every forged or oversized request is refused, none a fault", wrong == 0);
  }

  private static String headers(int many) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < many; i++)
      all.append("X-").append(i).append(": ").append("v".repeat(50)).append("\r\n");
    return all.toString();
  }

  private static String json(String body) {
    return "POST /api/v1/login/codes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** Sends bytes, one a character, and answers the status; what happened where there is none. */
  private static String ask(DemoServer server, String request) {
    try (Socket socket = connect(server)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // refused before it was sent whole: the answer is there to read
      }
      byte[] line = socket.getInputStream().readNBytes(12);
      String head = new String(line, StandardCharsets.ISO_8859_1);
      return head.startsWith("HTTP/1.") ? head.substring(9).strip() : CLOSED;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Socket connect(DemoServer server) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", server.port()), 10_000);
    return socket;
  }

  private static Map<String, Integer> count(Iterable<String> answers) {
    Map<String, Integer> counted = new LinkedHashMap<>();
    for (String answer : answers) counted.merge(answer, 1, Integer::sum);
    return counted;
  }

  /** Somebody else who reads a page five times a second. */
  private static final class Reader {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final List<Double> seconds = new ArrayList<>();
    private final Thread thread;
    private int failed;
    private volatile boolean over;

    private Reader(DemoServer server) {
      this.thread = Thread.ofVirtual().unstarted(() -> read(server));
    }

    static Reader of(DemoServer server) {
      Reader reader = new Reader(server);
      reader.thread.start();
      return reader;
    }

    private void read(DemoServer server) {
      HttpRequest page =
          HttpRequest.newBuilder(URI.create(server.address() + "/tasks")).timeout(PATIENCE).build();
      try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        while (!over) {
          long began = System.nanoTime();
          try {
            if (http.send(page, BodyHandlers.ofString()).statusCode() != 200) failed++;
          } catch (IOException e) {
            failed++;
          }
          seconds.add((System.nanoTime() - began) / 1e9);
          Thread.sleep(200);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void end() throws InterruptedException {
      over = true;
      thread.join();
    }

    void tell(Findings findings, String when, String words) {
      double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      findings.figure("pages" + when, sorted.length);
      findings.figure("pageP50Seconds" + when, sorted[sorted.length / 2]);
      findings.figure("pageMaxSeconds" + when, sorted[sorted.length - 1]);
      findings.promise("others are served " + words, failed == 0 && sorted[sorted.length - 1] < 5);
    }
  }
}
