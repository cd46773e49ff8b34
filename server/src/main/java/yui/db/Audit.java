package yui.db;

import io.vertx.core.json.JsonObject;
import java.util.Map;
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

  private Audit() {}

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
