package yui.db;

/** A fault of ours or of the database, never of the caller; carries the frames of who waited. */
public final class DatabaseFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sqlState;

  DatabaseFault(String sqlState, String message, Throwable cause) {
    super(message, cause);
    this.sqlState = sqlState;
  }

  /** PostgreSQL's five characters, or empty when the answer never came. */
  public String sqlState() {
    return sqlState;
  }

  /** A lost race that the same work, done again, can win. */
  boolean isWorthAnotherTry() {
    return sqlState.equals("40001") || sqlState.equals("40P01");
  }
}
