package yui.communities;

import io.vertx.sqlclient.Row;
import yui.core.CommunityId;
import yui.core.GroupId;

/** A neighbourhood, association or office of a community that posts tasks. */
public record Group(GroupId id, CommunityId communityId, String name, String about) {

  static final String COLUMNS = "id, community_id, name, about";

  static Group of(Row row) {
    return new Group(
        new GroupId(row.getUUID("id")),
        new CommunityId(row.getUUID("community_id")),
        row.getString("name"),
        row.getString("about"));
  }
}
