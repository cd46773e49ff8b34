package yui.backups;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The same row is written in the same bytes, whatever the host and the server are set to. */
final class Dialect {
  private static final List<String> SETTINGS =
      List.of(
          "set timezone = 'UTC'",
          "set datestyle = 'ISO, YMD'",
          "set intervalstyle = 'postgres'",
          "set bytea_output = 'hex'",
          "set extra_float_digits = 1",
          "set xmloption = 'content'",
          // Rows come in the order in which they lie.
          "set synchronize_seqscans = off",
          "set max_parallel_workers_per_gather = 0",
          "set statement_timeout = 0",
          "set idle_in_transaction_session_timeout = 0",
          "set lock_timeout = '10s'");

  private Dialect() {}

  static void speak(Connection connection) throws SQLException {
    for (String setting : SETTINGS) Catalogue.run(connection, setting);
  }
}
