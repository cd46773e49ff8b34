package yui.mail;

import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Greets a mail server as the postman would, up to the login, and sends nothing. */
public final class SmtpHello {
  private static final int PATIENCE_MILLIS = 10_000;

  /**
   * What the greeting came to.
   *
   * @param encrypted whether letters would travel by TLS
   * @param loggedIn whether name and password were taken; true where none is needed
   */
  public record Heard(String host, int port, boolean encrypted, boolean loggedIn) {}

  private Socket socket;
  private BufferedReader in;

  private SmtpHello(Socket socket) throws IOException {
    this.socket = socket;
    this.in = reader(socket);
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  /** Throws where nobody answers, TLS fails or the server says no. */
  public static Heard to(String url) throws IOException {
    MailConfig config = SmtpPost.config(url);
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(config.getHostname(), config.getPort()), PATIENCE_MILLIS);
      plain.setSoTimeout(PATIENCE_MILLIS);
      SmtpHello hello = new SmtpHello(config.isSsl() ? wrapped(plain, config) : plain);
      try {
        return hello.greet(config);
      } finally {
        hello.socket.close();
      }
    }
  }

  private Heard greet(MailConfig config) throws IOException {
    answer("220");
    List<String> offers = say("EHLO yui", "250");
    boolean encrypted = config.isSsl();
    StartTLSOptions wanted = config.getStarttls();
    if (!encrypted && wanted != StartTLSOptions.DISABLED && offers.contains("STARTTLS")) {
      say("STARTTLS", "220");
      socket = wrapped(socket, config);
      in = reader(socket);
      offers = say("EHLO yui", "250");
      encrypted = true;
    }
    if (!encrypted && wanted == StartTLSOptions.REQUIRED) {
      throw new IOException("the server offers no STARTTLS, which SMTP_URL requires");
    }
    boolean loggedIn = config.getLogin() == LoginOption.DISABLED || logIn(config, offers);
    say("QUIT", "221");
    return new Heard(config.getHostname(), config.getPort(), encrypted, loggedIn);
  }

  // Other ways of logging in are left to the postman; every usual server knows one of these.
  private boolean logIn(MailConfig config, List<String> offers) throws IOException {
    String ways = offers.stream().filter(offer -> offer.startsWith("AUTH")).findFirst().orElse("");
    if (ways.contains("PLAIN")) {
      say("AUTH PLAIN " + base64("\0" + config.getUsername() + "\0" + config.getPassword()), "235");
      return true;
    }
    if (ways.contains("LOGIN")) {
      say("AUTH LOGIN", "334");
      say(base64(config.getUsername()), "334");
      say(base64(config.getPassword()), "235");
      return true;
    }
    return false;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> say(String line, String expected) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return answer(expected);
  }

  private List<String> answer(String expected) throws IOException {
    List<String> said = new ArrayList<>();
    String line;
    do {
      line = in.readLine();
      if (line == null || line.length() < 3) throw new IOException("the server hung up");
      // What it says may repeat what it was told: its number is enough.
      if (!line.startsWith(expected)) throw new IOException("it answered " + line.substring(0, 3));
      said.add(line.substring(Math.min(4, line.length())).toUpperCase(Locale.ROOT));
    } while (line.length() > 3 && line.charAt(3) == '-');
    return said;
  }

  private static SSLSocket wrapped(Socket plain, MailConfig config) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket wrapped =
        (SSLSocket) factory.createSocket(plain, config.getHostname(), config.getPort(), true);
    SSLParameters parameters = wrapped.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    wrapped.setSSLParameters(parameters);
    wrapped.startHandshake();
    return wrapped;
  }
}
