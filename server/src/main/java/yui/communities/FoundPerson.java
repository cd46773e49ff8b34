package yui.communities;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * An account as an administrator finds it.
 *
 * @param roles each with where it is held, once however many groups it is held for
 */
public record FoundPerson(
    UUID id, String email, String name, boolean isAdmin, Instant since, List<Held> roles) {

  /** A role and the community it is held in. */
  public record Held(String role, UUID communityId, String community) {}

  static FoundPerson of(Row row) {
    List<Held> roles =
        Arrays.stream(row.getArrayOfStrings("roles"))
            .map(held -> held.split("/", 3))
            .map(held -> new Held(held[0], UUID.fromString(held[1]), held[2]))
            .distinct()
            .toList();
    return new FoundPerson(
        row.getUUID("id"),
        row.getString("email"),
        row.getString("name"),
        row.getBoolean("is_admin"),
        row.getOffsetDateTime("created_at").toInstant(),
        roles);
  }
}
