package yui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database of a configured installation for a command beside the server: one of its own, or the
 * embedded one, which is started where it rests and stopped again.
 */
final class Installation implements AutoCloseable {
  private final Databases databases;
  private final @Nullable EmbeddedDatabase started;

  private Installation(Databases databases, @Nullable EmbeddedDatabase started) {
    this.databases = databases;
    this.started = started;
  }

  /** There is no database where one was looked for. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    Missing(String why) {
      super(why);
    }
  }

  /**
   * @param data where the embedded database lies, if that is the one
   */
  static Installation open(Map<String, String> environment, Path data)
      throws IOException, SQLException, Config.Wrong, Missing {
    Databases own = Config.databases(environment);
    if (own != null) return new Installation(own, null);
    Path directory = data.resolve("postgres");
    if (!Files.exists(directory)) {
      throw new Missing("there is no database in " + data + "; say --data or DATABASE_URL");
    }
    if (EmbeddedDatabase.isRunning(directory)) {
      return new Installation(EmbeddedDatabase.found(directory, Running.DATABASE), null);
    }
    EmbeddedDatabase started = EmbeddedDatabase.start(directory, Running.DATABASE);
    return new Installation(started.databases(Running.DATABASE), started);
  }

  Databases databases() {
    return databases;
  }

  @Override
  public void close() throws IOException {
    if (started != null) started.close();
  }
}
