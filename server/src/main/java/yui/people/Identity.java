package yui.people;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/** That a desk saw who somebody is: a flag, never a document. */
public final class Identity {
  /** One check, still good. */
  public record Check(
      UUID id,
      PersonId personId,
      CommunityId communityId,
      String how,
      PersonId checkedBy,
      Instant checkedAt) {}

  private static final String VERIFIED =
      "select count(*) as n from identity_checks where person_id = $1 and withdrawn_at is null";

  /** Whether any desk did; everybody may know that much of somebody they meet. */
  public static boolean isVerified(Tx tx, PersonId person) {
    return tx.asSystem(
        () -> tx.row(VERIFIED, person.value()).map(row -> row.getLong("n")).orElse(0L) > 0);
  }

  private static final String CHECKS =
      """
      select id, person_id, community_id, how, checked_by, checked_at from identity_checks
      where person_id = $1 and withdrawn_at is null order by checked_at
      """;

  /** Those that row-level security shows. */
  public List<Check> of(Tx tx, PersonId person) {
    return tx.list(CHECKS, Identity::check, person.value());
  }

  private static final String RESIDENT =
      """
      select r.person_id from residents r join persons p on p.id = r.person_id
      where p.email_folded = lower($1)
      """;

  /** Somebody who stands at the desk and says under which address they are known. */
  public Optional<PersonId> byAddress(Tx tx, Caller caller, CommunityId community, String email) {
    mayCheck(caller, community);
    // No address has them, and PostgreSQL takes no NUL.
    if (email.chars().anyMatch(Character::isISOControl)) return Optional.empty();
    return tx.asSystem(
        () -> tx.row(RESIDENT, email.strip()).map(row -> new PersonId(row.getUUID("person_id"))));
  }

  private static final String EXISTS = "select from residents where person_id = $1";
  private static final String ADD =
      """
      insert into identity_checks (id, person_id, community_id, how, checked_by, checked_at)
      values ($1, $2, $3, $4, $5, $6)
      """;

  /** By the desk of a community; nobody checks themselves. */
  public Check check(Tx tx, Caller caller, CommunityId community, PersonId person, String how) {
    mayCheck(caller, community);
    if (caller.is(person)) throw Refusal.forbidden("not_your_own");
    if (tx.asSystem(() -> tx.row(EXISTS, person.value())).isEmpty()) throw Refusal.notFound();
    Check check = new Check(Ids.next(), person, community, how, caller.known(), tx.now());
    return tx.actingFor(
        community,
        caller,
        () -> {
          tx.change(
              ADD,
              check.id(),
              person.value(),
              community.value(),
              how,
              caller.known().value(),
              tx.now());
          audit(tx, caller, community, "identity_checked", person);
          return check;
        });
  }

  private static final String WITHDRAW =
      """
      update identity_checks set withdrawn_at = $3, withdrawn_by = $4
      where person_id = $1 and community_id = $2 and withdrawn_at is null
      """;

  /** A desk takes back its own word. */
  public void withdraw(Tx tx, Caller caller, CommunityId community, PersonId person) {
    if (!caller.isAdmin() && !caller.coordinates(community)) throw Refusal.forbidden("forbidden");
    tx.actingFor(
        community,
        caller,
        () -> {
          int taken =
              tx.change(
                  WITHDRAW, person.value(), community.value(), tx.now(), caller.known().value());
          if (taken == 0) throw Refusal.notFound();
          audit(tx, caller, community, "identity_withdrawn", person);
          return taken;
        });
  }

  private static void audit(
      Tx tx, Caller caller, CommunityId community, String deed, PersonId person) {
    Audit.write(tx, caller.known(), community, deed, Map.of("person", person.toString()));
  }

  private static void mayCheck(Caller caller, CommunityId community) {
    if (!caller.isAdmin() && !caller.coordinates(community)) throw Refusal.forbidden("forbidden");
  }

  private static Check check(Row row) {
    return new Check(
        row.getUUID("id"),
        new PersonId(row.getUUID("person_id")),
        new CommunityId(row.getUUID("community_id")),
        row.getString("how"),
        new PersonId(row.getUUID("checked_by")),
        Instants.of(row, "checked_at"));
  }
}
