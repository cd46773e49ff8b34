package yui;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import yui.backups.Owner;
import yui.mail.SmtpHello;
import yui.vault.Vault;

/** Looks at an installation from outside, whether its server runs or rests; changes nothing. */
final class Doctor {
  private static final long LEAST_BYTES = 1L << 30;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration CERTIFICATE_DUE = Duration.ofDays(14);

  private final Map<String, String> environment;
  private final Path data;
  private final List<Finding> found = new ArrayList<>();

  Doctor(Map<String, String> environment, Path data) {
    this.environment = environment;
    this.data = data;
  }

  List<Finding> look() throws Exception {
    settings();
    try (Installation installation = Installation.open(environment, data)) {
      Databases databases = installation.databases();
      found.addAll(DatabaseCheck.of(databases));
      keys(databases);
    } catch (Installation.Missing e) {
      fail("database", String.valueOf(e.getMessage()), "look at YUI_DATA and DATABASE_URL");
    } catch (Config.Wrong e) {
      // said by the settings already
    } catch (IOException | SQLException e) {
      fail("database", Failures.remedy(e), "look at YUI_DATA and who owns what is in it");
    }
    disk();
    privacy();
    index();
    server();
    outside();
    mail();
    return List.copyOf(found);
  }

  private void settings() {
    try {
      Config.ofServer(environment);
      found.add(Finding.ok("settings", "all there"));
    } catch (Config.Wrong wrong) {
      for (String line : wrong.lines()) fail("settings", line, "see ./yui help");
    }
  }

  private void keys(Databases databases) {
    Path file = Config.bankKeysOfServer(environment);
    try (Connection owner = Owner.connect(databases.owner())) {
      Set<String> needed = new TreeSet<>(Owner.sealedUnder(owner));
      if (!Files.exists(file)) {
        if (needed.isEmpty()) warn("keys", file + " is not there yet", "the server makes it");
        else fail("keys", file + " is missing", "bring back your copy; accounts stay closed");
        return;
      }
      needed.removeAll(Vault.idsIn(file));
      if (!needed.isEmpty()) {
        fail("keys", "no key " + String.join(", ", needed), "bring back your copy of " + file);
      } else if (isOpenToOthers(file)) {
        fail("keys", "others can read " + file, "chmod 600 " + file);
      } else {
        found.add(Finding.ok("keys", "each is there; keep a copy of " + file + " elsewhere"));
      }
    } catch (SQLException | IOException e) {
      warn("keys", "not looked at: " + e.getMessage(), "mend the database first");
    }
  }

  private static boolean isOpenToOthers(Path file) throws IOException {
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
    return modes.contains(PosixFilePermission.OTHERS_READ)
        || modes.contains(PosixFilePermission.GROUP_READ);
  }

  private void disk() {
    try {
      FileStore store = Files.getFileStore(Files.exists(data) ? data : Path.of("."));
      long free = store.getUsableSpace();
      long share = 100 * free / Math.max(1, store.getTotalSpace());
      String said = "%,d MB free, %d %%".formatted(free >> 20, share);
      if (free < LEAST_BYTES) fail("disk", said, "make room, or writing stops");
      else if (share < 10) warn("disk", said, "make room soon; old backups go first");
      else found.add(Finding.ok("disk", said));
    } catch (IOException e) {
      fail("disk", String.valueOf(e.getMessage()), "look at YUI_DATA");
    }
  }

  private void privacy() {
    try {
      if (Files.exists(data) && isOpenToOthers(data)) {
        warn("data", "others on this machine can look into " + data, "chmod 700 " + data);
      }
    } catch (IOException e) {
      fail("data", Failures.remedy(e), "look at YUI_DATA");
    }
  }

  private void index() {
    Path home = data.resolve("index");
    try {
      Path pointer = home.resolve("current");
      if (!Files.exists(pointer)) {
        warn("index", "there is none in " + home, "the server makes it at its start");
        return;
      }
      Path current = home.resolve(Files.readString(pointer).strip());
      found.add(
          Finding.ok(
              "index",
              documents(current.resolve("residents"))
                  + " residents, "
                  + documents(current.resolve("tasks"))
                  + " tasks"));
    } catch (IOException | IllegalArgumentException e) {
      warn("index", "not readable: " + e.getMessage(), "a start, or POST /reindex, builds it anew");
    }
  }

