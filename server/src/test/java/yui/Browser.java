package yui;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Plays a script of {@code src/test/browser} in Debian's Chromium, driven by playwright-core under
 * Node. Where one of them is missing the test is skipped, and says so in one line.
 */
final class Browser {
  private static final Path SOURCE = Path.of("src/test/browser");
  private static final Path WORK = Path.of("target/browser");

  private Browser() {}

  static void play(String script, String... arguments) throws Exception {
    Path chromium = find("chromium", "chromium-browser", "google-chrome");
    find("node");
    find("npm");
    install();
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    Path log = WORK.resolve(script + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(WORK.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("CHROMIUM", chromium.toString());
    builder
        .environment()
        .put("JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
    Process process = builder.start();
    boolean ended = process.waitFor(8, TimeUnit.MINUTES);
    if (!ended) process.destroyForcibly();
    String said = Files.readString(log);
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(script + (ended ? " failed:\n" : " took too long:\n") + said);
    }
    System.out.println(said);
  }

  // Another process may run tests beside this one.
  private static synchronized void install() throws IOException, InterruptedException {
    Files.createDirectories(WORK);
    try (FileChannel channel =
            FileChannel.open(
                WORK.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) throw new IllegalStateException("no lock on " + WORK);
      fill();
    }
  }

  private static void fill() throws IOException, InterruptedException {
    try (var files = Files.list(SOURCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = WORK.resolve(file.getFileName());
        if (Files.exists(copy) && Files.mismatch(file, copy) == -1) continue;
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path wanted = WORK.resolve("package-lock.json");
    Path installed = WORK.resolve("node_modules/installed.json");
    if (Files.exists(installed) && Files.mismatch(wanted, installed) < 0) return;
    Process npm =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
            .directory(WORK.toFile())
            .redirectErrorStream(true)
            .redirectOutput(WORK.resolve("npm.log").toFile())
            .start();
    if (npm.waitFor() != 0) {
      throw new AssertionError("npm ci failed:\n" + Files.readString(WORK.resolve("npm.log")));
    }
    Files.copy(wanted, installed);
  }

  private static Path find(String... names) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      for (String name : names) {
        Path program = Path.of(folder, name);
        if (Files.isExecutable(program)) return program;
      }
    }
    System.out.println("SKIPPED: browser tests, because " + names[0] + " is not installed");
    return Assumptions.abort(names[0] + " is not installed");
  }
}
