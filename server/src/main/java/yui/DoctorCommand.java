package yui;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what is well, what to look at and what is broken; leaves with 1 where something is. */
@Command(
    name = "doctor",
    description = "Look at database, mail, clock, disk, address, index, keys, backups, books.")
final class DoctorCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Option(names = "--books", description = "Prove the books too, which may take a minute.")
  private boolean books;

  @Option(
      names = "--data",
      description = "Where index and embedded PostgreSQL lie (YUI_DATA, else data/serve).")
  private Path data;

  DoctorCommand() {
    this(System.getenv());
  }

  DoctorCommand(Map<String, String> environment) {
    this.environment = environment;
    this.data = Config.dataOfServer(environment);
  }

  @Override
  public Integer call() throws Exception {
    List<Finding> found = new ArrayList<>(new Doctor(environment, data).look());
    if (books) found.add(books());
    if (json) System.out.println(json(found));
    else found.forEach(DoctorCommand::tell);
    return found.stream().anyMatch(f -> f.level() == Finding.Level.FAIL) ? 1 : 0;
  }

  private Finding books() throws Exception {
    try (Installation installation = Installation.open(environment, data)) {
      boolean agree =
          VerifyCommand.proved(installation.databases().app(), proof -> proof.tell(line -> {}));
      return agree
          ? Finding.ok("books", "they agree")
          : Finding.fail("books", "they disagree", "run ./yui verify, which says where");
    }
  }

  private static void tell(Finding finding) {
    System.out.printf(
        Locale.ROOT, "%-5s %-18s %s%n", finding.level(), finding.about(), finding.said());
    if (!finding.remedy().isEmpty()) System.out.println(" ".repeat(25) + "→ " + finding.remedy());
  }

  private static String json(List<Finding> found) {
    JsonArray lines = new JsonArray();
    for (Finding f : found) {
      lines.add(
          new JsonObject()
              .put("about", f.about())
              .put("level", f.level().name())
              .put("said", f.said())
              .put("remedy", f.remedy()));
    }
    return lines.encodePrettily();
  }
}
