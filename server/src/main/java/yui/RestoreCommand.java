package yui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import yui.backups.Archive;
import yui.backups.Manifest;
import yui.backups.Owner;
import yui.backups.Restore;
import yui.vault.Vault;

/** Restores a backup: all of it into an empty place, or nothing. */
@Command(
    name = "restore",
    description = "Restore a backup into an empty database, or prove that it could be (--verify).")
final class RestoreCommand implements Callable<Integer> {
  /** Where the embedded database is filled before it takes its name. */
  private static final String FRESH = "yui_restored";

  private final Map<String, String> environment;

  @Parameters(paramLabel = "FILE", description = "What ./yui backup wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--verify",
      description = "Restore into a database made for it, prove it, throw it away.")
  private boolean verify;

  @Option(
      names = "--replace",
      description =
          "Take the place of the embedded database's contents, which are kept under another name.")
  private boolean replace;

  @Option(
      names = "--data",
      description = "Where the embedded PostgreSQL lies (YUI_DATA, else data/serve).")
  private Path data;

  RestoreCommand() {
    this(System.getenv());
  }

  RestoreCommand(Map<String, String> environment) {
    this.environment = environment;
    this.data = Config.dataOfServer(environment);
  }

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    try (Archive archive = Archive.open(file)) {
      Manifest manifest = archive.manifest();
      archive.checkSchema(Migrations.known());
      System.out.printf(
          Locale.ROOT,
          "%s: Yui %s, schema %s, %,d rows as of %s%n",
          file,
          manifest.yui(),
          manifest.schema().getLast(),
          manifest.rows(),
          manifest.takenAt());
      archive.check(System.out::println);
      if (verify) return verify(archive, began);
      Databases own = Config.databases(environment);
      if (own != null) {
        fill(archive, own, false);
      } else {
        embedded(archive);
      }
      System.out.printf(
          Locale.ROOT,
          "Restored in %.1f s. Letters that waited were set aside, everybody logs in anew, the"
              + " search index\nis made at the next start.%n",
          (System.nanoTime() - began) / 1e9);
      keys(manifest);
      return 0;
    }
  }

  private static void fill(Archive archive, Databases databases, boolean prove) throws Exception {
    Manifest manifest = archive.manifest();
    try (Connection owner = Owner.connect(databases.owner())) {
      new Restore(owner, System.out::println).checkEmpty(manifest);
    }
    Migrations.runTo(databases.owner(), manifest.schema().getLast());
    try (Connection owner = Owner.connect(databases.owner())) {
      new Restore(owner, System.out::println).load(archive, prove);
    }
    int newer = Migrations.run(databases.owner());
    if (newer > 0) System.out.println("  brought up to this version by " + newer + " migrations");
  }

  // Filled under another name: whatever ends this midway, the old one stands where it stood.
  private void embedded(Archive archive) throws Exception {
    Path directory = data.resolve("postgres");
    if (Files.exists(directory)
        && EmbeddedDatabase.isRunning(directory)
        && EmbeddedDatabase.isUsed(directory, Running.DATABASE)) {
      throw new Installation.Missing("a server runs on " + data + "; stop it first");
    }
    try (EmbeddedDatabase postgres = EmbeddedDatabase.start(directory, FRESH)) {
      if (postgres.has(Running.DATABASE) && !replace) {
        throw new Installation.Missing(
            "there is a database in "
                + data
                + " already; restore into another directory (--data), or say --replace: it is kept"
                + " under another name");
      }
      postgres.drop(FRESH); // of a restore that was killed
      postgres.prepare(FRESH);
      fill(archive, postgres.databases(FRESH), false);
      Optional<String> before = postgres.swap(FRESH, Running.DATABASE, Instant.now());
      before.ifPresent(
          name -> System.out.println("What was there before is kept as database " + name + "."));
    }
  }

  private int verify(Archive archive, long began) throws Exception {
    try (Scratch scratch = new Scratch()) {
      return verified(archive, scratch.place(), began);
    }
  }

  private int verified(Archive archive, Path place, long began) throws Exception {
    Manifest manifest = archive.manifest();
    try (EmbeddedDatabase postgres =
        EmbeddedDatabase.start(place.resolve("postgres"), Running.DATABASE)) {
      Databases databases = postgres.databases(Running.DATABASE);
      fill(archive, databases, true);
      System.out.printf(
          Locale.ROOT,
          "proved: %d tables, %,d rows came out of a second database as they went into the file%n",
          manifest.parts().size(),
          manifest.rows());
      boolean agree = ended(databases, manifest);
      agree &= VerifyCommand.verify(databases.app()) == 0;
      System.out.printf(
          Locale.ROOT,
          "%s in %.1f s%n",
          agree ? "The backup can be restored: proved" : "The backup does NOT hold: looked at",
          (System.nanoTime() - began) / 1e9);
      keys(manifest);
      return agree ? 0 : 1;
    }
  }

  private static boolean ended(Databases databases, Manifest manifest) throws Exception {
    try (Connection owner = Owner.connect(databases.owner())) {
      Restore.Ended ended = new Restore(owner, System.out::println).ended(manifest);
      System.out.printf(
          Locale.ROOT,
          "proved: %d letters and messages wait to be sent, %d logins are open, the index's epoch"
              + " is %s%n",
          ended.waiting(),
          ended.open(),
          ended.newEpoch() ? "another" : "THE SAME");
      return ended.holds();
    }
  }

  /** Says which keys of bank accounts must be brought along, where some are missing. */
  private void keys(Manifest manifest) throws IOException {
    Path at = Config.bankKeysOfServer(environment);
    Set<String> missing = new TreeSet<>(manifest.keys());
    if (Files.exists(at)) missing.removeAll(Vault.idsIn(at));
    if (!missing.isEmpty()) {
      System.out.println(
          "Bank accounts and other secrets in it are sealed under the key "
              + String.join(", ", missing)
              + ", which is not in\n"
              + at
              + ": put your copy of that file there before you serve.");
    }
  }
}
