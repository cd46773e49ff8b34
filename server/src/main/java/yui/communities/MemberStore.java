package yui.communities;

import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Desk;
import yui.core.GroupId;
import yui.core.PersonId;
import yui.core.Role;
import yui.db.Tx;

/** Rows of memberships. */
final class MemberStore {
  private MemberStore() {}

  private static final String SELECT =
      """
      select m.id, m.community_id, m.person_id, p.email, p.name, m.role, m.group_id,
        g.name as group_name, m.desk
      from memberships m join persons p on p.id = m.person_id left join groups g on g.id = m.group_id
      where m.community_id = $1
      """;

  private static final String LIST =
      SELECT
          + " and (p.name collate \"C\", m.id) > ($2, $3)"
          + " order by p.name collate \"C\", m.id limit $4";

  static List<Member> list(Tx tx, CommunityId community, String name, UUID id, int limit) {
    return tx.list(LIST, Member::of, community.value(), name, id, limit);
  }

  private static final String FIND = SELECT + " and m.id = $2";

  static Optional<Member> find(Tx tx, CommunityId community, UUID id) {
    return tx.row(FIND, community.value(), id).map(Member::of);
  }

  private static final String ADD =
      """
      insert into memberships
        (id, person_id, community_id, group_id, role, desk, given_by, created_at)
      values ($1, $2, $3, $4::uuid, $5, $6::text, $7, $8)
      """;

  static void add(
      Tx tx,
      UUID id,
      PersonId person,
      CommunityId community,
      @Nullable GroupId group,
      Role role,
      @Nullable Desk desk,
      PersonId by) {
    tx.change(
        ADD,
        id,
        person.value(),
        community.value(),
        group == null ? null : group.value(),
        role.name(),
        desk == null ? null : desk.name(),
        by.value(),
        tx.now());
  }

  private static final String FOUND =
      """
      select p.id, p.email, p.name, p.is_admin, p.created_at,
        coalesce((select jsonb_agg(jsonb_build_object('role', m.role, 'community', c.id,
              'name', c.name, 'name_en', c.name_en) order by c.name, m.role)
          from memberships m join communities c on c.id = m.community_id
          where m.person_id = p.id), '[]') as roles
      from persons p
      """;
  private static final String ONE = FOUND + "where p.id = $1";
  private static final String SEARCH =
      FOUND
          + """
      where p.email_folded like $1 or lower(p.name) like $1
        or exists (select from residents r
          where r.person_id = p.id and lower(r.display_name) like $1)
      order by p.email_folded limit $2
      """;

  /** Somebody's account, as the system finds it. */
  static Optional<FoundPerson> person(Tx tx, PersonId person) {
    return tx.row(ONE, person.value()).map(FoundPerson::of);
  }

  /** Persons with a piece of text in their address or names, as the system finds them. */
  static List<FoundPerson> search(Tx tx, String piece, int limit) {
    String like = "%" + piece.toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
    return tx.list(SEARCH, FoundPerson::of, like, limit);
  }

  private static final String COORDINATORS =
      """
      select count(*) as coordinators
      from memberships where community_id = $1 and role = 'COORDINATOR'
      """;

  static long coordinators(Tx tx, CommunityId community) {
    return tx.row(COORDINATORS, community.value()).orElseThrow().getLong("coordinators");
  }

  private static final String COUNTS =
      """
      select community_id, count(distinct person_id) as members
      from memberships group by community_id
      """;

  static Map<CommunityId, Long> counts(Tx tx) {
    Map<CommunityId, Long> counts = new HashMap<>();
    for (Row row : tx.rows(COUNTS)) {
      counts.put(new CommunityId(row.getUUID("community_id")), row.getLong("members"));
    }
    return counts;
  }

  private static final String REMOVE = "delete from memberships where id = $1";

  static void remove(Tx tx, UUID id) {
    tx.change(REMOVE, id);
  }
}
