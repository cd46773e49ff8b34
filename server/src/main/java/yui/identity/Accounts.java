package yui.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/** What the administrator does about somebody's account: shuts it, opens it, ends its logins. */
final class Accounts {
  /** How an account stands: shut since when, and its logins. */
  record Standing(
      @Nullable Instant lockedAt, long openLogins, @Nullable Instant seenAt, long factors) {}

  private final InstantSource wallClock;

  Accounts(InstantSource wallClock) {
    this.wallClock = wallClock;
  }

  private static final String STANDING =
      """
      select p.locked_at,
        (select count(*) from logins l
          where l.person_id = p.id and l.ended_at is null and l.expires_at > $2) as open,
        (select max(l.seen_at) from logins l where l.person_id = p.id) as seen_at,
        (select count(*) from passkeys k where k.person_id = p.id)
          + (select count(*) from totp_secrets t where t.person_id = p.id) as factors
      from persons p where p.id = $1
      """;

  Standing standing(Tx tx, PersonId person) {
    return tx.asSystem(
        () ->
            tx.row(STANDING, person.value(), wallClock.instant())
                .map(
                    row ->
                        new Standing(
                            row.getOffsetDateTime("locked_at") == null
                                ? null
                                : Instants.of(row, "locked_at"),
                            row.getLong("open"),
                            row.getOffsetDateTime("seen_at") == null
                                ? null
                                : Instants.of(row, "seen_at"),
                            row.getLong("factors")))
                .orElseThrow(Refusal::notFound));
  }

  private static final String LOCK =
      "update persons set locked_at = coalesce(locked_at, $2) where id = $1";
  private static final String UNLOCK =
      "update persons set locked_at = null where id = $1 and erased_at is null";
  private static final String END =
      "update logins set ended_at = $2 where person_id = $1 and ended_at is null";

  /** Every login ends, and none begins until it is unlocked. */
  void lock(Tx tx, Caller caller, PersonId person) {
    guard(caller, person);
    change(tx, person, LOCK, wallClock.instant());
    tx.asSystem(() -> tx.change(END, person.value(), wallClock.instant()));
    kept(tx, caller, "user_locked", person);
  }

  void unlock(Tx tx, Caller caller, PersonId person) {
    guard(caller, person);
    change(tx, person, UNLOCK);
    kept(tx, caller, "user_unlocked", person);
  }

  void logOut(Tx tx, Caller caller, PersonId person) {
    guard(caller, person);
    standing(tx, person);
    tx.asSystem(() -> tx.change(END, person.value(), wallClock.instant()));
    kept(tx, caller, "user_logged_out", person);
  }

  /** Nobody shuts themselves out: there might be nobody left who could open. */
  private static void guard(Caller caller, PersonId person) {
    caller.known();
    if (!caller.isAdmin()) throw Refusal.forbidden("forbidden");
    caller.demandProof();
    if (caller.is(person)) throw Refusal.conflict("own_account");
  }

  private static void change(Tx tx, PersonId person, String statement, Object... more) {
    Object[] values = new Object[more.length + 1];
    values[0] = person.value();
    System.arraycopy(more, 0, values, 1, more.length);
    if (tx.asSystem(() -> tx.change(statement, values)) == 0) throw Refusal.notFound();
  }

  private static void kept(Tx tx, Caller caller, String deed, PersonId person) {
    Audit.write(tx, caller.known(), null, deed, Map.of("personId", person.toString()));
  }
}
