package yui.ledger;

import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Membership;
import yui.core.PersonId;
import yui.db.Tx;

/** Reads what is still to be handed over, line by line, under the caller's rights. */
public final class OwedLines {
  private OwedLines() {}

  // Begins at what is owed now, so that years of what was given are not read.
  private static final String LINES =
      """
      select w.id as application_id, w.task_id, w.title, w.community_id, w.group_id, l.person_id,
          l.line, l.unit, l.payer_kind, l.payer_owner, l.earned, h.handed
        from (
          select (p.about ->> 'applicationId')::uuid as application_id, p.person_id,
              (p.about ->> 'line')::int as line, p.unit, d.kind as payer_kind,
              d.owner_id as payer_owner, sum(r.amount + c.amount)::bigint as earned
            from accounts o
            join balances b on b.account_id = o.id and b.credits_posted > b.debits_posted
            join transfers p on p.person_id = o.owner_id and p.unit = o.unit
              and p.community_id = o.community_id and p.kind = 'PENDING'
              and p.purpose = 'THANKS' and p.about ->> 'line' is not null
            join accounts d on d.id = p.debit_account and d.kind in ('FUND', 'GROUP')
            join transfers r on r.pending_id = p.id and r.kind = 'POST_PENDING'
            cross join lateral (
              select coalesce(sum(case x.debit_account when p.debit_account then x.amount
                  else -x.amount end), 0)::bigint as amount
                from transfers x
                where x.about ->> 'promiseId' = p.id::text and x.kind = 'DIRECT') c
            where o.kind = 'OWED' and o.unit <> 'JPY'
              and ($1::uuid is null or o.community_id = $1)
              and ($2::uuid is null or o.owner_id = $2)
            group by 1, 2, 3, 4, 5, 6) l
        join ledger_applications w on w.id = l.application_id
        cross join lateral (select coalesce(sum(x.quantity), 0)::bigint as handed
          from hand_overs x
          where x.application_id = l.application_id and x.reward_line = l.line) h
        where l.earned > h.handed
        order by w.title, w.task_id, w.id, l.line
      """;

  /** Everything a person is still to get, in all communities. */
  public static List<OwedLine> ofPerson(Tx tx, PersonId person) {
    return list(tx, null, person.value());
  }

  /** Everything a community's groups and funds are still to give. */
  public static List<OwedLine> ofCommunity(Tx tx, CommunityId community) {
    return list(tx, community.value(), null);
  }

  /** A line of an application, if any of it is still to be given. */
  public static Optional<OwedLine> of(
      Tx tx, CommunityId community, PersonId person, UUID application, int line) {
    return list(tx, community.value(), person.value()).stream()
        .filter(l -> l.applicationId().equals(application) && l.line() == line)
        .findFirst();
  }

  /** What the caller may hand over, wherever they act. */
  static List<OwedLine> toGive(Tx tx, Caller caller) {
    return caller.memberships().stream()
        .map(Membership::communityId)
        .filter(community -> community != null)
        .distinct()
        .flatMap(community -> ofCommunity(tx, community).stream())
        .filter(line -> caller.actsFor(line.communityId(), line.groupId()))
        .toList();
  }

  private static List<OwedLine> list(Tx tx, @Nullable UUID community, @Nullable UUID person) {
    return tx.list(LINES, OwedLines::line, community, person);
  }

  private static OwedLine line(Row row) {
    return new OwedLine(
        row.getUUID("application_id"),
        row.getUUID("task_id"),
        row.getString("title"),
        new CommunityId(row.getUUID("community_id")),
        new GroupId(row.getUUID("group_id")),
        new PersonId(row.getUUID("person_id")),
        row.getInteger("line"),
        row.getString("unit"),
        new Account(Account.Kind.valueOf(row.getString("payer_kind")), row.getUUID("payer_owner")),
        row.getLong("earned"),
        row.getLong("handed"));
  }
}
