package yui;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.FiscalYear;
import yui.core.Lang;
import yui.core.Membership;
import yui.core.Role;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Scope;
import yui.ledger.Funds;
import yui.ledger.YearBooks;
import yui.stats.YearFigures;
import yui.web.Words;

/** Puts the fiscal year of communities into one zip, for the archive of an office. */
@Command(
    name = "export",
    description = "A fiscal year in one zip: figures, ledger, journal, funds, settlements' files.")
final class ExportCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Option(
      names = "--year",
      required = true,
      paramLabel = "YEAR",
      description = "From April of this year.")
  private int year;

  @Option(
      names = "--community",
      paramLabel = "CODE",
      description = "The municipality's code; without it, all.")
  private @Nullable String code;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to (yui-<year>.zip).")
  private @Nullable Path file;

  @Option(
      names = "--data",
      description = "Where the embedded PostgreSQL lies (YUI_DATA, else data/serve).")
  private Path data;

  ExportCommand() {
    this(System.getenv());
  }

  ExportCommand(Map<String, String> environment) {
    this.environment = environment;
    this.data = Config.dataOfServer(environment);
  }

  @Override
  public Integer call() throws Exception {
    Path to = file == null ? Path.of("yui-" + year + ".zip") : file;
    if (Files.exists(to)) throw new FileAlreadyExistsException(to.toString());
    Vertx vertx = Vertx.vertx();
    try (Installation installation = Installation.open(environment, data)) {
      Database database =
          Server.patient(vertx, installation.databases().app(), InstantSource.system());
      List<Community> communities = communities(database);
      if (communities.isEmpty()) {
        System.err.println(
            code == null
                ? "yui: there is no community yet, so there is nothing to export"
                : "yui: there is no community " + code);
        return 1;
      }
      write(to, database, communities);
      return 0;
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  private List<Community> communities(Database database) {
    Communities communities = new Communities(new Rules(), new Funds()::openDefault);
    return database.read(Scope.ofSystem(), communities::all).stream()
        .filter(community -> code == null || community.code().equals(code))
        .toList();
  }

  private void write(Path to, Database database, List<Community> communities) throws IOException {
    Words words = Words.load();
    FiscalYear fiscal = new FiscalYear(year);
    Path part = to.resolveSibling(to.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = Files.newOutputStream(part);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Community community : communities) {
        Caller auditor =
            new Caller(
                null, List.of(new Membership(community.id(), null, Role.AUDITOR, null)), Lang.JA);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.putAll(new YearFigures(database, words).of(auditor, community.id(), fiscal));
        files.putAll(new YearBooks(database, words).of(auditor, community.id(), fiscal));
        for (Map.Entry<String, byte[]> made : files.entrySet()) {
          zip.putNextEntry(new ZipEntry(community.code() + "/" + made.getKey()));
          zip.write(made.getValue());
          zip.closeEntry();
        }
        keep(database, community);
        System.out.println("  " + community.code() + ": " + files.size() + " files");
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    System.out.println(to + ": " + Files.size(to) + " bytes; it holds names and amounts");
  }

  private void keep(Database database, Community community) {
    String by = "console: " + System.getProperty("user.name");
    database.write(
        Scope.ofSystem(),
        tx -> {
          Audit.write(tx, null, community.id(), "year_exported", Map.of("year", year, "by", by));
          return by;
        });
  }
}
