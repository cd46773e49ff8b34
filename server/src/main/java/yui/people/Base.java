package yui.people;

import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;

/** A place a resident lives in or stays at; its exact point is the resident's own. */
public record Base(
    BaseId id, Kind kind, String label, double lat, double lon, @Nullable CommunityId communityId) {

  /** What it is to the resident. */
  public enum Kind {
    HOME,
    SECOND_BASE,
    PARENTS_HOUSE,
    TRIAL_HOUSE,
    OTHER
  }

  static Base of(Row row) {
    UUID community = row.getUUID("community_id");
    return new Base(
        new BaseId(row.getUUID("id")),
        Kind.valueOf(row.getString("kind")),
        row.getString("label"),
        row.getDouble("lat"),
        row.getDouble("lon"),
        community == null ? null : new CommunityId(community));
  }
}
