package yui.backups;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import yui.core.Ids;

/**
 * Writes every table of one moment into one file while servers go on working. The file is a zip of
 * PostgreSQL's own text format with a manifest, and appears under its name only when it is whole.
 */
public final class Backup {
  static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT);
  static final String MANIFEST = "manifest.json";
  private static final String PART = ".part";

  /** A backup that was made. */
  public record Made(Manifest manifest, Path file, long bytes, String sha256) {}

  private final Connection owner;
  private final Consumer<String> out;

  /**
   * @param owner logged in as the role that owns the tables; left as it was found
   */
  public Backup(Connection owner, Consumer<String> out) {
    this.owner = owner;
    this.out = out;
  }

  /**
   * @param yui which version of the program this is
   */
  public Made make(Path file, String yui) throws IOException, SQLException {
    Path folder = folder(file);
    Files.createDirectories(folder);
    forgetUnfinished(folder);
    if (Files.exists(file)) throw new FileAlreadyExistsException(file.toString());
    Path part =
        file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + PART);
    try {
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Made made;
      try (OutputStream raw = Files.newOutputStream(part)) {
        Counted whole = new Counted(raw, bytes -> {});
        Manifest manifest = inOneSnapshot(yui, whole);
        made = new Made(manifest, file, whole.bytes(), whole.sha256());
      }
      try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel named = FileChannel.open(folder)) {
        named.force(true);
      }
      remember(made);
      return made;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  /** What a backup that was killed left behind. */
  private static void forgetUnfinished(Path folder) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*.*" + PART)) {
      for (Path part : parts) {
        String[] words = part.getFileName().toString().split("\\.");
        String pid = words[words.length - 2];
        if (pid.matches("[0-9]{1,10}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          Files.deleteIfExists(part);
        }
      }
    }
  }

  private Manifest inOneSnapshot(String yui, OutputStream whole) throws IOException, SQLException {
    Owner.seeAll(owner);
    Dialect.speak(owner);
    Map<String, List<String>> tables = Catalogue.tables(owner);
    Catalogue.LEFT_OUT.forEach(tables::remove);
    owner.setAutoCommit(false);
    try {
      Catalogue.run(owner, "set transaction isolation level repeatable read, read only");
      // No upgrade changes a table between now and the moment its turn comes.
      Catalogue.run(
          owner,
          tables.keySet().stream()
              .map(Catalogue::quoted)
              .collect(Collectors.joining(", ", "lock table ", " in access share mode")));
      return write(yui, whole, tables);
    } finally {
      owner.rollback();
      owner.setAutoCommit(true);
    }
  }

  private static final String TAKEN_AT = "select to_json(transaction_timestamp())#>>'{}'";
  private static final String EPOCH = "select epoch from feed_epoch";
  private static final String SIZE =
      """
      select coalesce(sum(pg_table_size(oid)), 0) from pg_class
       where relnamespace = 'public'::regnamespace and relkind = 'r'
      """;

  private Manifest write(String yui, OutputStream whole, Map<String, List<String>> tables)
      throws IOException, SQLException {
    Instant takenAt = Instant.parse(Catalogue.strings(owner, TAKEN_AT).getFirst());
    List<String> schema = Catalogue.schema(owner);
    String epoch = Catalogue.strings(owner, EPOCH).getFirst();
    List<String> keys = Catalogue.keys(owner);
    Progress progress =
        new Progress(out, "copying", Long.parseLong(Catalogue.strings(owner, SIZE).getFirst()));
    List<Manifest.Part> parts = new ArrayList<>();
    try (ZipOutputStream zip = new ZipOutputStream(whole)) {
      for (Map.Entry<String, List<String>> table : tables.entrySet()) {
        Manifest.Part part = copy(table.getKey(), table.getValue(), zip, progress);
        parts.add(part);
      }
      // After the tables: a number given meanwhile is never given again.
      Manifest manifest =
          new Manifest(
              Manifest.FORMAT,
              yui,
              takenAt,
              Catalogue.strings(owner, "show server_version").getFirst(),
              schema,
              epoch,
              keys,
              parts,
              Catalogue.sequences(owner));
      zip.putNextEntry(new ZipEntry(MANIFEST));
      zip.write(JSON.writeValueAsBytes(manifest));
      zip.closeEntry();
      return manifest;
    }
  }

  private Manifest.Part copy(
      String table, List<String> columns, ZipOutputStream zip, Progress progress)
      throws IOException, SQLException {
    Manifest.Part named = new Manifest.Part(table, columns, 0, 0, "");
    zip.putNextEntry(new ZipEntry(named.entry()));
    Manifest.Part part = copyOut(owner, named, zip, bytes -> progress.at(table, bytes));
    zip.closeEntry();
    progress.done(part.bytes());
    return part;
  }

  /** Writes a table's rows; answers how many they were and their digest. */
  static Manifest.Part copyOut(
      Connection connection, Manifest.Part part, OutputStream to, LongConsumer told)
      throws IOException, SQLException {
    Counted counted = new Counted(to, told);
    CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
    copies.copyOut(copying(part) + " to stdout", counted);
    return new Manifest.Part(
        part.table(), part.columns(), counted.rows(), counted.bytes(), counted.sha256());
  }

  static String copying(Manifest.Part part) {
    return "copy %s (%s)"
        .formatted(Catalogue.quoted(part.table()), String.join(", ", part.columns()));
  }

  private static final String CAN_REMEMBER = "select to_regclass('public.backups') is not null";
  private static final String REMEMBER =
      """
      insert into backups (id, taken_at, finished_at, file, bytes, row_count, sha256)
      values (?, ?, clock_timestamp(), ?, ?, ?, ?)
      """;

  // A schema from before this version has no place for it.
  private void remember(Made made) throws SQLException {
    if (!Catalogue.strings(owner, CAN_REMEMBER).getFirst().equals("t")) return;
    try (PreparedStatement statement = owner.prepareStatement(REMEMBER)) {
      statement.setObject(1, Ids.next());
      statement.setTimestamp(2, Timestamp.from(made.manifest().takenAt()));
      statement.setString(3, String.valueOf(made.file().getFileName()));
      statement.setLong(4, made.bytes());
      statement.setLong(5, made.manifest().rows());
      statement.setString(6, made.sha256());
      statement.executeUpdate();
    }
  }
}
