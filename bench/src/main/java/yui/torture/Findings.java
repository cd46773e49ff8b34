package yui.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What a run measured, and which promises held. */
final class Findings {
  private final JsonObject figures = new JsonObject();
  private final List<String> broken = new ArrayList<>();
  private int promises;
  private boolean early;

  synchronized void figure(String name, Object value) {
    figures.put(name, value);
    System.out.printf("%s: %s%n", name, value);
  }

  synchronized void promise(String words, boolean kept) {
    promises++;
    System.out.printf("%s %s%n", kept ? "kept  " : "BROKEN", words);
    if (!kept) broken.add(words);
  }

  /** What ended early has shown nothing, a control's fault neither. */
  synchronized void endedEarly() {
    early = true;
    promise("the run reaches its end", false);
  }

  /** The exit code: 0 where all was kept, or where the control's fault was seen. */
  synchronized int verdict(boolean control, boolean json) {
    boolean good = !early && broken.isEmpty() != control;
    if (control) System.out.println(good ? "the fault was seen" : "THE FAULT WAS NOT SEEN");
    else System.out.printf("%d promises, %d broken%n", promises, broken.size());
    if (json) {
      JsonObject all = figures.copy().put("promises", promises).put("broken", broken.size());
      all.put("brokenPromises", new JsonArray(List.copyOf(broken)));
      System.out.println(all.put("control", control).put("ok", good).encode());
    }
    return good ? 0 : 1;
  }
}
