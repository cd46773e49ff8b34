package yui.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class MainTest {
  private static final Set<Class<?>> TABLE =
      Set.of(Objects.requireNonNull(Main.class.getAnnotation(Command.class)).subcommands());

  /**
   * {@code all} runs what stands in the table, so whoever forgets to name one never sees it run.
   */
  @Test
  void table_always_namesEveryTorment() throws Exception {
    Path here = Path.of(Objects.requireNonNull(Main.class.getResource("Main.class")).toURI());
    try (Stream<Path> files = Files.list(Objects.requireNonNull(here.getParent()))) {
      Set<String> written =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith("Torture.class"))
              .map(name -> name.replace(".class", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> named =
          TABLE.stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
      assertEquals(written, named);
    }
  }

  @Test
  void security_tellsOfEveryTorment() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("../SECURITY.md"));
    for (Class<?> one : TABLE) {
      String name = Objects.requireNonNull(one.getAnnotation(Command.class)).name();
      assertTrue(lines.stream().anyMatch(line -> line.startsWith("| " + name + " |")), name);
    }
  }
}
