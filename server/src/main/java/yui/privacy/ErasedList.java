package yui.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;

/**
 * The ids of those who have left, in a file beside the database: an older backup that is brought
 * back holds them still, and they are erased again before anybody is served.
 */
public final class ErasedList {
  private static final Logger LOG = LoggerFactory.getLogger(ErasedList.class);
  private static final String NAME = "erased.list";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Path file;

  public ErasedList(Path data) {
    this.file = data.resolve(NAME);
  }

  private Set<UUID> read() throws IOException {
    if (!Files.exists(file)) return new TreeSet<>();
    return Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
        .map(String::strip)
        .filter(ErasedList::isId)
        .map(UUID::fromString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isId(String line) {
    boolean id = ID.matcher(line).matches();
    if (!id && !line.isEmpty()) LOG.warn("a line of {} is no id and is passed over", NAME);
    return id;
  }

  private static final String BACK =
      "select id from persons where id = any($1) and erased_at is null";
  private static final String ERASE = "select erase_person($1)";

  /** Erases again whom an older database brought back; then writes down whoever has left. */
  public int replay(Database database) {
    try {
      Set<UUID> known = read();
      List<UUID> back = database.read(Scope.ofSystem(), tx -> back(tx, known));
      for (UUID person : back) {
        database.write(
            Scope.ofSystem(),
            tx -> {
              tx.rows(ERASE, person);
              Audit.write(tx, null, null, "erasure_done", Map.of("id", person.toString()));
              return person;
            });
      }
      if (!back.isEmpty()) LOG.info("erased again after a restore: {}", back.size());
      if (known.addAll(database.read(Scope.ofSystem(), Erasures::gone))) write(known);
      return back.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<UUID> back(Tx tx, Set<UUID> known) {
    return known.isEmpty()
        ? List.of()
        : tx.list(BACK, row -> row.getUUID("id"), (Object) known.toArray(UUID[]::new));
  }

  private void write(Set<UUID> ids) throws IOException {
    Path next = file.resolveSibling(NAME + ".next");
    String lines = ids.stream().map(UUID::toString).collect(Collectors.joining("\n", "", "\n"));
    Files.writeString(
        next,
        lines,
        StandardCharsets.US_ASCII,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
