package yui.torture;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Plays a script in an installed Chromium, under Node; what the script figures out and promises
 * goes into the findings. What it needs from npm is fetched once, into {@code data/browser}.
 */
final class Browser {
  private static final Path WORK = Path.of("data/browser");
  private static final List<String> PARTS =
      List.of(
          "package.json",
          "package-lock.json",
          "crawl.mjs",
          "look.mjs",
          "pages.mjs",
          "scripts.mjs",
          "told.mjs",
          "walk.mjs");
  private static final Duration PATIENCE = Duration.ofMinutes(45);

  private Browser() {}

  static void play(Findings findings, String script, String... arguments) throws Exception {
    Path chromium = find("chromium", "chromium-browser", "google-chrome");
    install();
    List<String> command = new ArrayList<>(List.of(find("node").toString(), script));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(WORK.toFile()).redirectErrorStream(true);
    builder.environment().put("CHROMIUM", chromium.toString());
    builder
        .environment()
        .put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Process process = builder.start();
    CompletableFuture<Void> ended =
        process
            .onExit()
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .handle(
                (over, late) -> {
                  if (late != null) process.destroyForcibly();
                  return null;
                });
    boolean promised = false;
    try (BufferedReader said = process.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        promised |= take(findings, line);
      }
    }
    ended.join();
    if (!promised || process.exitValue() > 1) {
      throw new IllegalStateException(script + " left with " + process.exitValue());
    }
  }

  private static boolean take(Findings findings, String line) {
    String[] words = line.split(" ", 3);
    switch (words[0]) {
      case "figure" -> findings.figure(words[1], number(words[2]));
      case "kept" -> findings.promise(line.substring("kept ".length()), true);
      case "BROKEN" -> findings.promise(line.substring("BROKEN ".length()), false);
      default -> {
        Torment.say("%s", line);
        return false;
      }
    }
    return !words[0].equals("figure");
  }

  private static Object number(String words) {
    return words.matches("\\d{1,18}") ? (Object) Long.valueOf(words) : words;
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(WORK);
    for (String part : PARTS) {
      try (InputStream in = Browser.class.getResourceAsStream("/browser/" + part)) {
        if (in == null) throw new IllegalStateException("missing " + part);
        Files.copy(in, WORK.resolve(part), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path wanted = WORK.resolve("package-lock.json");
    Path installed = WORK.resolve("node_modules/installed.json");
    if (Files.exists(installed) && Files.mismatch(wanted, installed) < 0) return;
    Torment.say("fetching what the browser needs from npm …");
    Process npm =
        new ProcessBuilder(
                find("npm").toString(), "ci", "--no-audit", "--no-fund", "--ignore-scripts")
            .directory(WORK.toFile())
            .inheritIO()
            .start();
    if (npm.waitFor() != 0) throw new IllegalStateException("npm ci failed");
    Files.copy(wanted, installed);
  }

  private static Path find(String... names) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      for (String name : names) {
        Path program = Path.of(folder, name);
        if (Files.isExecutable(program)) return program;
      }
    }
    throw new IllegalStateException(names[0] + " is not installed");
  }
}
