package yui;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import yui.backups.Backup;
import yui.backups.Owner;

/** Writes a backup while a server runs or rests. */
@Command(
    name = "backup",
    description = "Write everything of one moment into one file, while the server runs.")
final class BackupCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private final Map<String, String> environment;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to (backups/yui-<time>.zip in the data directory).")
  private @Nullable Path file;

  @Option(
      names = "--data",
      description = "Where the embedded PostgreSQL lies (YUI_DATA, else data/serve).")
  private Path data;

  BackupCommand() {
    this(System.getenv());
  }

  BackupCommand(Map<String, String> environment) {
    this.environment = environment;
    this.data = Config.dataOfServer(environment);
  }

  @Override
  public Integer call() throws Exception {
    Path to = file == null ? usual(data) : file;
    try (Installation installation = Installation.open(environment, data)) {
      tell(make(installation.databases().owner(), to), Config.bankKeysOfServer(environment));
    }
    return 0;
  }

  /** The name of a backup made now. */
  static Path usual(Path data) {
    String time = STAMP.format(Instant.now().atZone(ZoneId.systemDefault()));
    return data.resolve("backups").resolve("yui-" + time + ".zip");
  }

  static Backup.Made make(String ownerUrl, Path to) throws Exception {
    try (Connection owner = Owner.connect(ownerUrl)) {
      return new Backup(owner, System.out::println).make(to, Version.NAME);
    }
  }

  static void tell(Backup.Made made, Path bankKeys) {
    System.out.printf(
        Locale.ROOT,
        "%s: %,d rows of %d tables as of %s, %,d bytes%nsha256 %s%n",
        made.file(),
        made.manifest().rows(),
        made.manifest().parts().size(),
        made.manifest().takenAt(),
        made.bytes(),
        made.sha256());
    if (!made.manifest().keys().isEmpty()) {
      System.out.println(
          "Bank accounts and other secrets in it are sealed under the key "
              + String.join(", ", made.manifest().keys())
              + ",\nwhich is NOT in the file: keep a copy of "
              + bankKeys
              + " too, in another place than\nthe backups. Without it no secret can be"
              + " read again; with both, all of them.");
    }
  }
}
