package yui.communities;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.db.Tx;

/**
 * What holds in a community on a day: dated rows, and the shipped value where it decided nothing.
 */
public final class Rules {
  /** Hours a chosen applicant has to confirm: usually, and when the day is within a week. */
  public record ConfirmHours(int usual, int soon) {}

  static final String MATCHING_WEIGHTS = "matching_weights";
  static final String REVIEW_TASKS = "review_tasks";
  static final String CONFIRM_HOURS = "confirm_hours";
  static final String TRAVEL_CLAIM_DAYS = "travel_claim_days";

  /** The weights of the score. */
  public Weights weights(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, MATCHING_WEIGHTS, day)
        .map(JsonObject.class::cast)
        .map(Weights::of)
        .orElse(Weights.SHIPPED);
  }

  /** Whether a coordinator approves each task before it opens. */
  public boolean reviewsTasks(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, REVIEW_TASKS, day).map(Boolean.class::cast).orElse(false);
  }

  public ConfirmHours confirmHours(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, CONFIRM_HOURS, day)
        .map(JsonObject.class::cast)
        .map(h -> new ConfirmHours(h.getInteger("usual"), h.getInteger("soon")))
        .orElse(new ConfirmHours(72, 24));
  }

  /** How long after the last slot a promised travel cap waits for a claim. */
  public int travelClaimDays(Tx tx, CommunityId community, LocalDate day) {
    return value(tx, community, TRAVEL_CLAIM_DAYS, day)
        .map(days -> ((Number) days).intValue())
        .orElse(30);
  }

  private static final String LATEST =
      """
      select value from community_rules
      where community_id = $1 and rule = $2 and valid_from <= $3
      order by valid_from desc limit 1
      """;

  private Optional<Object> value(Tx tx, CommunityId community, String rule, LocalDate day) {
    return tx.row(LATEST, community.value(), rule, day).map(row -> row.getValue("value"));
  }

  private static final String DECIDE =
      """
      insert into community_rules
        (community_id, rule, valid_from, value, source, decided_by, decided_at)
      values ($1, $2, $3, $4, $5, $6::uuid, $7)
      """;

  /** Decides a rule from a day on; what held before stays written. */
  void decide(
      Tx tx,
      CommunityId community,
      String rule,
      LocalDate from,
      Object value,
      String source,
      @Nullable PersonId by) {
    tx.change(
        DECIDE,
        community.value(),
        rule,
        from,
        value,
        source,
        by == null ? null : by.value(),
        tx.now());
  }
}
