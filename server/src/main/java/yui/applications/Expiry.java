package yui.applications;

import java.util.List;
import yui.db.Database;
import yui.db.Scope;

/** A job: frees the places of those who were chosen and stayed silent. */
public final class Expiry implements Runnable {
  private static final int MOST = 100;

  private final Database database;
  private final Applications applications;

  public Expiry(Database database, Applications applications) {
    this.database = database;
    this.applications = applications;
  }

  /** One transaction an application, so that one fault holds up nobody else's turn for long. */
  @Override
  public void run() {
    List<ApplicationId> silent =
        database.read(Scope.ofSystem(), tx -> ApplicationStore.silent(tx, tx.now(), MOST));
    for (ApplicationId id : silent) {
      database.write(
          Scope.ofSystem(),
          tx -> {
            applications.expire(tx, id);
            return id;
          });
    }
  }
}
