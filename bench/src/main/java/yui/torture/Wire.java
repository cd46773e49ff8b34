package yui.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire to another port of this machine that can be cut, held still, or made to lose the answer to
 * a commit that went through.
 */
final class Wire implements AutoCloseable {
  private static final byte[] COMMIT =
      "Q\0\0\0\u000bcommit\0".getBytes(StandardCharsets.ISO_8859_1);

  private final ServerSocket door;
  private final int to;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lost = new AtomicInteger();
  private volatile boolean held;
  private volatile int lostOfHundred;

  private Wire(ServerSocket door, int to) {
    this.door = door;
    this.to = to;
  }

  static Wire to(int port) throws IOException {
    Wire wire = new Wire(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), port);
    Thread.ofVirtual().start(wire::accept);
    return wire;
  }

  int port() {
    return door.getLocalPort();
  }

  /** From now on nothing moves in either direction, nor does a new connection. */
  void hold() {
    held = true;
  }

  void release() {
    held = false;
  }

  /** Ends every connection there is; new ones go through. */
  void cut() throws IOException {
    for (Socket socket : open) socket.close();
  }

  /** Of a hundred commits, so many go through and their answers do not: the connection ends. */
  void loseAnswersToCommits(int ofHundred) {
    lostOfHundred = ofHundred;
  }

  /** How many answers to a commit were lost. */
  int lost() {
    return lost.get();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void connect(Socket near) {
    open.add(near);
    try {
      rest();
      Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
      open.add(far);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      Swallowing swallowing = new Swallowing();
      Thread.ofVirtual().start(() -> pump(near, far, swallowing, true));
      pump(far, near, swallowing, false);
    } catch (IOException e) {
      end(near);
    }
  }

  /** Whether this connection is losing the answer to its commit. */
  private static final class Swallowing {
    private volatile boolean on;
  }

  private void pump(Socket from, Socket into, Swallowing swallowing, boolean asking) {
    byte[] bytes = new byte[16 * 1024];
    try (from;
        into) {
      InputStream in = from.getInputStream();
      OutputStream out = into.getOutputStream();
      for (int many = in.read(bytes); many >= 0; many = in.read(bytes)) {
        rest();
        if (asking && isLost(bytes, many)) swallowing.on = true;
        if (!asking && swallowing.on) {
          // What comes back tells that the commit is done: now the wire breaks.
          lost.incrementAndGet();
          return;
        }
        out.write(bytes, 0, many);
      }
    } catch (IOException e) {
      // cut, by us or at an end of it
    } finally {
      open.remove(from);
      open.remove(into);
    }
  }

  private boolean isLost(byte[] bytes, int many) {
    if (lostOfHundred == 0 || many != COMMIT.length && many < COMMIT.length) return false;
    for (int i = 0; i < COMMIT.length; i++) {
      if (bytes[many - COMMIT.length + i] != COMMIT[i]) return false;
    }
    return ThreadLocalRandom.current().nextInt(100) < lostOfHundred;
  }

  private void rest() throws IOException {
    try {
      while (held) Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // it was the socket that broke
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    held = false;
    cut();
  }
}
