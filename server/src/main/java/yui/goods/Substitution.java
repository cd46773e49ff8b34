package yui.goods;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Instants;

/**
 * Something else that the host's side proposes for what it owes of a line.
 *
 * @param quantity how much of what is owed it stands for, in the unit's smallest scale
 * @param newLine the line of thanks that came of it
 */
record Substitution(
    UUID id,
    CommunityId communityId,
    UUID applicationId,
    PersonId personId,
    UUID groupId,
    int rewardLine,
    String unit,
    long quantity,
    String newUnit,
    long newQuantity,
    String reason,
    PersonId proposedBy,
    boolean byDesk,
    Instant proposedAt,
    Instant endsAt,
    State state,
    @Nullable Instant decidedAt,
    @Nullable Integer newLine) {

  /** Waiting for whoever is owed; then one of the others for good. */
  enum State {
    PROPOSED,
    ACCEPTED,
    DECLINED,
    EXPIRED,
    WITHDRAWN
  }

  static final String COLUMNS =
      """
      id, community_id, application_id, person_id, group_id, line, unit, quantity, new_unit,
      new_quantity, reason, proposed_by, by_desk, proposed_at, ends_at, state, decided_at, new_line
      """;

  boolean waits(Instant now) {
    return state == State.PROPOSED && now.isBefore(endsAt);
  }

  Substitution mustWait(Instant now) {
    if (state != State.PROPOSED) {
      throw Refusal.conflict("substitution_decided", Map.of("state", state.name()));
    }
    if (!now.isBefore(endsAt)) throw Refusal.conflict("substitution_too_late");
    return this;
  }

  static Substitution of(Row row) {
    return new Substitution(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        row.getUUID("application_id"),
        new PersonId(row.getUUID("person_id")),
        row.getUUID("group_id"),
        row.getInteger("line"),
        row.getString("unit"),
        row.getLong("quantity"),
        row.getString("new_unit"),
        row.getLong("new_quantity"),
        row.getString("reason"),
        new PersonId(row.getUUID("proposed_by")),
        row.getBoolean("by_desk"),
        Instants.of(row, "proposed_at"),
        Instants.of(row, "ends_at"),
        State.valueOf(row.getString("state")),
        Instants.maybe(row, "decided_at"),
        row.getInteger("new_line"));
  }
}
