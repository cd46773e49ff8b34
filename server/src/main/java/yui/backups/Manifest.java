package yui.backups;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a backup says of itself.
 *
 * @param format of the file; another number cannot be read
 * @param takenAt the moment whose state it holds
 * @param schema the migrations that the database had run, oldest first
 * @param feedEpoch the search index's epoch then; a restore begins another
 * @param keys what secrets in it are sealed under (bank accounts), which is not in the file
 * @param sequences the next number's predecessor, by sequence
 */
public record Manifest(
    int format,
    String yui,
    Instant takenAt,
    String postgres,
    List<String> schema,
    String feedEpoch,
    List<String> keys,
    List<Part> parts,
    Map<String, Long> sequences) {
  static final int FORMAT = 1;

  /**
   * A table in the file.
   *
   * @param sha256 of its rows as PostgreSQL's text format writes them
   */
  public record Part(String table, List<String> columns, long rows, long bytes, String sha256) {
    String entry() {
      return "tables/" + table + ".copy";
    }
  }

  public Manifest {
    schema = List.copyOf(schema);
    keys = List.copyOf(keys);
    parts = List.copyOf(parts);
    sequences = Map.copyOf(sequences);
  }

  public long rows() {
    return parts.stream().mapToLong(Part::rows).sum();
  }

  long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  String newestMigration() {
    return schema.isEmpty() ? "unknown" : schema.getLast();
  }
}
