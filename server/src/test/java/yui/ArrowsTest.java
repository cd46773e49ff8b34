package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which room may use which: the house's arrows, as a table. */
class ArrowsTest {
  private static final String ALLOWED =
      """
      core         :
      audits       : core db web
      backups      : core db
      db           : core
      furigana     : engine
      web          : core db engine furigana
      mail         : core db web mjml
      calendars    : core
      communities  : core db web
      vault        : core db
      identity     : core db web communities mail vault
      places       : core db web communities engine
      people       : core db web calendars communities places engine
      banks        : core db web vault
      papers       : core
      ledger       : core db web banks papers
      photos       : core db
      tasks        : core db web communities places people ledger mail photos engine
      applications : core db web calendars communities people ledger mail tasks matching
      travel       : core db web communities people ledger mail photos
      trust        : core db web communities people mail tasks applications messages
      incidents    : core db web communities people mail tasks
      insurance    : core db web communities people tasks
      attendance   : core db web communities people ledger mail tasks applications
      goods        : core db web communities people ledger mail tasks applications
      feeds        : core db web calendars communities tasks applications
      searches     : core db web calendars people mail tasks matching feeds
      stats        : core db web communities ledger
      sheets       : core db web communities ledger tasks photos
      webhooks     : core db web communities
      privacy      : core db web communities identity ledger mail vault
      messages     : core db web communities people mail tasks applications
      opensearch   : engine
      matching     : core db web communities places people mail tasks engine
      """;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("yui");

  @Test
  void rooms_useOneAnother_onlyAsTheTableSays() {
    Map<String, Set<String>> allowed = new TreeMap<>();
    for (String line : ALLOWED.strip().split("\n")) {
      String[] parts = line.split(":");
      String names = parts.length > 1 ? parts[1].strip() : "";
      allowed.put(
          parts[0].strip(),
          names.isEmpty() ? Set.of() : new HashSet<>(Arrays.asList(names.split(" "))));
    }
    Set<String> forbidden = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      String room = room(from);
      if (room.isEmpty() || room.equals("engine") || room.equals("mjml")) continue;
      if (!allowed.containsKey(room)) {
        forbidden.add("the table knows no room " + room);
        continue;
      }
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass();
        if (!to.getPackageName().startsWith("yui") || room(to).equals(room)) continue;
        if (!allowed.get(room).contains(room(to))) {
          forbidden.add(from.getName() + " -> " + to.getName());
        }
      }
    }
    assertEquals(Set.of(), forbidden);
  }

  @Test
  void rooms_always_areOneDeep() {
    List<String> deep =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.chars().filter(c -> c == '.').count() > 1)
            .distinct()
            .toList();
    assertEquals(List.of(), deep);
  }

  @Test
  void engine_always_knowsNeitherServerNorDatabaseNorClock() {
    Set<String> forbidden = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      if (!room(from).equals("engine")) continue;
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        String to = dependency.getTargetClass().getName();
        if (to.startsWith("io.vertx")
            || to.startsWith("java.sql")
            || to.equals("java.time.Clock")
            || to.equals("java.time.InstantSource")
            || to.startsWith("yui.") && !to.startsWith("yui.engine.")) {
          forbidden.add(from.getName() + " -> " + to);
        }
      }
    }
    assertEquals(Set.of(), forbidden);
  }

  @Test
  void names_always_avoidTheWordsThatSayNothing() {
    List<String> empty =
        CLASSES.stream()
            .map(JavaClass::getSimpleName)
            .filter(name -> name.matches(".*(Impl|Manager|Helper|Utils?|DTO)$"))
            .toList();
    assertEquals(List.of(), empty);
    assertTrue(CLASSES.size() > 50, "the importer found the classes");
  }

  /** The package right under {@code yui}; empty for the root that wires. */
  private static String room(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.");
    return parts.length > 1 ? parts[1] : "";
  }
}
