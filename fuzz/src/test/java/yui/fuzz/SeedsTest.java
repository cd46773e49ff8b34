package yui.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has fallen once, and what each parser is meant for, cut short and damaged. */
class SeedsTest {
  private static final Path SEEDS = Path.of("seeds");

  static List<Target> targets() {
    return Target.ALL;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void parser_ofItsSeeds_holds(Target target) throws Exception {
    Method harness = Class.forName(target.harness()).getMethod("fuzzerTestOneInput", byte[].class);
    List<Path> seeds = files(SEEDS.resolve(target.name()));
    assertFalse(seeds.isEmpty(), target.name());
    harness.invoke(null, (Object) new byte[0]);
    for (Path seed : seeds) {
      byte[] bytes = Files.readAllBytes(seed);
      assertDoesNotThrow(() -> call(harness, bytes), seed.toString());
      byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
      assertDoesNotThrow(() -> call(harness, half), seed + ", its first half");
    }
  }

  private static void call(Method harness, byte[] bytes) throws Throwable {
    try {
      harness.invoke(null, (Object) bytes);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void harnesses_all_areTargetsOnce() throws Exception {
    Set<String> written = new TreeSet<>();
    for (Path file : files(Path.of("src/main/java"))) {
      String name = Path.of("src/main/java").relativize(file).toString();
      if (name.endsWith("Fuzz.java")) written.add(name.replace(".java", "").replace('/', '.'));
    }
    assertEquals(written, Target.ALL.stream().map(Target::harness).collect(Collectors.toSet()));
    assertEquals(written.size(), Target.ALL.size());
  }

  private static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
