package yui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder for a database that is thrown away: with all in it, and whatever runs on it, gone also
 * when the command is told to end midway. Everybody's data would stay there otherwise.
 */
final class Scratch implements AutoCloseable {
  private static final int TRIES = 100;
  private static final long BETWEEN_MILLIS = 100;

  private final Path place;
  private final CountDownLatch worked = new CountDownLatch(1);
  private volatile boolean ending;

  Scratch() throws IOException {
    this.place = Files.createTempDirectory("yui-verify");
    Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave nothing"));
  }

  Path place() {
    return place;
  }

  /** The work is done, whatever came of it. */
  @Override
  public void close() throws IOException {
    worked.countDown();
    if (!ending) delete();
  }

  /** Told to end: who works here goes on meanwhile, and may just be starting the next program. */
  void leave() {
    ending = true;
    try {
      for (int tries = 0; tries < TRIES && Files.exists(place); tries++) {
        endPrograms();
        if (worked.await(BETWEEN_MILLIS, TimeUnit.MILLISECONDS)) {
          endPrograms();
          if (isDeleted()) return;
          Thread.sleep(BETWEEN_MILLIS);
        }
      }
      if (!Files.exists(place) || isDeleted()) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.println("yui: not everything was removed; delete " + place);
  }

  // Told by what they were started with: the number in a postmaster.pid may be half written, and
  // then be anybody's.
  private void endPrograms() {
    List<ProcessHandle> programs =
        ProcessHandle.allProcesses()
            .filter(this::runsHere)
            .flatMap(program -> Stream.concat(Stream.of(program), program.descendants()))
            .toList();
    programs.forEach(ProcessHandle::destroyForcibly);
    programs.forEach(program -> program.onExit().join());
  }

  private boolean runsHere(ProcessHandle program) {
    String folder = place.toString();
    return program.pid() != ProcessHandle.current().pid()
        && Stream.of(program.info().arguments().orElse(new String[0]))
            .anyMatch(argument -> argument.contains(folder));
  }

  private boolean isDeleted() {
    try {
      delete();
      return true;
    } catch (IOException | UncheckedIOException e) {
      return false; // something was written meanwhile
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }
}
