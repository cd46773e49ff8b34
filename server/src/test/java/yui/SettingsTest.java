package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every setting stands in the program, in its help and in the handbook. */
class SettingsTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void settings_everywhere_areTheSame() throws Exception {
    Set<String> read =
        found("src/main/java/yui/Config.java", "\"((?:YUI|DATABASE|SMTP|MATCH)_[A-Z_]+)\"");
    Set<String> help =
        found("src/main/resources/settings.txt", "\\b((?:YUI|DATABASE|SMTP|MATCH)_[A-Z_]+)");
    Set<String> handbook =
        found("../OPERATIONS.md", "(?m)^\\| `((?:YUI|DATABASE|SMTP|MATCH)_[A-Z_]+)` \\|");
    assertTrue(read.size() > 15, read.toString());
    assertEquals(read, help);
    assertEquals(read, handbook);
  }

  @Test
  void version_always_isThePoms() throws Exception {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    assertTrue(pom.contains("<version>" + Version.NAME + "</version>"));
  }

  private static Set<String> found(String file, String pattern) throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    while (matcher.find()) names.add(matcher.group(1));
    return names;
  }
}
