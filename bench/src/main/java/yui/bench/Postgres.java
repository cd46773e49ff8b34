package yui.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The embedded PostgreSQL with one table: GIN over skills and licences, GiST over bases and stays;
 * loaded by COPY in the order of place, so that its heap is clustered too.
 */
final class Postgres implements AutoCloseable {
  private static final String TABLE =
      """
      create unlogged table residents (
        number int not null,
        tokens int[] not null,
        free bit(%1$d) not null,
        stay_free bit(%1$d),
        base point not null,
        second point,
        stay point,
        reach smallint not null,
        reach_km float8 not null,
        wishes int not null,
        found_by smallint,
        licence_end_1 int,
        licence_end_2 int,
        licence_end_3 int,
        licence_end_4 int,
        licence_end_5 int,
        licence_end_6 int,
        reliability float8 not null
      ) with (autovacuum_enabled = off)
      """
          .formatted(Calendar.HALF_DAYS);

  private static final String[] INDEXES = {
    "create index residents_tokens on residents using gin (tokens gin__int_ops)",
    "create index residents_base on residents using gist (base)",
    "create index residents_second on residents using gist (second)",
    "create index residents_stay on residents using gist (stay)",
    "create index residents_number on residents (number)",
    "vacuum (analyze) residents"
  };

  private static final int BUFFER = 1 << 18;

  private final EmbeddedPostgres server;
  private final double seconds;
  private final long bytes;

  private Postgres(EmbeddedPostgres server, double seconds, long bytes) {
    this.server = server;
    this.seconds = seconds;
    this.bytes = bytes;
  }

  static Postgres build(Path directory, Residents residents) throws IOException, SQLException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("data"))
            .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
            .setPGStartupWait(Duration.ofSeconds(60))
            .setLocaleConfig("locale", "C.UTF-8")
            .setServerConfig("shared_buffers", residents.count > 4_000_000 ? "2GB" : "1GB")
            .setServerConfig("effective_cache_size", "12GB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("random_page_cost", "1.1")
            .setServerConfig("jit", "off")
            .setOutputRedirector(Redirect.appendTo(directory.resolve("log").toFile()))
            .setErrorRedirector(Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    try (Progress progress =
            new Progress(
                "PostgreSQL", residents.count + (long) residents.count / 4 * INDEXES.length);
        Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute("create extension intarray");
      statement.execute(TABLE);
      copy(connection, residents, progress);
      statement.execute("set maintenance_work_mem = '1500MB'");
      for (String index : INDEXES) {
        statement.execute(index);
        progress.add(residents.count / 4);
      }
      ResultSet size = statement.executeQuery("select pg_total_relation_size('residents')");
      size.next();
      return new Postgres(server, progress.seconds(), size.getLong(1));
    } catch (SQLException failed) {
      server.close();
      throw failed;
    }
  }

  /** Asks along one of the two ways there are through the indexes. */
  Contender by(PostgresQuery.Plan plan) throws SQLException {
    return new Asking(plan);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static Connection connect(EmbeddedPostgres server) throws SQLException {
    return DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
  }

  private static void copy(Connection connection, Residents residents, Progress progress)
      throws SQLException {
    CopyIn copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy residents from stdin");
    StringBuilder rows = new StringBuilder(BUFFER + 2000);
    int told = 0;
    for (int at = 0; at < residents.count; at++) {
      append(rows, residents, at);
      if (rows.length() > BUFFER || at == residents.count - 1) {
        byte[] bytes = rows.toString().getBytes(StandardCharsets.US_ASCII);
        copy.writeToCopy(bytes, 0, bytes.length);
        rows.setLength(0);
        progress.add(at + 1 - told);
        told = at + 1;
      }
    }
    copy.endCopy();
  }

  private static void append(StringBuilder row, Residents residents, int at) {
    row.append(residents.number[at]).append("\t{");
    String comma = "";
    for (int i = Residents.SKILLS * at; i < Residents.SKILLS * (at + 1); i++) {
      int skill = residents.skills[i];
      for (int level = 1; skill != Residents.NONE && level <= (skill & 3); level++) {
        row.append(comma).append(skill & ~3 | level);
        comma = ",";
      }
    }
    int[] ends = new int[Seeds.LICENCES + 1];
    for (int licence = 1; licence <= Seeds.LICENCES; licence++) {
      ends[licence] = residents.licenceEnd(at, licence);
      if (ends[licence] != Integer.MIN_VALUE) {
        row.append(comma).append(PostgresQuery.LICENCE_TOKEN + licence);
      }
    }
    row.append("}\t");
    boolean stay = residents.anchors[Residents.ANCHORS * at + Residents.STAY] != Residents.NONE;
    int from = stay ? 2 * (residents.stayFrom[at] & 0xFF) : 0;
    int to = stay ? 2 * (residents.stayTo[at] & 0xFF) + 1 : -1;
    free(row, residents, at, 0, Calendar.HALF_DAYS);
    if (stay) {
      free(row, residents, at, from, to);
    } else {
      row.append("\\N\t");
    }
    for (int i = 0; i < Residents.ANCHORS; i++) {
      int cell = residents.anchors[Residents.ANCHORS * at + i];
      if (cell == Residents.NONE) {
        row.append("\\N\t");
      } else {
        row.append('(').append(Cells.lon(cell)).append(',').append(Cells.lat(cell)).append(")\t");
      }
    }
    row.append(residents.reach[at]).append('\t');
    row.append(Residents.REACH_KM[residents.reach[at]]).append('\t');
    row.append(residents.wishes[at]).append('\t');
    row.append(residents.foundBy[at] == Residents.NONE ? "\\N" : "" + residents.foundBy[at]);
    for (int licence = 1; licence <= Seeds.LICENCES; licence++) {
      row.append('\t').append(ends[licence] == Integer.MIN_VALUE ? "\\N" : "" + ends[licence]);
    }
    double reliable = (residents.attended[at] + 3.0) / (residents.committed[at] + 4.0);
    row.append('\t').append(reliable).append('\n');
  }

  private static void free(StringBuilder row, Residents residents, int at, int from, int to) {
    for (int h = 0; h < Calendar.HALF_DAYS; h++) {
      row.append(h >= from && h <= to && residents.freeOn(at, h) ? '1' : '0');
    }
    row.append('\t');
  }

  /** A connection a thread, as a pool would give. */
  private final class Asking implements Contender {
    private final PostgresQuery.Plan plan;
    private final ThreadLocal<Connection> connections = ThreadLocal.withInitial(this::open);

    Asking(PostgresQuery.Plan plan) {
      this.plan = plan;
    }

    private Connection open() {
      try {
        Connection connection = connect(server);
        try (Statement statement = connection.createStatement()) {
          statement.execute("set max_parallel_workers_per_gather = 0");
          statement.execute("set work_mem = '512MB'");
        }
        return connection;
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
    }

    @Override
    public String name() {
      return "PostgreSQL, " + plan.words();
    }

    @Override
    public Answer ask(Asked task) {
      try (Statement statement = connections.get().createStatement();
          ResultSet rows = statement.executeQuery(PostgresQuery.of(task, plan))) {
        int[] numbers = new int[Top.K];
        double[] scores = new double[Top.K];
        int found = 0;
        while (rows.next()) {
          numbers[found] = rows.getInt(1);
          scores[found++] = rows.getDouble(2);
        }
        return new Answer(Arrays.copyOf(numbers, found), Arrays.copyOf(scores, found));
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public double seconds() {
      return seconds;
    }

    @Override
    public void close() {
      connections.remove();
    }
  }
}
