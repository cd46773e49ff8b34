package yui.opensearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import yui.engine.Unanswered;

/**
 * One JSON goes there, one comes back, from the first node that answers. While none does, questions
 * are turned away at once, but for one every few seconds that tries.
 */
final class Cluster implements Closeable {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration HURRY = Duration.ofSeconds(1);
  private static final int PATIENCE_FOR_MUCH = 6;
  private static final int MOST_SILENT = 2;
  private static final int TOO_MANY = 429;

  private final ClusterAddress address;
  private final HttpClient client;
  private final ScheduledExecutorService clock = clock();
  private final Breaker breaker = new Breaker();
  private volatile int node;
  private volatile boolean hurried;

  Cluster(ClusterAddress address) {
    this.address = address;
    HttpClient.Builder building =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    Path ca = address.ca();
    if (ca != null) building.sslContext(trusting(ca));
    this.client = building.build();
  }

  JsonNode get(String path) {
    return send("GET", path, null);
  }

  JsonNode post(String path, @Nullable Object body) {
    return send("POST", path, body);
  }

  JsonNode put(String path, Object body) {
    return send("PUT", path, body);
  }

  JsonNode delete(String path, @Nullable Object body) {
    return send("DELETE", path, body);
  }

  private JsonNode send(String method, String path, @Nullable Object body) {
    return send(
        method, path, body == null ? "" : text(body), "application/json", address.timeout());
  }

  /** Makes an index, which a cluster that is busy takes its time for. */
  void make(String index, Object body) {
    Duration patience = address.timeout().multipliedBy(PATIENCE_FOR_MUCH);
    send("PUT", "/" + index, text(body), "application/json", patience);
  }

  /** Lines of JSON; each line's own success is for the caller to look at. */
  JsonNode bulk(String path, String lines) {
    Duration patience = address.timeout().multipliedBy(PATIENCE_FOR_MUCH);
    return send("POST", path, lines, "application/x-ndjson", patience);
  }

  /** From now on nobody waits long. */
  void hurry() {
    hurried = true;
  }

  /** Nobody waits any more. */
  void leave() {
    client.shutdownNow();
  }

  private JsonNode send(String method, String path, String body, String type, Duration usual) {
    Duration patience = hurried && usual.compareTo(HURRY) > 0 ? HURRY : usual;
    long entered = breaker.enter();
    try {
      JsonNode answer = fromAnyNode(method, path, body, type, patience);
      breaker.answered();
      return answer;
    } catch (Unanswered silent) {
      breaker.failed(entered, silent);
      throw silent;
    } catch (Refused no) {
      breaker.answered();
      throw no;
    } catch (RuntimeException | Error e) {
      breaker.stumbled();
      throw e;
    }
  }

  /** Two silent nodes are waited for at most; whoever asks next begins behind them. */
  private JsonNode fromAnyNode(
      String method, String path, String body, String type, Duration patience) {
    Unanswered last = null;
    int nodes = address.nodes().size();
    int first = node;
    long end = System.nanoTime() + MOST_SILENT * patience.toNanos();
    for (int i = 0; i < nodes && (last == null || System.nanoTime() - end < 0); i++) {
      int asked = (first + i) % nodes;
      URI base = address.nodes().get(asked);
      try {
        JsonNode answer = from(base, method, path, body, type, patience);
        node = asked;
        return answer;
      } catch (Unanswered busy) {
        // Cut off from the others, starting or too busy: another may answer.
        last = busy;
      } catch (IOException silent) {
        last = new Unanswered(base + " does not answer: " + told(silent), silent);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new Unanswered("interrupted while asking " + base, stopped);
      }
      node = (asked + 1) % nodes;
    }
    throw last == null ? new Unanswered("there is no node", null) : last;
  }

  private String told(IOException silent) {
    String distrust = Distrust.of(silent, address.ca());
    if (distrust != null) return distrust;
    String message = silent.getMessage();
    String kind = silent.getClass().getSimpleName();
    return message == null ? kind : kind + ": " + message;
  }

  private JsonNode from(
      URI base, String method, String path, String body, String type, Duration patience)
      throws IOException, InterruptedException {
    HttpRequest.Builder asking =
        HttpRequest.newBuilder(URI.create(withoutSlash(base) + path))
            .timeout(patience)
            .header("Accept", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (!body.isEmpty()) asking.header("Content-Type", type);
    if (address.user() != null) {
      byte[] login = (address.user() + ":" + address.password()).getBytes(StandardCharsets.UTF_8);
      asking.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    }
    long end = System.nanoTime() + patience.toNanos();
    return read(base, client.send(asking.build(), WholeAnswer.until(end, clock)));
  }

  private static JsonNode read(URI base, HttpResponse<byte[]> answer) throws IOException {
    int status = answer.statusCode();
    if (status == 401 || status == 403 && answer.body().length == 0) {
      throw new Unanswered(base + " does not accept the user or the password", null);
    }
    JsonNode told = MissingNode.getInstance();
    if (answer.body().length > 0) {
      try {
        told = JSON.readTree(answer.body());
      } catch (JsonProcessingException other) {
        throw new Unanswered(base + " answers " + status + ", but not as OpenSearch does", other);
      }
    }
    if (status < 400) return told;
    Refused no = new Refused(status, told);
    if (status >= 500 || status == TOO_MANY && !no.isBlock()) {
      throw new Unanswered(base + " cannot answer: " + no.getMessage(), null);
    }
    throw no;
  }

  private static ScheduledExecutorService clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("yui-cluster-clock").factory());
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  private static String withoutSlash(URI base) {
    String text = base.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  static String text(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static SSLContext trusting(Path ca) {
    try (InputStream in = Files.newInputStream(ca)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, one);
      }
      if (number == 0) throw new IllegalArgumentException(ca + " holds no certificate");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          "the cluster's certificates cannot be read from " + ca, unreadable);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    clock.shutdownNow();
  }
}
