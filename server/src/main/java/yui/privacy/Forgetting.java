package yui.privacy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Retention;
import yui.communities.Rules;
import yui.core.CommunityId;
import yui.core.Days;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;

/** Takes away what has run out: a community's by its rule, the rest by the installation's terms. */
public final class Forgetting implements Runnable {
  private static final Duration LOGINS = Duration.ofDays(90);

  private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);

  private final Database database;
  private final Communities communities;
  private final Rules rules;
  private final Terms terms;

  public Forgetting(Database database, Communities communities, Rules rules, Terms terms) {
    this.database = database;
    this.communities = communities;
    this.rules = rules;
    this.terms = terms;
  }

  /** Each day once, whichever server comes first. */
  @Override
  public void run() {
    for (Community community : database.read(Scope.ofSystem(), communities::all)) {
      try {
        community(community.id());
      } catch (RuntimeException e) {
        LOG.error("what has run out in {} stays another day", community.id(), e);
      }
    }
    database.write(Scope.ofSystem(), this::installation);
  }

  /** Some at a time, so that no statement takes long however much there is. */
  private void community(CommunityId id) {
    boolean more = database.write(Scope.ofSystem(), tx -> begin(tx, id));
    while (more) more = database.write(Scope.ofSystem(), tx -> some(tx, id));
  }

  private boolean begin(Tx tx, CommunityId community) {
    return isFirst(tx, Days.of(tx.now()), community.value()) && some(tx, community);
  }

  private static final String EXPIRE =
      "select expire_data($1, $2, $3, $4, $5) || expire_payees($1, $5) as counts";

  private boolean some(Tx tx, CommunityId community) {
    Retention kept = rules.retention(tx, community, Days.of(tx.now()));
    JsonObject counts =
        tx.row(
                EXPIRE,
                community.value(),
                before(tx, kept.wordDays()),
                before(tx, kept.nameDays()),
                before(tx, kept.householdDays()),
                years(tx, kept.paymentYears()))
            .orElseThrow()
            .getJsonObject("counts");
    if (!counts.isEmpty()) Audit.write(tx, null, community, "data_expired", counts.getMap());
    return !counts.isEmpty();
  }

  private static final String EXPIRE_LOG = "select expire_log($1, $2) as counts";

  private boolean installation(Tx tx) {
    if (!isFirst(tx, Days.of(tx.now()), null)) return false;
    JsonObject counts =
        tx.row(EXPIRE_LOG, years(tx, terms.auditYears()), tx.now().minus(LOGINS))
            .orElseThrow()
            .getJsonObject("counts");
    if (!counts.isEmpty()) Audit.write(tx, null, null, "data_expired", Map.copyOf(counts.getMap()));
    return true;
  }

  private static final String FIRST =
      """
      insert into retention_runs (day, community_id, at) values ($1, $2::uuid, $3)
      on conflict do nothing
      """;
  private static final String FORGET = "delete from retention_runs where day < $1";

  // Whoever comes second waits for the first to end, and finds the day done.
  private static boolean isFirst(Tx tx, LocalDate today, @Nullable UUID community) {
    tx.change(FORGET, today.minusDays(30));
    return tx.change(FIRST, today, community, tx.now()) == 1;
  }

  private static Instant before(Tx tx, int days) {
    return tx.now().minus(Duration.ofDays(days));
  }

  private static Instant years(Tx tx, int years) {
    return ZonedDateTime.ofInstant(tx.now(), Days.TOKYO).minusYears(years).toInstant();
  }
}
