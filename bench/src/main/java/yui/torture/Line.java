package yui.torture;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection of HTTP/1.1, nothing tried again behind anybody's back: what is cut off is seen as
 * cut off.
 */
final class Line implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private boolean ended;

  Line(int port) throws IOException {
    this("127.0.0.1", port);
  }

  /** Throws a {@link java.net.ConnectException} where nobody listens. */
  Line(String host, int port) throws IOException {
    socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Asks for a path and reads the whole answer; its status.
   *
   * @param last tells the server that nothing will follow
   */
  int get(String path, boolean last) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: yui\r\n%s\r\n"
            .formatted(path, last ? "Connection: close\r\n" : "");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    String status = line();
    long length = 0;
    boolean chunked = false;
    ended = last;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String said = header.toLowerCase(Locale.ROOT);
      if (said.startsWith("content-length:")) length = Long.parseLong(said.substring(15).strip());
      if (said.equals("transfer-encoding: chunked")) chunked = true;
      if (said.equals("connection: close")) ended = true;
    }
    if (chunked) {
      for (int size = size(); size > 0; size = size()) {
        in.skipNBytes(size);
        line();
      }
      line();
    } else {
      in.skipNBytes(length);
    }
    return Integer.parseInt(status.substring(9, 12));
  }

  /** Whether either side has said that nothing will follow. */
  boolean isEnded() {
    return ended;
  }

  private int size() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) throw new EOFException("ended after \"" + line + "\"");
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
