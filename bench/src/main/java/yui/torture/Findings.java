package yui.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What a run measured, and which promises held. */
final class Findings {
  private final JsonObject figures = new JsonObject();
  private final List<String> broken = new ArrayList<>();
  private final List<String> untried = new ArrayList<>();
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

  /** This run gave a promise no chance to break: it counts as nothing. */
  synchronized void untried(String words) {
    untried.add(words);
    System.out.printf("untried %s%n", words);
  }

  /** What ended early has shown nothing, a control's fault neither. */
  synchronized void endedEarly() {
    early = true;
    promise("the run reaches its end", false);
  }

  /**
   * The exit code: 0 where all was kept, or where each of a control's faults was seen.
   *
   * @param faults the promises that the control's faults must break; none outside of a control
   */
  synchronized int verdict(boolean control, List<String> faults, boolean json) {
    List<String> unseen = faults.stream().filter(fault -> !broken.contains(fault)).toList();
    boolean good = !early && (control ? unseen.isEmpty() && !faults.isEmpty() : broken.isEmpty());
    if (control) {
      for (String fault : faults) {
        System.out.printf("%s %s%n", unseen.contains(fault) ? "NOT SEEN" : "seen    ", fault);
      }
      System.out.println(good ? "every fault was seen" : "A FAULT WAS NOT SEEN");
    } else {
      System.out.printf(
          "%d promises, %d broken, %d untried%n", promises, broken.size(), untried.size());
    }
    if (json) {
      JsonObject all = figures.copy().put("promises", promises).put("broken", broken.size());
      all.put("brokenPromises", new JsonArray(List.copyOf(broken)));
      all.put("untriedPromises", new JsonArray(List.copyOf(untried)));
      if (control) all.put("faults", faults.size()).put("unseenFaults", new JsonArray(unseen));
      System.out.println(all.put("control", control).put("ok", good).encode());
    }
    return good ? 0 : 1;
  }
}
