package yui.opensearch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Two authorities and what they sign, made by the JDK's keytool. */
final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path directory;

  /**
   * Authorities {@code ours} and {@code theirs}; {@code good}, {@code expired} and {@code
   * elsewhere} (another name) are signed by ours.
   */
  Certificates(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    for (String authority : List.of("ours", "theirs")) {
      pair(authority, "-ext", "bc:c");
      keytool("-exportcert", "-rfc", "-alias", authority, "-file", pem(authority).toString());
    }
    pair("good", "-signer", "ours", "-ext", "san=ip:127.0.0.1");
    pair("elsewhere", "-signer", "ours", "-ext", "san=dns:search.town.example");
    String[] old = {"-startdate", "-10d", "-validity", "5"};
    pair("expired", "-signer", "ours", "-ext", "san=ip:127.0.0.1", old[0], old[1], old[2], old[3]);
  }

  /** An authority as operators name it. */
  Path pem(String authority) {
    return directory.resolve(authority + ".pem");
  }

  /** What a server proves itself with. */
  SSLContext of(String alias) throws IOException, GeneralSecurityException {
    KeyStore all = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store())) {
      all.load(in, PASSWORD.toCharArray());
    }
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setKeyEntry(
        alias,
        all.getKey(alias, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private Path store() {
    return directory.resolve("all.p12");
  }

  private void pair(String alias, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-alias", alias));
    command.addAll(List.of("-dname", "CN=" + alias));
    command.addAll(List.of(more));
    keytool(command.toArray(String[]::new));
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) throw new IllegalStateException(command + ": " + said);
  }
}
