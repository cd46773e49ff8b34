package yui.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a browser calls itself, as its person would: "Firefox, Windows". */
final class DeviceWords {
  // The first that fits: every browser also claims to be those it descends from.
  private static final Map<String, String> BROWSERS = new LinkedHashMap<>();
  private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

  static {
    BROWSERS.put("Edg", "Edge");
    BROWSERS.put("OPR/", "Opera");
    BROWSERS.put("SamsungBrowser", "Samsung Internet");
    BROWSERS.put("Firefox/", "Firefox");
    BROWSERS.put("FxiOS", "Firefox");
    BROWSERS.put("CriOS", "Chrome");
    BROWSERS.put("Chrome/", "Chrome");
    BROWSERS.put("Safari/", "Safari");
    BROWSERS.put("curl/", "curl");
    SYSTEMS.put("iPhone", "iPhone");
    SYSTEMS.put("iPad", "iPad");
    SYSTEMS.put("Android", "Android");
    SYSTEMS.put("Windows", "Windows");
    SYSTEMS.put("Mac OS X", "Mac");
    SYSTEMS.put("CrOS", "Chromebook");
    SYSTEMS.put("Linux", "Linux");
  }

  private DeviceWords() {}

  /** Names as they are written everywhere; what we do not know is named by its own first word. */
  static String of(String agent) {
    String known =
        Stream.of(BROWSERS, SYSTEMS)
            .flatMap(
                names -> names.entrySet().stream().filter(e -> agent.contains(e.getKey())).limit(1))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(", "));
    if (!known.isEmpty()) return known;
    String first = agent.split("[ (]", 2)[0];
    return first.isEmpty() ? "?" : first.substring(0, Math.min(first.length(), 40));
  }
}
