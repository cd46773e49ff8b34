package yui.communities;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import yui.core.Lang;

/**
 * An account as an administrator finds it.
 *
 * @param roles each with where it is held, once however many groups it is held for
 */
public record FoundPerson(
    UUID id, String email, String name, boolean isAdmin, Instant since, List<Held> roles) {

  /** A role and the community it is held in. */
  public record Held(String role, UUID communityId, String name, String nameEn) {

    public String community(Lang lang) {
      return lang.isEnglish() && !nameEn.isEmpty() ? nameEn : name;
    }
  }

  static FoundPerson of(Row row) {
    List<Held> roles = new ArrayList<>();
    for (Object held : row.getJsonArray("roles")) {
      JsonObject one = (JsonObject) held;
      roles.add(
          new Held(
              one.getString("role"),
              UUID.fromString(one.getString("community")),
              one.getString("name"),
              one.getString("name_en")));
    }
    return new FoundPerson(
        row.getUUID("id"),
        row.getString("email"),
        row.getString("name"),
        row.getBoolean("is_admin"),
        row.getOffsetDateTime("created_at").toInstant(),
        roles.stream().distinct().toList());
  }
}
