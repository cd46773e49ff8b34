package yui.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One parser under Jazzer, in a process of its own, from its seeds and what was found before. */
final class Trial {
  private static final Pattern PROGRESS =
      Pattern.compile("#(\\d+)\\s.*cov: (\\d+).*exec/s: (\\d+).*");
  private static final long BETWEEN_LINES = 10_000_000_000L;
  private static final int TOLD = 40;

  private final Target target;
  private final Path home;
  private final int seconds;
  private final String place;
  private final long began = System.nanoTime();
  private final List<String> story = new ArrayList<>();
  private long told = began;
  private String last = "";

  Trial(Target target, Path home, int seconds, String place) {
    this.target = target;
    this.home = home;
    this.seconds = seconds;
    this.place = place;
  }

  /** Whether nothing fell; says what happens meanwhile. */
  boolean holds() throws IOException, InterruptedException {
    Path found = Files.createDirectories(home.resolve("target/corpus").resolve(target.name()));
    Path fallen = Files.createDirectories(home.resolve("target/fallen").resolve(target.name()));
    Path seeds = Files.createDirectories(home.resolve("seeds").resolve(target.name()));
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1200m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.harness(),
                "--instrumentation_includes=yui.**"
                    + (target.library().isEmpty() ? "" : ":" + target.library() + ".**"),
                "-max_total_time=" + seconds,
                "-max_len=" + target.longest(),
                "-timeout=120",
                "-rss_limit_mb=3000",
                "-print_final_stats=1",
                "-artifact_prefix=" + fallen.toAbsolutePath() + "/",
                "--reproducer_path=" + fallen.toAbsolutePath(),
                found.toString(),
                seeds.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) hear(line);
    } finally {
      child.destroy();
    }
    int code = child.waitFor();
    say(code == 0 ? "holds; " + last : "falls (" + code + "); the bytes lie in " + fallen);
    if (code != 0) story.forEach(line -> System.out.println("    " + line));
    return code == 0;
  }

  private void hear(String line) {
    Matcher progress = PROGRESS.matcher(line);
    if (!progress.matches()) {
      story.add(line);
      if (story.size() > TOLD) story.removeFirst();
      return;
    }
    last =
        String.format(
            Locale.ROOT,
            "%,d inputs, %s a second, %s branches",
            Long.parseLong(progress.group(1)),
            progress.group(3),
            progress.group(2));
    if (System.nanoTime() - told < BETWEEN_LINES) return;
    told = System.nanoTime();
    say(last);
  }

  private void say(String what) {
    long passed = (System.nanoTime() - began) / 1_000_000_000L;
    System.out.printf(Locale.ROOT, "%s  %d of %d s  %s%n", place, passed, seconds, what);
  }
}
