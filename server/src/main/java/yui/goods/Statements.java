package yui.goods;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.GroupId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.ledger.Fund;
import yui.ledger.FundId;
import yui.ledger.Funds;

/** What a group, a farmer or a sponsor pledged and what came of it, for them to show. */
public final class Statements {
  private final Communities communities;
  private final Funds funds;

  public Statements(Communities communities, Funds funds) {
    this.communities = communities;
    this.funds = funds;
  }

  private static final String LINES =
      """
      with pledged as (
        select p.unit, sum(p.quantity)::bigint as quantity from pledges p
          where p.community_id = $1 and coalesce(p.group_id, p.fund_id) = $2
            and p.withdrawn_at is null and p.pledged_at >= $3 and p.pledged_at < $4
          group by p.unit
      ), payers as (
        select a.id, a.unit from accounts a
          where a.community_id = $1 and a.owner_id = $2 and a.kind in ('GROUP', 'FUND')
            and a.unit <> 'JPY'
      ), promised as (
        select y.unit, sum(t.amount)::bigint as quantity
          from payers y
          join transfers t on t.community_id = $1 and t.debit_account = y.id and t.kind = 'PENDING'
            and t.recorded_at >= $3 and t.recorded_at < $4
          where not exists (select from transfers r
            where r.pending_id = t.id and r.kind = 'VOID_PENDING')
          group by y.unit
      ), expired as (
        select y.unit, sum(e.amount)::bigint as quantity
          from payers y
          join entries e on e.account_id = y.id and e.amount > 0
          join transfers t on t.id = e.transfer_id and t.code = 'expire'
            and t.recorded_at >= $3 and t.recorded_at < $4
          group by y.unit
      ), given as (
        select h.unit, sum(h.quantity)::bigint as quantity,
            count(distinct h.person_id)::int as people
          from hand_overs h
          where h.community_id = $1 and h.given_at >= $3 and h.given_at < $4
            and exists (select from transfers t join payers y on y.id = t.debit_account
              where t.about ->> 'applicationId' = h.application_id::text
                and t.about ->> 'line' = h.reward_line::text and t.kind = 'PENDING')
          group by h.unit
      )
      select u.unit, coalesce(p.quantity, 0) as pledged, coalesce(m.quantity, 0) as promised,
          coalesce(g.quantity, 0) as given, coalesce(x.quantity, 0) as expired,
          coalesce(g.people, 0) as people
        from (select unit from pledged union select unit from promised union select unit from expired
          union select unit from given) u
        left join pledged p using (unit)
        left join promised m using (unit)
        left join given g using (unit)
        left join expired x using (unit)
        order by u.unit
      """;
  private static final String PEOPLE =
      """
      select count(distinct h.person_id)::int as people from hand_overs h
        where h.community_id = $1 and h.given_at >= $3 and h.given_at < $4
          and exists (select from transfers t join accounts a on a.id = t.debit_account
            where t.about ->> 'applicationId' = h.application_id::text
              and t.about ->> 'line' = h.reward_line::text and t.kind = 'PENDING'
              and a.owner_id = $2 and a.kind in ('GROUP', 'FUND'))
      """;

  /** For the giver's host and the community's desk and auditors. */
  Statement of(
      Tx tx,
      Caller caller,
      CommunityId community,
      @Nullable UUID groupId,
      @Nullable UUID fundId,
      LocalDate from,
      LocalDate to) {
    if (!caller.isStaffOf(community)) throw Refusal.notFound();
    if (to.isBefore(from)) throw Refusal.invalid("#/query/to", "end_before_start");
    String giver = giver(tx, caller, community, groupId, fundId);
    UUID owner = groupId == null ? fundId : groupId;
    Instant since = Days.startOf(from);
    Instant until = Days.startOf(to.plusDays(1));
    List<Statement.Line> lines =
        tx.list(
            LINES,
            row ->
                new Statement.Line(
                    row.getString("unit"),
                    row.getLong("pledged"),
                    row.getLong("promised"),
                    row.getLong("given"),
                    row.getLong("expired"),
                    row.getInteger("people")),
            community.value(),
            owner,
            since,
            until);
    int people =
        tx.row(PEOPLE, community.value(), owner, since, until).orElseThrow().getInteger("people");
    return new Statement(groupId, fundId, giver, from, to, people, lines);
  }

  private String giver(
      Tx tx, Caller caller, CommunityId community, @Nullable UUID groupId, @Nullable UUID fundId) {
    boolean reads = caller.coordinates(community) || caller.audits(community);
    if ((groupId == null) == (fundId == null)) throw Refusal.invalid("#/query/groupId", "missing");
    if (groupId == null) {
      if (!reads) throw Refusal.notFound();
      return funds
          .find(tx, community, new FundId(Objects.requireNonNull(fundId)))
          .map(Fund::name)
          .orElseThrow(Refusal::notFound);
    }
    if (!reads && !caller.hosts(new GroupId(groupId))) throw Refusal.notFound();
    return communities
        .group(tx, new GroupId(groupId))
        .filter(group -> group.communityId().equals(community))
        .map(Group::name)
        .orElseThrow(Refusal::notFound);
  }
}
