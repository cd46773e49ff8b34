package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigTest {
  private static final Map<String, String> ENOUGH =
      Map.of(
          "YUI_BASE_URL", "https://yui.town.example",
          "SMTP_URL", "smtp://mail.town.example:25",
          "YUI_MAIL_FROM", "yui@town.example");

  @Test
  void ofServer_nothingSet_namesEverythingThatIsMissing() {
    assertEquals(
        List.of("YUI_BASE_URL", "SMTP_URL", "YUI_MAIL_FROM"),
        wrong(Map.of()).stream().map(line -> line.split(" ")[0]).toList());
  }

  @Test
  void ofServer_severalWrong_namesThemAllAtOnce() {
    List<String> lines =
        wrong(
            Map.of(
                "YUI_BASE_URL", "http://yui.town.example",
                "SMTP_URL", "mail.town.example",
                "YUI_MAIL_FROM", "nobody",
                "YUI_PORT", "eighty",
                "YUI_TRUSTED_PROXIES", "proxy",
                "DATABASE_URL", "postgresql://yui_app:secret@db:5432/yui"));
    for (String name :
        List.of(
            "YUI_BASE_URL",
            "SMTP_URL",
            "YUI_MAIL_FROM",
            "YUI_PORT",
            "YUI_TRUSTED_PROXIES",
            "DATABASE_OWNER_URL",
            "DATABASE_FEEDER_URL")) {
      assertTrue(lines.stream().anyMatch(line -> line.startsWith(name)), name + " in " + lines);
    }
    assertEquals(7, lines.size(), lines.toString());
  }

  @Test
  void ofServer_blankOrTwice_isAsIfLeftOutOrOnce() throws Exception {
    Map<String, String> environment = new HashMap<>(ENOUGH);
    environment.put("YUI_HOST", "");
    environment.put("YUI_DATA", " ");
    environment.put("YUI_TRUSTED_PROXIES", "127.0.0.1, 127.0.0.1 ");
    Config config = Config.ofServer(environment);
    assertEquals("127.0.0.1", config.host());
    assertEquals(Path.of("data/serve"), config.data());
    assertEquals(Set.of("127.0.0.1"), config.trustedProxies());
  }

  @Test
  void ofServer_aHostThatNobodyCanBeCalled_isWrong() {
    Map<String, String> environment = new HashMap<>(ENOUGH);
    for (String host :
        List.of("no such host", "http://host", "-host", "a..b", "host:80/x", "[::1]")) {
      environment.put("YUI_HOST", host);
      assertTrue(wrong(environment).getFirst().startsWith("YUI_HOST"), host);
    }
  }

  @Test
  void ofServer_aHostsName_isNotLookedUp() throws Exception {
    Map<String, String> environment = new HashMap<>(ENOUGH);
    for (String host :
        List.of(
            "nobody-is-called-so.invalid", "localhost", "0.0.0.0", "::", "::1", "fe80::1%eth0")) {
      environment.put("YUI_HOST", host);
      assertEquals(host, Config.ofServer(environment).host());
    }
  }

  @Test
  void ofServer_enoughSet_usesTheEmbeddedDatabase() throws Exception {
    Config config = Config.ofServer(ENOUGH);
    assertNull(config.databases());
    assertEquals("https://yui.town.example", config.origin());
  }

  @Test
  void match_inTheClearOverANetwork_isWrong() throws Exception {
    for (String url :
        List.of("http://search:9200", "https://a:9200 http://search:9200", "http://[::1")) {
      Map<String, String> environment = new HashMap<>(ENOUGH);
      environment.put("MATCH_URL", url);
      assertEquals(1, wrong(environment).size(), url);
      assertTrue(wrong(environment).getFirst().startsWith("MATCH_URL"), url);
    }
    Map<String, String> environment = new HashMap<>(ENOUGH);
    environment.put("MATCH_URL", "http://127.0.0.1:9200 https://search:9200");
    assertEquals(2, Config.ofServer(environment).match().orElseThrow().nodes().size());
  }

  @Test
  void tiles_withoutACreditOrWithoutPlaceholders_areWrong() {
    Map<String, String> set = new HashMap<>(ENOUGH);
    set.put("YUI_TILES_URL", "https://tiles.example/{z}/{x}/{y}.png");
    assertTrue(wrong(set).getFirst().startsWith("YUI_TILES_CREDIT"));
    set.put("YUI_TILES_CREDIT", "地理院タイル");
    for (String url :
        List.of("https://tiles.example/", "tiles.example/{z}/{x}/{y}", "https://a; b/{z}{x}{y}")) {
      set.put("YUI_TILES_URL", url);
      assertTrue(wrong(set).getFirst().startsWith("YUI_TILES_URL"), url);
    }
  }

  private static List<String> wrong(Map<String, String> environment) {
    return assertThrows(Config.Wrong.class, () -> Config.ofServer(environment)).lines();
  }
}
