package yui.torture;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Feeding} process: told what to look for, listened to, killed. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedWriter in;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private volatile boolean killed;

  private Child(Process process) {
    this.process = process;
    this.in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  /** Starts one on an index directory; returns when its index is ready. */
  static Child start(Path directory, String database, Watched watched) throws Exception {
    Child child =
        new Child(
            DemoServer.java(Feeding.class.getName(), directory.toString(), database)
                .redirectError(directory.resolveSibling("feeding.log").toFile())
                .start());
    Thread.ofPlatform().daemon().start(() -> child.listen(watched));
    if (!"ready".equals(child.answers.poll(10, TimeUnit.MINUTES))) {
      throw new IllegalStateException("the feed did not start");
    }
    return child;
  }

  private void listen(Watched watched) {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("seen")) {
          watched.seen(Integer.parseInt(words[1]), Long.parseLong(words[2]));
        } else if (words.length == 1) {
          answers.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it to look for a move; one that was killed does not hear it. */
  void lookFor(Watched.Move move) {
    say(move.number() + " " + move.resident() + " " + move.cell());
  }

  /** Whether somebody is in a cell now. */
  boolean isThere(Watched.Move move) throws InterruptedException {
    say("where " + move.resident() + " " + move.cell());
    return "here".equals(answers.poll(1, TimeUnit.MINUTES));
  }

  private synchronized void say(String line) {
    try {
      in.write(line + "\n");
      in.flush();
    } catch (IOException e) {
      if (!killed) throw new UncheckedIOException(e);
    }
  }

  /** As a power cut. */
  void kill() {
    killed = true;
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
