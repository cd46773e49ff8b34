package yui.bench;

import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a run found: as a table for people and as one object for programs. */
final class Report {
  /** One contender's figures and ours of the same minutes. */
  private record Beside(Figures ours, Figures theirs) {}

  private static final String HEAD =
      """
      | ms a task | typical: mean | p50 | p99 | worst: mean | slowest | no place: mean | tasks a second, 2 threads | made in s | bytes a resident |
      | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |
      """;

  private final int residents;
  private final int tasks;
  private final List<Beside> beside = new ArrayList<>();
  private final List<String> comparisons = new ArrayList<>();
  private int wrong;
  private @Nullable Figures ours;
  private @Nullable Figures now;
  double rebuildSeconds;
  double indexBytesPerResident;
  double heapMiB;
  @Nullable Reverse reverse;
  @Nullable Timings visible;

  private final double loadBefore = load();

  Report(int residents, int tasks) {
    this.residents = residents;
    this.tasks = tasks;
  }

  void compared(String what, int many, int wrong) {
    this.wrong += wrong;
    String said = "%s: %,d of %,d answers are the scan's".formatted(what, many - wrong, many);
    comparisons.add(said);
    System.err.println(said);
  }

  boolean exact() {
    return wrong == 0;
  }

  void add(Figures figures, boolean isOurs) {
    System.err.print(line(figures));
    if (isOurs) {
      now = figures;
      ours = ours == null ? figures : ours;
    } else if (now != null) {
      beside.add(new Beside(now, figures));
    }
  }

  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
            "\n%,d residents, %,d open tasks; Java %s, %d processors, load %.1f before and %.1f after.\n\n"
                .formatted(
                    residents,
                    tasks,
                    Runtime.version().feature(),
                    Runtime.getRuntime().availableProcessors(),
                    loadBefore,
                    load()))
        .append(HEAD);
    if (ours != null) {
      text.append(line(ours));
    }
    beside.forEach(one -> text.append(line(one.theirs)));
    text.append('\n');
    beside.forEach(
        one ->
            text.append(
                "%s: typical %.1f, worst %.1f times ours.\n"
                    .formatted(one.theirs.name(), typical(one), worst(one))));
    if (reverse != null) {
      text.append(
          "Tasks for a resident: mean %.2f ms, p99 %.2f, slowest %.2f; a scan %.2f ms, %.1f times.\n"
              .formatted(
                  reverse.ours().mean(),
                  reverse.ours().percentile(0.99),
                  reverse.ours().slowest(),
                  reverse.scans().mean(),
                  reverse.ours().meanRatio(reverse.scans())));
    }
    if (visible != null) {
      text.append(
          "A changed profile is in the answer after %.1f ms (p50), %.1f ms (p99), while 100 others change a second.\n"
              .formatted(visible.percentile(0.5), visible.percentile(0.99)));
    }
    text.append(
        "Index made from nothing in %.0f s, %.0f bytes a resident, %.0f MiB of heap.\n"
            .formatted(rebuildSeconds, indexBytesPerResident, heapMiB));
    comparisons.forEach(said -> text.append(said).append(".\n"));
    return text.append('\n').toString();
  }

  String json() {
    JsonObject ratio = new JsonObject();
    put(ratio, "naive", "Lucene");
    putInverse(ratio, "limit", "The same algorithm");
    put(ratio, "postgres", "PostgreSQL");
    put(ratio, "opensearch", "Yui on OpenSearch");
    ratio.put("reverseScan", reverse == null ? null : reverse.ours().meanRatio(reverse.scans()));
    return new JsonObject()
        .put("residents", residents)
        .put("exact", exact())
        .put("ratio", ratio)
        .put("indexBytesPerResident", indexBytesPerResident)
        .put("heapMiB", heapMiB)
        .put("visibleMsP50", visible == null ? null : visible.percentile(0.5))
        .put("visibleMsP99", visible == null ? null : visible.percentile(0.99))
        .put("rebuildSeconds", rebuildSeconds)
        .encode();
  }

  private void put(JsonObject ratio, String key, String name) {
    ratio.put(key + "Typical", best(name, Report::typical));
    ratio.put(key + "Worst", best(name, Report::worst));
  }

  private void putInverse(JsonObject ratio, String key, String name) {
    Double typical = best(name, Report::typical);
    Double worst = best(name, Report::worst);
    ratio.put(key + "Typical", typical == null ? null : 1 / typical);
    ratio.put(key + "Worst", worst == null ? null : 1 / worst);
  }

  /** Of several plans of the same contender the better one counts. */
  private @Nullable Double best(String name, Function<Beside, Double> ratio) {
    return beside.stream()
        .filter(one -> one.theirs.name().startsWith(name))
        .map(ratio)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static double typical(Beside one) {
    return one.ours.typical().meanRatio(one.theirs.typical());
  }

  private static double worst(Beside one) {
    return one.ours.worst().slowestRatio(one.theirs.worst());
  }

  private static String line(Figures of) {
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %,.0f | %.0f | %.0f |\n",
        of.name(),
        of.typical().mean(),
        of.typical().percentile(0.5),
        of.typical().percentile(0.99),
        of.worst().mean(),
        of.worst().slowest(),
        of.anywhere().mean(),
        of.throughput(),
        of.seconds(),
        of.bytesPerResident());
  }
}
