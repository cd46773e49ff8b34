package yui.opensearch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import yui.engine.Unanswered;

/** A cluster behind TLS and a password; what is wrong with either is said. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EntranceTest {
  private static final String USER = "yui";
  private static final URI NOBODY = URI.create("https://127.0.0.1:9");
  private static final String PASSWORD = "ひみつ:42";

  private Path directory;
  private Certificates certificates;

  @BeforeAll
  void make(@TempDir Path directory) throws Exception {
    this.directory = directory;
    certificates = new Certificates(directory);
  }

  @Test
  void enter_allRight_buildsAndAsks() throws Exception {
    try (Entrance entrance = entrance("good");
        OpenSearchHome home = home(entrance.address(), "ours", PASSWORD)) {
      OpenSearchHomeTest.build(home, "10", 1, 2);
      assertEquals(List.of(1L, 2L), home.ask(People::found));
    }
  }

  @Test
  void enter_certificateThatProvesNothing_isToldWhy() throws Exception {
    says("good", "theirs", PASSWORD, "nobody in " + certificates.pem("theirs") + " vouches for");
    says("good", null, PASSWORD, "MATCH_CA names who does");
    says("expired", "ours", PASSWORD, "its certificate has run out: NotAfter");
    says("elsewhere", "ours", PASSWORD, "its certificate is for another name");
  }

  @Test
  void enter_wrongPassword_isTold() throws Exception {
    says("good", "ours", "password", "does not accept the user or the password");
  }

  @Test
  void enter_whereNoTlsIsSpoken_isTold() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerInTheClear(plain));
      URI at = URI.create("https://127.0.0.1:" + plain.getLocalPort());
      try (OpenSearchHome home = home(at, "ours", PASSWORD)) {
        told(home, "it speaks no TLS");
      }
    }
  }

  private static void answerInTheClear(ServerSocket socket) {
    try {
      while (true) {
        Socket caller = socket.accept();
        caller.getInputStream().read();
        caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      }
    } catch (IOException closed) {
      assertTrue(socket.isClosed(), closed.toString());
    }
  }

  @Test
  void open_fileWithoutCertificates_isToldAtOnce() throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.pem"));
    Path garbage =
        Files.writeString(directory.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----");
    for (Path file : List.of(empty, garbage, directory.resolve("none.pem"))) {
      IllegalArgumentException wrong =
          assertThrows(
              IllegalArgumentException.class,
              () -> OpenSearchHome.open(address(NOBODY, file, PASSWORD)));
      assertTrue(wrong.getMessage().contains(file.toString()), wrong.getMessage());
    }
  }

  private void says(String proof, @Nullable String authority, String password, String words)
      throws Exception {
    try (Entrance entrance = entrance(proof);
        OpenSearchHome home = home(entrance.address(), authority, password)) {
      told(home, words);
    }
  }

  private static void told(OpenSearchHome home, String words) {
    Unanswered silent = assertThrows(Unanswered.class, home::current);
    assertTrue(silent.getMessage().contains(words), silent.getMessage());
  }

  private Entrance entrance(String proof) throws Exception {
    return new Entrance(certificates.of(proof), USER, PASSWORD);
  }

  private OpenSearchHome home(URI at, @Nullable String authority, String password) {
    Path ca = authority == null ? null : certificates.pem(authority);
    return OpenSearchHome.open(address(at, ca, password));
  }

  private static ClusterAddress address(URI at, @Nullable Path ca, String password) {
    return new ClusterAddress(
        List.of(at), USER, password, ca, "yui-entrance", 1, Duration.ofSeconds(20));
  }
}
