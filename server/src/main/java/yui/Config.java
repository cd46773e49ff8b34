package yui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yui.identity.Logins;
import yui.opensearch.ClusterAddress;
import yui.places.Tiles;
import yui.privacy.Terms;

/**
 * What an operator decides, read from the environment. Everything missing or wrong is reported at
 * once.
 *
 * @param databases null for the embedded PostgreSQL in {@code data}
 * @param smtpUrl null for the built-in mailbox (demo and tests only)
 * @param replicaSeconds how old what the replica tells may be
 * @param mailsPerDay what the mail server takes
 * @param adminEmail who alone may become the first administrator, if said; in the demo, who is it
 * @param requestsPerMinute for one address or person
 * @param logins how many codes are mailed, and how many tries a network has
 * @param bankKeys the file with the keys that secrets are sealed under
 * @param trustedProxies whose word about a caller's address is believed
 * @param tiles pictures under the maps, if an operator wants some
 * @param terms how long is kept what no community decides about
 * @param match the cluster that keeps the index, if it is not in {@code data}
 */
record Config(
    boolean demo,
    String host,
    int port,
    String metricsHost,
    int metricsPort,
    String baseUrl,
    Path data,
    @Nullable Databases databases,
    int replicaSeconds,
    @Nullable String smtpUrl,
    String mailFrom,
    int mailsPerDay,
    @Nullable String adminEmail,
    int requestsPerMinute,
    Logins.Doorkeeping logins,
    Path bankKeys,
    Set<String> trustedProxies,
    Optional<Tiles> tiles,
    Terms terms,
    Optional<ClusterAddress> match) {
  private static final Duration MATCH_TIMEOUT = Duration.ofSeconds(5);
  private static final int MOST_SHARDS = 64;

  private static final int REPLICA_SECONDS = 30;

  /** What is wrong with the environment, one line a setting. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<String> lines;

    Wrong(List<String> lines) {
      super(String.join("\n", lines));
      this.lines = lines;
    }

    List<String> lines() {
      return lines;
    }
  }

  /** The settings and what they mean, also shown by the launcher. */
  static String settings() {
    try (InputStream in = Config.class.getClassLoader().getResourceAsStream("settings.txt")) {
      if (in == null) throw new IllegalStateException("missing settings.txt");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Config ofDemo(Map<String, String> environment) throws Wrong {
    Reader reader = new Reader(environment);
    int port = reader.port("YUI_PORT", 8080);
    Path data = Path.of(said(environment, "YUI_DATA", "data/demo"));
    Config config =
        new Config(
            true,
            reader.host("YUI_HOST"),
            port,
            "127.0.0.1",
            reader.port("YUI_METRICS_PORT", 9090),
            "http://127.0.0.1:" + port,
            data,
            null,
            REPLICA_SECONDS,
            null,
            "yui@yui.example",
            1_000_000,
            "admin@yui.example",
            reader.number("YUI_REQUESTS_PER_MINUTE", 3000, 10, 1_000_000_000),
            new Logins.Doorkeeping(30, 300),
            bankKeys(environment, data),
            Set.of(),
            reader.tiles(),
            Terms.SHIPPED,
            reader.match());
    reader.stopIfWrong();
    return config;
  }

  static Config ofServer(Map<String, String> environment) throws Wrong {
    Reader reader = new Reader(environment);
    reader.matching("YUI_LOG", "text|json", "text or json"); // read by logback.xml
    Config config =
        new Config(
            false,
            reader.host("YUI_HOST"),
            reader.port("YUI_PORT", 8080),
            reader.host("YUI_METRICS_HOST"),
            reader.port("YUI_METRICS_PORT", 9090),
            reader.baseUrl(),
            dataOfServer(environment),
            reader.databases(),
            reader.number("DATABASE_REPLICA_SECONDS", REPLICA_SECONDS, 15, 86_400),
            reader.required("SMTP_URL", "^smtps?://.+", "smtp://user:password@host:587"),
            reader.required("YUI_MAIL_FROM", "^[^@\\s<>]+@[^@\\s<>]+$", "yui@town.example"),
            reader.number("YUI_MAILS_PER_DAY", 1_000_000, 10, 1_000_000_000),
            reader.matching("YUI_ADMIN_EMAIL", "^[^@\\s<>]+@[^@\\s<>]+$", "you@town.example"),
            reader.number("YUI_REQUESTS_PER_MINUTE", 300, 10, 1_000_000_000),
            new Logins.Doorkeeping(
                reader.number("YUI_LOGIN_MAILS_PER_QUARTER_HOUR", 3, 1, 1_000),
                reader.number("YUI_LOGIN_TRIES_PER_MINUTE", 30, 1, 1_000_000)),
            bankKeysOfServer(environment),
            reader.addresses("YUI_TRUSTED_PROXIES", "127.0.0.1,::1"),
            reader.tiles(),
            new Terms(
                reader.number("YUI_ERASURE_GRACE_DAYS", Terms.SHIPPED.graceDays(), 0, 60),
                reader.number("YUI_AUDIT_YEARS", Terms.SHIPPED.auditYears(), 1, 100)),
            reader.match());
    reader.stopIfWrong();
    return config;
  }

  /** The databases that are set; null where none is and the embedded one serves. */
  static @Nullable Databases databases(Map<String, String> environment) throws Wrong {
    Reader reader = new Reader(environment);
    Databases databases = reader.databases();
    reader.stopIfWrong();
    return databases;
  }

  /** Where a server keeps its data, whatever else is set. */
  static Path dataOfServer(Map<String, String> environment) {
    return Path.of(said(environment, "YUI_DATA", "data/serve"));
  }

  /** A setting that is left blank is as good as none. */
  private static String said(Map<String, String> environment, String name, String usual) {
    String value = environment.getOrDefault(name, "");
    return value.isBlank() ? usual : value;
  }

  /** Where a server keeps the keys of bank accounts, whatever else is set. */
  static Path bankKeysOfServer(Map<String, String> environment) {
    return bankKeys(environment, dataOfServer(environment));
  }

  // Beside the data, not in the database: whoever copies one has not got the other.
  private static Path bankKeys(Map<String, String> environment, Path data) {
    String file = environment.getOrDefault("YUI_BANK_KEYS", "");
    return file.isBlank() ? data.resolve("keys").resolve("bank.keys") : Path.of(file);
  }

  /** The origin that forms and cookies belong to. */
  String origin() {
    URI uri = URI.create(baseUrl);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static final class Reader {
    private static final String DATABASE_PATTERN = "^postgres(ql)?://[^:@/]+:[^@/]+@[^/]+/[^/?]+.*";
    private static final String HOST =
        "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9]+)?|(?=.{1,253}$)LABEL(\\.LABEL)*\\.?"
            .replace("LABEL", "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final String DATABASE_EXAMPLE = "postgresql://user:password@host:5432/yui";

    private final Map<String, String> environment;
    private final List<String> wrong = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    void stopIfWrong() throws Wrong {
      if (!wrong.isEmpty()) throw new Wrong(List.copyOf(wrong));
    }

    private Optional<String> get(String name) {
      return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    String required(String name, String pattern, String example) {
      String value = matching(name, pattern, example);
      if (value == null && get(name).isEmpty()) wrong.add(name + " is missing, e.g. " + example);
      return value == null ? "" : value;
    }

    @Nullable String matching(String name, String pattern, String example) {
      Optional<String> value = get(name);
      if (value.isPresent() && !value.get().matches(pattern)) {
        wrong.add(name + " is wrong, it looks like " + example);
        return null;
      }
      return value.orElse(null);
    }

    String host(String name) {
      String host = get(name).orElse("127.0.0.1");
      // Asking who is called so is for the moment of listening: names may be away just now.
      if (!host.matches(HOST)) {
        wrong.add(name + " is wrong, it looks like 127.0.0.1, 0.0.0.0, :: or localhost");
      }
      return host;
    }

    Set<String> addresses(String name, String usual) {
      Set<String> addresses =
          Set.copyOf(List.of(get(name).orElse(usual).strip().split("\\s*,\\s*")));
      for (String address : addresses) {
        if (!address.matches("[0-9a-fA-F.:]+")) {
          wrong.add(name + " is wrong, it lists addresses like " + usual);
        }
      }
      return addresses;
    }

    Optional<Tiles> tiles() {
      String example = "https://cyberjapandata.gsi.go.jp/xyz/std/{z}/{x}/{y}.png";
      String host = "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/";
      String url =
          matching(
              "YUI_TILES_URL", host + "(?=.*\\{z})(?=.*\\{x})(?=.*\\{y})[^\\s\"'<>]*$", example);
      String credit = get("YUI_TILES_CREDIT").orElse("");
      if (url == null) return Optional.empty();
      if (credit.isEmpty()) wrong.add("YUI_TILES_CREDIT is missing, e.g. 地理院タイル");
      return Optional.of(new Tiles(url, credit));
    }

    private static boolean isLoopback(URI uri) {
      return "127.0.0.1".equals(uri.getHost())
          || "localhost".equals(uri.getHost())
          || "[::1]".equals(uri.getHost());
    }

    private List<URI> nodes(String listed, String example) {
      List<URI> nodes = new ArrayList<>();
      for (String one : listed.split("\\s+")) {
        try {
          URI uri = new URI(one);
          nodes.add(uri);
          if (uri.getHost() == null) {
            wrong.add("MATCH_URL is wrong, it looks like " + example);
          } else if ("http".equals(uri.getScheme()) && !isLoopback(uri)) {
            wrong.add("MATCH_URL is wrong, only https hides people's rows; http is for loopback");
          }
        } catch (URISyntaxException e) {
          wrong.add("MATCH_URL is wrong, it looks like " + example);
        }
      }
      return nodes;
    }

    Optional<ClusterAddress> match() {
      String example = "https://search1.town.example:9200 https://search2.town.example:9200";
      String node = "https?://[A-Za-z0-9.\\[\\]:-]+/?";
      String nodes = matching("MATCH_URL", "^" + node + "(\\s+" + node + ")*$", example);
      String user = get("MATCH_USER").orElse(null);
      String password = get("MATCH_PASSWORD").orElse(null);
      String ca = get("MATCH_CA").orElse(null);
      String index = matching("MATCH_INDEX", "^[a-z][a-z0-9-]{0,40}$", "yui");
      int shards = number("MATCH_SHARDS", 1, 1, MOST_SHARDS);
      if (nodes == null) return Optional.empty();
      List<URI> addresses = nodes(nodes, example);
      if ((user == null) != (password == null)) {
        wrong.add(
            (user == null ? "MATCH_USER" : "MATCH_PASSWORD") + " is missing beside the other");
      }
      if (ca != null && !Files.isReadable(Path.of(ca))) {
        wrong.add("MATCH_CA is wrong, there is no file " + ca + " that can be read");
      }
      if (!wrong.isEmpty()) return Optional.empty();
      return Optional.of(
          new ClusterAddress(
              addresses,
              user,
              password,
              ca == null ? null : Path.of(ca),
              index == null ? "yui" : index,
              shards,
              MATCH_TIMEOUT));
    }

    int port(String name, int usual) {
      return number(name, usual, 0, 65_535);
    }

    int number(String name, int usual, int least, int most) {
      Optional<String> value = get(name);
      if (value.isEmpty()) return usual;
      try {
        int number = Integer.parseInt(value.get());
        if (number >= least && number <= most) return number;
      } catch (NumberFormatException e) {
        // said below, as for a number out of range
      }
      wrong.add(name + " is wrong, it is a number from " + least + " to " + most);
      return usual;
    }

    String baseUrl() {
      String example = "https://yui.town.example";
      String value = required("YUI_BASE_URL", "^https?://.+", example);
      if (value.isEmpty()) return value;
      try {
        URI uri = new URI(value);
        if (uri.getHost() == null || !uri.getPath().replace("/", "").isEmpty()) {
          wrong.add("YUI_BASE_URL is wrong, it has a host and no path, like " + example);
        } else if ("http".equals(uri.getScheme()) && !isLoopback(uri)) {
          wrong.add(
              "YUI_BASE_URL is wrong, only https keeps logins safe; http is for loopback alone");
        }
      } catch (URISyntaxException e) {
        wrong.add("YUI_BASE_URL is wrong, it looks like " + example);
      }
      return value;
    }

    @Nullable Databases databases() {
      String[] names = {"DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_FEEDER_URL"};
      if (List.of(names).stream().allMatch(name -> get(name).isEmpty())) {
        if (get("DATABASE_REPLICA_URL").isPresent()) {
          wrong.add("DATABASE_REPLICA_URL follows a DATABASE_URL, which is missing");
        }
        return null;
      }
      String[] values = new String[names.length];
      for (int i = 0; i < names.length; i++) {
        values[i] = required(names[i], DATABASE_PATTERN, DATABASE_EXAMPLE);
      }
      String replica = matching("DATABASE_REPLICA_URL", DATABASE_PATTERN, DATABASE_EXAMPLE);
      return new Databases(values[0], values[1], values[2], replica);
    }
  }
}