  private static String documents(Path index) throws IOException {
    try (Directory directory = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      Path newest = index.resolve(SegmentInfos.getLastCommitSegmentsFileName(directory));
      Duration age = Duration.between(Files.getLastModifiedTime(newest).toInstant(), Instant.now());
      return "%,d (written %d minutes ago)".formatted(reader.numDocs(), age.toMinutes());
    }
  }

  private void server() {
    Config config;
    try {
      config = Config.ofServer(environment);
    } catch (Config.Wrong e) {
      warn("server", "not looked at", "mend the settings first");
      return;
    }
    InetAddress listens = new InetSocketAddress(config.host(), 0).getAddress();
    if (listens == null) {
      fail("server", "no machine is called " + config.host(), "look at YUI_HOST");
      return;
    }
    String host = listens.isAnyLocalAddress() ? "127.0.0.1" : listens.getHostAddress();
    URI at =
        URI.create(
            "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, config.port()));
    try {
      HttpResponse<String> ready = get(at);
      if (!isYui(ready)) {
        fail("server", at + " answers, but it is not Yui", "look at what listens there");
        return;
      }
      JsonObject body = new JsonObject(ready.body());
      JsonObject faults = body.getJsonObject("faults", new JsonObject());
      JsonObject warnings = body.getJsonObject("warnings", new JsonObject());
      faults.forEach(f -> fail("server", f.getKey() + ": " + f.getValue(), "see its log"));
      warnings.forEach(w -> warn("server", w.getKey() + ": " + w.getValue(), "see its log"));
      if (faults.isEmpty() && warnings.isEmpty()) found.add(Finding.ok("server", "ready at " + at));
    } catch (IOException e) {
      warn("server", "none answers at " + at, "start it: systemctl start yui");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isYui(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Request-Id").isPresent();
  }

  private void outside() {
    String base = environment.getOrDefault("YUI_BASE_URL", "");
    if (base.isEmpty()) return;
    try {
      HttpResponse<String> ready = get(URI.create(base));
      if (!isYui(ready)) {
        fail("address", base + " answers, but it is not Yui", "look at the proxy");
        return;
      }
      String until = certificate(ready, base);
      if (!until.isEmpty()) found.add(Finding.ok("address", base + " answers" + until));
    } catch (IOException | IllegalArgumentException e) { // or an address that is none
      warn(
          "address",
          base + " is not reached from here: " + e,
          "look at the proxy, its certificate and the name; some networks cannot see themselves");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What to add about the certificate; empty when it is a finding of its own. */
  private String certificate(HttpResponse<String> answer, String base)
      throws SSLPeerUnverifiedException {
    if (answer.sslSession().isEmpty()) return ", without TLS on loopback";
    X509Certificate own = (X509Certificate) answer.sslSession().get().getPeerCertificates()[0];
    Duration left = Duration.between(Instant.now(), own.getNotAfter().toInstant());
    if (left.compareTo(CERTIFICATE_DUE) > 0) {
      return ", its certificate holds " + left.toDays() + " days";
    }
    warn("address", base + "'s certificate ends in " + left.toDays() + " days", "renew it now");
    return "";
  }

  private static HttpResponse<String> get(URI base) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return client.send(
          HttpRequest.newBuilder(base.resolve("/health/ready")).timeout(PATIENCE).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private void mail() {
    String url = environment.getOrDefault("SMTP_URL", "");
    if (url.isEmpty()) return;
    try {
      SmtpHello.Heard heard = SmtpHello.to(url);
      String said = heard.host() + ":" + heard.port() + " answers";
      if (!heard.encrypted()) {
        warn("mail", said + ", unencrypted", "say starttls=required or smtps:// in SMTP_URL");
      } else if (!heard.loggedIn()) {
        warn("mail", said + ", the login was not tried", "it offers neither PLAIN nor LOGIN");
      } else {
        found.add(Finding.ok("mail", said + " by TLS, the login is taken"));
      }
    } catch (IOException | IllegalArgumentException e) { // or an address that is none
      fail("mail", "no greeting: " + e, "look at SMTP_URL, the firewall and the password");
    }
  }

  private void warn(String about, String said, String remedy) {
    found.add(Finding.warn(about, said, remedy));
  }

  private void fail(String about, String said, String remedy) {
    found.add(Finding.fail(about, said, remedy));
  }
}
