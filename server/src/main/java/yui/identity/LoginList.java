package yui.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.core.Caller;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/** Where somebody is logged in: seen and ended by themselves. */
final class LoginList {

  /**
   * One login.
   *
   * @param network how its address begins; where that is nobody can tell for sure
   */
  record Shown(
      UUID id,
      String kind,
      String device,
      String network,
      Instant createdAt,
      Instant seenAt,
      boolean current) {}

  private final InstantSource wallClock;

  LoginList(InstantSource wallClock) {
    this.wallClock = wallClock;
  }

  private static final String LIST =
      """
      select id, kind, agent, network, created_at, seen_at from logins
      where person_id = $1 and ended_at is null and expires_at > $2
      order by seen_at desc, id
      limit 200
      """;

  List<Shown> list(Tx tx, Caller caller, UUID current) {
    return tx.list(
        LIST,
        row ->
            new Shown(
                row.getUUID("id"),
                row.getString("kind"),
                DeviceWords.of(row.getString("agent")),
                row.getString("network"),
                Instants.of(row, "created_at"),
                Instants.of(row, "seen_at"),
                row.getUUID("id").equals(current)),
        caller.known().value(),
        wallClock.instant());
  }

  private static final String END =
      """
      update logins set ended_at = $3 where id = $1 and person_id = $2 and ended_at is null
      """;

  void end(Tx tx, Caller caller, UUID login) {
    if (tx.change(END, login, caller.known().value(), wallClock.instant()) == 0) {
      throw Refusal.notFound();
    }
    Audit.write(tx, caller.known(), null, "logout", Map.of("login", login.toString()));
  }

  private static final String END_OTHERS =
      """
      update logins set ended_at = $3 where person_id = $1 and id <> $2 and ended_at is null
      """;

  /** Ends all but this one; how many there were. */
  int endOthers(Tx tx, Caller caller, UUID current) {
    int ended = tx.change(END_OTHERS, caller.known().value(), current, wallClock.instant());
    Audit.write(tx, caller.known(), null, "logout_others", Map.of("ended", ended));
    return ended;
  }
}
