package yui;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import yui.backups.Owner;

/** Brings the database to this version, after a backup, while no server works on it. */
@Command(
    name = "upgrade",
    description = "Bring the database to this version: says what it will do, backs up, does it.")
final class UpgradeCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Option(names = "--plan", description = "Only say what an upgrade would do.")
  private boolean plan;

  @Option(names = "--backup", paramLabel = "FILE", description = "Where the backup goes.")
  private @Nullable Path backup;

  @Option(names = "--no-backup", description = "There is one already.")
  private boolean noBackup;

  @Option(
      names = "--data",
      description = "Where the embedded PostgreSQL lies (YUI_DATA, else data/serve).")
  private Path data;

  UpgradeCommand() {
    this(System.getenv());
  }

  UpgradeCommand(Map<String, String> environment) {
    this.environment = environment;
    this.data = Config.dataOfServer(environment);
  }

  @Override
  public Integer call() throws Exception {
    try (Installation installation = Installation.open(environment, data)) {
      String owner = installation.databases().owner();
      Migrations.Plan planned = Migrations.plan(owner);
      if (planned.pending().isEmpty()) {
        System.out.println("The database is up to date: schema " + planned.schema() + ".");
        return 0;
      }
      tell(planned);
      if (plan) return 0;
      try (Connection connection = Owner.connect(owner)) {
        if (Owner.isUsedByOthers(connection)) {
          System.err.println("yui: somebody is connected to it; stop every server first");
          return 1;
        }
      }
      if (!planned.isFresh() && !noBackup) {
        System.out.println("Backing up first.");
        Path to = backup == null ? BackupCommand.usual(data) : backup;
        BackupCommand.tell(BackupCommand.make(owner, to), Config.bankKeysOfServer(environment));
      }
      int ran = Migrations.run(owner);
      System.out.println(ran + " migrations have run; start the servers of this version.");
      return 0;
    }
  }

  private static void tell(Migrations.Plan planned) {
    System.out.println(
        planned.isFresh()
            ? "The database is empty; this version will make its tables:"
            : "The database is of schema " + planned.schema() + "; this version will add:");
    planned.pending().forEach(migration -> System.out.println("  " + migration));
    System.out.println("all in one transaction: whatever ends it midway changes nothing.");
  }
}
