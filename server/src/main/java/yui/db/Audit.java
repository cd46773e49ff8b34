package yui.db;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;

/** Who did what that somebody may ask about later: logins, looks, settlements, roles. */
public final class Audit {
  private static final String ADD =
      """
      insert into audit_log (id, at, person_id, community_id, deed, about)
      values ($1, $2, $3::uuid, $4::uuid, $5, $6)
      """;

  private static final String LAST =
      """
      select at, person_id, about from audit_log where community_id = $1 and deed = $2
        order by id desc limit 1
      """;

  private Audit() {}

  /** What was written of one deed. */
  public record Line(Instant at, @Nullable UUID person, JsonObject about) {}

  /** The last of its kind in a community, for whoever may read its lines. */
  public static Optional<Line> last(Tx tx, CommunityId community, String deed) {
    return tx.row(LAST, community.value(), deed)
        .map(
            row ->
                new Line(
                    Instants.of(row, "at"), row.getUUID("person_id"), row.getJsonObject("about")));
  }

  /** Names ids and codes only, never what a person typed. */
  public static void write(
      Tx tx,
      @Nullable PersonId person,
      @Nullable CommunityId community,
      String deed,
      Map<String, Object> about) {
    tx.change(
        ADD,
        Ids.next(),
        tx.now(),
        person == null ? null : person.value(),
        community == null ? null : community.value(),
        deed,
        new JsonObject(about));
  }
}
