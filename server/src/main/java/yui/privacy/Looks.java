package yui.privacy;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;

/** Who looked at what is kept about somebody, or changed it for them, as the audit log says. */
final class Looks {
  private static final int MOST_THINGS = 500;

  /**
   * One look.
   *
   * @param as what they were there at that moment, as far as it still stands: DESK, HOST, AUDITOR,
   *     ADMIN, OPERATOR or OTHER
   * @param name of the group or the desk they acted for; empty where there is none any more
   */
  record Look(UUID id, Instant at, String deed, String as, String name, String community) {}

  private Looks() {}

  // A line of the log names somebody by themselves or by a thing of theirs; a look at all who
  // applied names the task alone. Of each the newest by key, then the newest of these.
  static final String LOOKS =
      """
      with thing (id, since) as (
        select $1::uuid, null::timestamptz
        union all
        (select id, null from applications where person_id = $1 order by id desc limit $2)
        union all
        (select id, null from needs where teller_id = $1 order by id desc limit $2)
        union all
        (select id, null from travel_claims where person_id = $1 order by id desc limit $2)
        union all
        (select task_id, created_at from applications where person_id = $1
          order by id desc limit $2)
      ), found as (
        select distinct n.line from thing t
          cross join lateral (
            select n.line from audit_named n join audit_log a on a.id = n.line
             where n.named = t.id and ($3::uuid is null or n.line < $3::uuid)
               and a.person_id is distinct from $1
               and (t.since is null or a.deed = 'applications_seen' and a.at >= t.since)
             order by n.line desc limit $4) n
         order by n.line desc limit $4
      )
      select l.id, l.at, l.deed, c.called as community,
          case when l.person_id is null then 'OPERATOR' when m.role = 'COORDINATOR' then 'DESK'
            when m.role is not null then m.role when p.is_admin then 'ADMIN' else 'OTHER' end as part,
          coalesce(g.name, case when m.role = 'COORDINATOR' then nullif(c.office_name, '') end,
            case when m.role is not null then c.called end, '') as name
        from found f join audit_log l on l.id = f.line
        left join lateral (select o.office_name,
            case when $5::boolean then coalesce(nullif(o.name_en, ''), o.name) else o.name end
              as called
          from communities o where o.id = l.community_id) c on true
        left join persons p on p.id = l.person_id
        left join lateral (select o.role, o.group_id from memberships o
          where o.person_id = l.person_id and o.community_id = l.community_id
          order by o.role limit 1) m on true
        left join groups g on g.id = m.group_id
       order by l.id desc
      """;

  /**
   * The newest first; in their person's own transaction.
   *
   * @param before the last that was seen
   */
  static List<Look> of(Tx tx, PersonId person, Lang lang, @Nullable UUID before, int limit) {
    return tx.asSystem(
        () ->
            tx.list(
                LOOKS, Looks::look, person.value(), MOST_THINGS, before, limit, lang.isEnglish()));
  }

  private static Look look(Row row) {
    String community = row.getString("community");
    return new Look(
        row.getUUID("id"),
        Instants.of(row, "at"),
        row.getString("deed"),
        row.getString("part"),
        row.getString("name"),
        community == null ? "" : community);
  }
}
