package yui.matching;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import yui.core.CommunityId;
import yui.core.Days;
import yui.db.Tx;
import yui.engine.HalfDays;
import yui.tasks.TaskId;

/** Slots with places left, and who has something else to do while they last. */
final class Vacancies {
  private static final String OPEN =
      """
      select s.id, s.task_id, s.starts_at, s.ends_at, s.capacity - s.taken as places,
        coalesce(h.waiting, 0) + (select count(*) from invitations i
          where i.task_id = s.task_id and i.created_at > $5 and not exists (select from applications a
            where a.task_id = i.task_id and a.person_id = i.person_id))::int as awaiting
      from slots s join tasks t on t.id = s.task_id left join slot_heads h on h.slot_id = s.id
      where t.community_id = $1 and t.state = 'OPEN'
        and (t.apply_until is null or t.apply_until > $2)
        and not s.whole and s.starts_at > $2 and s.starts_at >= $3 and s.starts_at < $4
        and s.taken < s.capacity
        and ($6::uuid[] is null or t.id = any($6))
      order by s.starts_at, s.id
      limit $7
      """;
  private static final String ENGAGED =
      """
      select p.person_id, p.slot_id, lower(p.period) as starts_at, upper(p.period) as ends_at
      from application_slots p
      where p.state in ('APPLIED', 'WAITLISTED', 'OFFERED', 'SELECTED', 'CONFIRMED')
        and not p.whole and p.period && tstzrange($1, $2)
      union all
      select i.person_id, s.id, s.starts_at, s.ends_at
      from invitations i join tasks t on t.id = i.task_id join slots s on s.task_id = t.id
      where t.state = 'OPEN' and i.created_at > $3 and not s.whole
        and tstzrange(s.starts_at, s.ends_at) && tstzrange($1, $2)
        and not exists (select from applications a
          where a.task_id = i.task_id and a.person_id = i.person_id)
      """;

  /** A slot that has places left; awaited are those asked for one who have not answered yet. */
  record Vacancy(
      UUID slotId, TaskId taskId, Instant startsAt, Instant endsAt, int places, int awaiting) {}

  /** Somebody who is, or may come to be, at a slot. */
  record Engaged(UUID person, UUID slotId, Instant startsAt, Instant endsAt) {}

  private Vacancies() {}

  static List<Vacancy> open(Tx tx, CommunityId community, ProposalEntry entry, int most) {
    return tx.list(
        OPEN,
        Vacancies::vacancy,
        community.value(),
        tx.now(),
        Days.startOf(entry.from()),
        Days.startOf(entry.to().plusDays(1)),
        tx.now().minus(Invitations.WEEK),
        entry.taskIds() == null ? null : entry.taskIds().toArray(UUID[]::new),
        most);
  }

  /** Of all communities, for nobody can be at two places; an invitation holds for a week. */
  static List<Engaged> engaged(Tx tx, List<Vacancy> vacancies) {
    Instant first =
        vacancies.stream().map(Vacancy::startsAt).min(Instant::compareTo).orElse(tx.now());
    Instant last = vacancies.stream().map(Vacancy::endsAt).max(Instant::compareTo).orElse(tx.now());
    Duration day = Duration.ofDays(1);
    return tx.asSystem(
        () ->
            tx.list(
                ENGAGED,
                Vacancies::engaged,
                first.minus(day),
                last.plus(day),
                tx.now().minus(Invitations.WEEK)));
  }

  static Set<UUID> away(Vacancy vacancy, List<Engaged> engaged) {
    Set<UUID> away = new HashSet<>();
    for (Engaged one : engaged) {
      if (!one.slotId().equals(vacancy.slotId())
          && HalfDays.clash(vacancy.startsAt(), vacancy.endsAt(), one.startsAt(), one.endsAt())) {
        away.add(one.person());
      }
    }
    return away;
  }

  private static Vacancy vacancy(Row row) {
    return new Vacancy(
        row.getUUID("id"),
        new TaskId(row.getUUID("task_id")),
        row.getOffsetDateTime("starts_at").toInstant(),
        row.getOffsetDateTime("ends_at").toInstant(),
        row.getInteger("places"),
        row.getInteger("awaiting"));
  }

  private static Engaged engaged(Row row) {
    return new Engaged(
        row.getUUID("person_id"),
        row.getUUID("slot_id"),
        row.getOffsetDateTime("starts_at").toInstant(),
        row.getOffsetDateTime("ends_at").toInstant());
  }
}
