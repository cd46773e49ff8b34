package yui.communities;

import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.PersonId;
import yui.db.Tx;

/** Rows of communities and groups. */
final class CommunityStore {
  private CommunityStore() {}

  private static final String FIND =
      "select " + Community.COLUMNS + " from communities where id = $1";

  static Optional<Community> find(Tx tx, CommunityId id) {
    return tx.row(FIND, id.value()).map(Community::of);
  }

  private static final String BY_CODE =
      "select " + Community.COLUMNS + " from communities where code > $1 order by code limit $2";

  static List<Community> byCode(Tx tx, String after, int limit) {
    return tx.list(BY_CODE, Community::of, after, limit);
  }

  private static final String ADD =
      """
      insert into communities (id, code, name, name_en, about, lat, lon, office_name, office_phone,
        created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      """;

  static void add(Tx tx, Community c) {
    tx.change(
        ADD,
        c.id().value(),
        c.code(),
        c.name(),
        c.nameEn(),
        c.about(),
        c.lat(),
        c.lon(),
        c.officeName(),
        c.officePhone(),
        tx.now());
  }

  private static final String LOCK = "select id from communities where id = $1 for update";

  static void lock(Tx tx, CommunityId id) {
    tx.row(LOCK, id.value());
  }

  private static final String GROUP = "select " + Group.COLUMNS + " from groups where id = $1";

  static Optional<Group> group(Tx tx, GroupId id) {
    return tx.row(GROUP, id.value()).map(Group::of);
  }

  private static final String GROUPS =
      "select "
          + Group.COLUMNS
          + " from groups where community_id = $1"
          + " and (name collate \"C\", id) > ($2, $3) order by name collate \"C\", id limit $4";

  static List<Group> groups(Tx tx, CommunityId community, String name, UUID id, int limit) {
    return tx.list(GROUPS, Group::of, community.value(), name, id, limit);
  }

  private static final String ALL_GROUPS =
      "select " + Group.COLUMNS + " from groups order by name collate \"C\", id";

  static List<Group> allGroups(Tx tx) {
    return tx.list(ALL_GROUPS, Group::of);
  }

  private static final String ADD_GROUP =
      "insert into groups (id, community_id, name, about, created_at) values ($1, $2, $3, $4, $5)";

  static void addGroup(Tx tx, Group group) {
    tx.change(
        ADD_GROUP,
        group.id().value(),
        group.communityId().value(),
        group.name(),
        group.about(),
        tx.now());
  }

  private static final String HOSTS =
      "select distinct person_id from memberships where role = 'HOST' and group_id = $1";

  static List<PersonId> hosts(Tx tx, GroupId group) {
    return tx.list(HOSTS, CommunityStore::person, group.value());
  }

  private static final String COORDINATORS =
      """
      select distinct person_id from memberships where role = 'COORDINATOR' and community_id = $1
      """;

  static List<PersonId> coordinators(Tx tx, CommunityId community) {
    return tx.list(COORDINATORS, CommunityStore::person, community.value());
  }

  private static PersonId person(Row row) {
    return new PersonId(row.getUUID("person_id"));
  }
}
