package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublicDoorTest {
  @Test
  void list_publicTypes_isTheDoorAndNothingElse() throws Exception {
    TreeSet<String> open = new TreeSet<>();
    Path classes =
        Path.of(MatchEngine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> files;
    try (Stream<Path> all = Files.walk(classes)) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      String name = classes.relativize(file).toString().replace(File.separatorChar, '.');
      Class<?> type =
          Class.forName(
              name.substring(0, name.length() - ".class".length()),
              false,
              MatchEngine.class.getClassLoader());
      if (Modifier.isPublic(type.getModifiers()) && !type.isMemberClass()) {
        open.add(type.getName());
      }
    }
    assertEquals(
        new TreeSet<>(
            Stream.of(
                    "Anchor",
                    "BadQuery",
                    "Blocker",
                    "BrokenIndex",
                    "Change",
                    "Cursor",
                    "DayRange",
                    "DesiredSkill",
                    "Direction",
                    "Excluded",
                    "Facets",
                    "Findable",
                    "Found",
                    "HalfDays",
                    "IndexHome",
                    "Lexicon",
                    "Licence",
                    "Marker",
                    "Match",
                    "MatchEngine",
                    "Memory",
                    "Mesh",
                    "Opening",
                    "Parts",
                    "Piece",
                    "Place",
                    "Prices",
                    "Proposal",
                    "Readings",
                    "Reason",
                    "Relevance",
                    "RequiredSkill",
                    "ResidentRow",
                    "SkillLevel",
                    "SlotRow",
                    "Stage",
                    "Suggestion",
                    "TaskFilter",
                    "TaskRow",
                    "TaskSearch",
                    "TaskSort",
                    "TaskText",
                    "TaskWords",
                    "Thanks",
                    "TooWide",
                    "Unanswered",
                    "Verdict",
                    "Weights")
                .map(name -> "yui.engine." + name)
                .toList()),
        open);
  }
}
