package yui;

/**
 * Where the database is, for its three roles: the server's own (owns nothing), the migrator's (owns
 * everything), the feeder's (reads for the index). Addresses as {@code
 * postgresql://user:password@host:port/database}.
 */
public record Databases(String app, String owner, String feeder) {}
