package yui;

import org.jspecify.annotations.Nullable;

/**
 * Where the database is, for its three roles: the server's own (owns nothing), the migrator's (owns
 * everything), the feeder's (reads for the index). Addresses as {@code
 * postgresql://user:password@host:port/database}.
 *
 * @param replica one that follows it, for the server's own role; null where there is none
 */
public record Databases(String app, String owner, String feeder, @Nullable String replica) {
  Databases(String app, String owner, String feeder) {
    this(app, owner, feeder, null);
  }
}
