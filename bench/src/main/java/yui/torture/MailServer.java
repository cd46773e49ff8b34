package yui.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A mail server (RFC 5321) with bad days: away, slow, silent, refusing, or hanging up once it has a
 * letter and before it says so. Addresses that begin with {@code later} are refused for now (451)
 * the first times, those that begin with {@code never} for good (550).
 */
final class MailServer implements AutoCloseable {
  private static final int REFUSED_FIRST = 2;

  /**
   * A letter that was taken whole.
   *
   * @param recipients as the envelope says
   * @param headers unfolded, in their order
   * @param at in {@link System#nanoTime()}
   */
  record Arrived(List<String> recipients, List<String> headers, long at) {
    String recipient() {
      return recipients.getFirst();
    }

    String messageId() {
      return header("message-id");
    }

    /** The value of a header, or empty. */
    String header(String name) {
      String start = name + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  private final int port;
  private final Collection<Arrived> arrived = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger hungUp = new AtomicInteger();
  private @Nullable ServerSocket door;
  private volatile long delayMillis;
  private volatile boolean silent;
  private volatile int hangsUpOfHundred;

  /** One that is away. */
  MailServer() throws IOException {
    this.port = DemoServer.freePort();
  }

  int port() {
    return port;
  }

  void comeBack() throws IOException {
    ServerSocket opened = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    door = opened;
    Thread.ofVirtual().start(() -> accept(opened));
  }

  /** Nobody listens, and who was connected is cut off. */
  void goAway() throws IOException {
    if (door != null) door.close();
    for (Socket socket : open) socket.close();
  }

  /** From now on every reply takes so long. */
  void takeTime(long millis) {
    delayMillis = millis;
  }

  /** Takes connections and says nothing, or speaks again. */
  void beSilent(boolean silent) {
    this.silent = silent;
  }

  /** Of a hundred letters, so many are taken and the line ends before anybody is told. */
  void hangUp(int ofHundred) {
    hangsUpOfHundred = ofHundred;
  }

  int hungUp() {
    return hungUp.get();
  }

  List<Arrived> arrived() {
    return List.copyOf(arrived);
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket client = from.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        if (!from.isClosed()) throw new IllegalStateException(e);
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream out = client.getOutputStream();
      say(out, "220 mail.example ready");
      List<String> recipients = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = line.toUpperCase(Locale.ROOT);
        if (command.startsWith("EHLO")) {
          say(out, "250-mail.example", "250-PIPELINING", "250 8BITMIME");
        } else if (command.startsWith("MAIL FROM:") || command.equals("RSET")) {
          recipients.clear();
          say(out, "250 well");
        } else if (command.startsWith("RCPT TO:")) {
          say(out, recipient(line, recipients));
        } else if (command.equals("DATA") && recipients.isEmpty()) {
          say(out, "503 to nobody");
        } else if (command.equals("DATA")) {
          say(out, "354 go on");
          arrived.add(new Arrived(List.copyOf(recipients), letter(in), System.nanoTime()));
          if (ThreadLocalRandom.current().nextInt(100) < hangsUpOfHundred) {
            hungUp.incrementAndGet();
            return;
          }
          say(out, "250 taken");
        } else if (command.equals("QUIT")) {
          say(out, "221 bye");
          return;
        } else {
          say(out, command.startsWith("HELO") || command.equals("NOOP") ? "250 well" : "502 no");
        }
      }
    } catch (IOException e) {
      // cut off, by us or by them
    } finally {
      open.remove(client);
    }
  }

  private String recipient(String line, List<String> recipients) {
    String address = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    if (address.startsWith("never")) return "550 no such person";
    int before = asked.computeIfAbsent(address, one -> new AtomicInteger()).getAndIncrement();
    if (address.startsWith("later") && before < REFUSED_FIRST) return "451 not now";
    recipients.add(address);
    return "250 well";
  }

  /** The headers; what follows them is read and left. */
  private static List<String> letter(BufferedReader in) throws IOException {
    List<String> headers = new ArrayList<>();
    boolean head = true;
    for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
      if (line == null) throw new IOException("ended within a letter");
      if (line.isEmpty()) head = false;
      if (!head) continue;
      if (line.startsWith(" ") || line.startsWith("\t")) {
        headers.add(headers.removeLast() + line);
      } else {
        headers.add(line);
      }
    }
    return headers;
  }

  private void say(OutputStream out, String... lines) throws IOException {
    try {
      Thread.sleep(delayMillis);
      while (silent) Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** How often each letter arrived, by its Message-ID. */
  static Map<String, Integer> counted(List<Arrived> letters) {
    Map<String, Integer> counted = new HashMap<>();
    letters.forEach(letter -> counted.merge(letter.messageId(), 1, Integer::sum));
    return counted;
  }

  @Override
  public void close() throws IOException {
    silent = false;
    goAway();
  }
}
