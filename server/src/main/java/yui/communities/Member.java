package yui.communities;

import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Desk;
import yui.core.GroupId;
import yui.core.PersonId;
import yui.core.Role;

/** Somebody's role in a community, with what its desk may know of them. */
record Member(
    UUID id,
    CommunityId communityId,
    PersonId personId,
    String email,
    String name,
    Role role,
    @Nullable GroupId groupId,
    @Nullable String groupName,
    @Nullable Desk desk) {

  static Member of(Row row) {
    UUID group = row.getUUID("group_id");
    String desk = row.getString("desk");
    return new Member(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        new PersonId(row.getUUID("person_id")),
        row.getString("email"),
        row.getString("name"),
        Role.valueOf(row.getString("role")),
        group == null ? null : new GroupId(group),
        row.getString("group_name"),
        desk == null ? null : Desk.valueOf(desk));
  }
}
