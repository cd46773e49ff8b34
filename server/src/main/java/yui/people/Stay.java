package yui.people;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;

/** Days, first and last, that a resident is at a place. */
record Stay(
    StayId id,
    @Nullable BaseId baseId,
    @Nullable String label,
    double lat,
    double lon,
    @Nullable CommunityId communityId,
    LocalDate from,
    LocalDate to) {

  static Stay of(Row row) {
    UUID base = row.getUUID("base_id");
    UUID community = row.getUUID("community_id");
    return new Stay(
        new StayId(row.getUUID("id")),
        base == null ? null : new BaseId(base),
        row.getString("label"),
        row.getDouble("lat"),
        row.getDouble("lon"),
        community == null ? null : new CommunityId(community),
        row.getLocalDate("from_day"),
        row.getLocalDate("to_day"));
  }
}
