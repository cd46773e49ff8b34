package yui;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import yui.places.GeoImport;

/** What an operator does to an installation as a whole, while its server runs or rests. */
@Command(
    name = "admin",
    description = "An installation's own affairs.",
    subcommands = AdminCommand.Geo.class)
final class AdminCommand {

  /** Where municipalities lie. */
  @Command(name = "geo", description = "Outlines of municipalities.")
  static final class Geo {
    private final Map<String, String> environment;

    @Option(
        names = "--data",
        description = "Where the embedded PostgreSQL lies (YUI_DATA, else data/serve).")
    private Path data;

    Geo() {
      this(System.getenv());
    }

    Geo(Map<String, String> environment) {
      this.environment = environment;
      this.data = Config.dataOfServer(environment);
    }

    @Command(
        name = "import",
        description = {
          "Takes outlines from a GeoJSON file of 国土数値情報 行政区域データ (N03), all of Japan or a",
          "prefecture; what was known of the same prefectures is replaced."
        })
    int read(@Parameters(paramLabel = "FILE") Path file) throws Exception {
      GeoImport.Read outlines;
      try {
        outlines = GeoImport.read(file, line -> System.out.println("  " + line));
      } catch (GeoImport.Refused e) {
        System.err.println("yui: " + e.getMessage() + "; nothing has changed");
        return 1;
      }
      String url = environment.getOrDefault("DATABASE_OWNER_URL", "");
      if (!url.isBlank()) return keep(outlines, url);
      Path directory = data.resolve("postgres");
      if (!Files.exists(directory)) {
        System.err.println(
            "yui: there is no database in " + data + "; say --data or DATABASE_OWNER_URL");
        return 2;
      }
      if (EmbeddedDatabase.isRunning(directory)) {
        return keep(outlines, EmbeddedDatabase.found(directory, Running.DATABASE).owner());
      }
      try (EmbeddedDatabase started = EmbeddedDatabase.start(directory, Running.DATABASE)) {
        return keep(outlines, started.databases(Running.DATABASE).owner());
      }
    }

    private static int keep(GeoImport.Read outlines, String owner) throws Exception {
      Migrations.run(owner);
      Vertx vertx = Vertx.vertx();
      try {
        GeoImport.Taken taken = outlines.keep(Server.patient(vertx, owner, InstantSource.system()));
        System.out.printf(
            "%d municipalities of %d prefectures kept, %d points%n",
            taken.count(), taken.prefectures(), taken.points());
        return 0;
      } finally {
        vertx.close().toCompletionStage().toCompletableFuture().get();
      }
    }
  }
}
