package yui.goods;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;
import yui.ledger.Fund;
import yui.ledger.FundId;
import yui.ledger.Funds;
import yui.ledger.Units;
import yui.tasks.RewardLine;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;

/** What groups, farmers and sponsors say is there: written down, tied to thanks, withdrawn. */
public final class Pledges {
  private static final UUID LAST = new UUID(-1, -1);

  private final Communities communities;
  private final Tasks tasks;
  private final Funds funds;

  public Pledges(Communities communities, Tasks tasks, Funds funds) {
    this.communities = communities;
    this.tasks = tasks;
    this.funds = funds;
  }

  private static final String PLEDGES =
      """
      select p.id, p.community_id, p.group_id, p.fund_id, coalesce(g.name, f.name, '') as giver,
          p.unit, p.quantity, p.name, p.harvest_on, p.available_from, p.best_before,
          p.pick_up_until, p.place, p.hours, p.note, p.by_desk, p.pledged_at, p.withdrawn_at
        from pledges p
        left join ledger_groups g on g.id = p.group_id
        left join funds f on f.id = p.fund_id
      """;
  private static final String ONE = PLEDGES + " where p.id = $1";
  private static final String PAGE =
      PLEDGES
          + """
            where p.community_id = $1 and p.id < $2
              and ($3::uuid[] is null or p.group_id = any ($3))
              order by p.id desc limit $4
            """;
  private static final String LINES =
      """
      select u.pledge_id, u.task_id, u.line, t.title from pledge_lines u
        join ledger_tasks t on t.id = u.task_id
        where u.pledge_id = any ($1) order by u.task_id, u.line
      """;

  /** Newest first, before an id: a host's own groups', the whole community's for its desk. */
  List<Pledge> list(Tx tx, Caller caller, CommunityId community, @Nullable UUID before, int most) {
    UUID[] groups = groupsSeen(caller, community);
    return withLines(
        tx, tx.rows(PAGE, community.value(), before == null ? LAST : before, groups, most));
  }

  /** The groups whose stock the caller sees; null: all of the community. */
  private static UUID @Nullable [] groupsSeen(Caller caller, CommunityId community) {
    if (!caller.isStaffOf(community)) throw Refusal.notFound();
    if (caller.coordinates(community) || caller.audits(community)) return null;
    return caller.memberships().stream()
        .filter(m -> community.equals(m.communityId()))
        .map(m -> m.groupId())
        .filter(Objects::nonNull)
        .map(GroupId::value)
        .toArray(UUID[]::new);
  }

  private static List<Pledge> withLines(Tx tx, List<Row> rows) {
    Map<UUID, List<Pledge.Line>> lines = new HashMap<>();
    UUID[] ids = rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
    tx.rows(LINES, (Object) ids)
        .forEach(
            row ->
                lines
                    .computeIfAbsent(row.getUUID("pledge_id"), id -> new ArrayList<>())
                    .add(
                        new Pledge.Line(
                            row.getUUID("task_id"),
                            row.getInteger("line"),
                            row.getString("title"))));
    return rows.stream()
        .map(row -> pledge(row, lines.getOrDefault(row.getUUID("id"), List.of())))
        .toList();
  }

  private static final String STOCKS =
      """
      select s.group_id, s.fund_id, coalesce(g.name, f.name, '') as giver, s.unit, s.pledged,
          s.promised, s.earned, h.given
        from pledge_stocks s
        left join ledger_groups g on g.id = s.group_id
        left join funds f on f.id = s.fund_id
        cross join lateral (
          select coalesce(sum(x.quantity), 0)::bigint as given
            from hand_overs x
            where x.community_id = s.community_id and x.unit = s.unit
              and x.given_at >= (select min(p.pledged_at) from pledges p
                where p.community_id = s.community_id and p.unit = s.unit
                  and coalesce(p.group_id, p.fund_id) = coalesce(s.group_id, s.fund_id))
              and exists (select from transfers t join accounts a on a.id = t.debit_account
                where t.about ->> 'applicationId' = x.application_id::text
                  and t.about ->> 'line' = x.reward_line::text and t.kind = 'PENDING'
                  and a.owner_id = coalesce(s.group_id, s.fund_id))) h
        where s.community_id = $1 and ($2::uuid[] is null or s.group_id = any ($2))
        order by giver, s.unit
      """;

  /** What is pledged, promised, owed, given and left, by giver and unit. */
  List<Stock> stocks(Tx tx, Caller caller, CommunityId community) {
    return tx.list(
        STOCKS,
        row -> {
          long pledged = row.getLong("pledged");
          long promised = row.getLong("promised");
          long earned = row.getLong("earned");
          long given = row.getLong("given");
          return new Stock(
              row.getUUID("group_id"),
              row.getUUID("fund_id"),
              row.getString("giver"),
              row.getString("unit"),
              pledged,
              promised,
              Math.max(0, earned - given),
              given,
              pledged - promised - earned);
        },
        community.value(),
        groupsSeen(caller, community));
  }

  private static final String ADD =
      """
      insert into pledges (id, community_id, group_id, fund_id, unit, quantity, name, harvest_on,
          available_from, best_before, pick_up_until, place, hours, note, pledged_by, by_desk,
          pledged_at)
        values ($1, $2, $3::uuid, $4::uuid, $5, $6, $7, $8::date, $9::date, $10::date, $11::date,
          $12, $13, $14, $15, $16, yui_now())
      """;

  /** By a group's host, or by the desk for a group; a fund's by the desk that settles. */
  public UUID add(Tx tx, Caller caller, CommunityId community, PledgeEntry entry) {
    mayPledge(tx, caller, community, entry.groupId(), entry.fundId());
    List<FieldError> errors = entry.errors(Days.of(tx.now()));
    if (Units.kind(tx, entry.unit()).filter(kind -> !kind.equals("CASH")).isEmpty()) {
      errors.add(new FieldError("/unit", "not_in_list"));
    } else if (entry.fundId() != null
        && !funds.gives(tx, new FundId(entry.fundId()), entry.unit())) {
      errors.add(new FieldError("/unit", "not_in_list"));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    UUID id = Ids.next();
    tx.change(
        ADD,
        id,
        community.value(),
        entry.groupId(),
        entry.fundId(),
        entry.unit(),
        entry.quantity(),
        text(entry.name()),
        entry.harvestOn(),
        entry.availableFrom(),
        entry.bestBefore(),
        entry.pickUpUntil(),
        text(entry.place()),
        text(entry.hours()),
        text(entry.note()),
        caller.known().value(),
        entry.groupId() == null || !caller.hosts(new GroupId(entry.groupId())));
    return id;
  }

  private void mayPledge(
      Tx tx, Caller caller, CommunityId community, @Nullable UUID group, @Nullable UUID fund) {
    if (!caller.isStaffOf(community)) throw Refusal.notFound();
    if (group != null) {
      GroupId id = new GroupId(group);
      Optional<Group> known = communities.group(tx, id);
      if (known.isEmpty() || !known.get().communityId().equals(community)) {
        throw Refusal.invalid("/groupId", "not_in_list");
      }
      if (!caller.actsFor(community, id)) throw Refusal.forbidden("forbidden");
    } else if (fund != null) {
      if (!caller.settles(community)) throw Refusal.forbidden("forbidden");
      caller.demandProof();
      Optional<Fund> known = funds.find(tx, community, new FundId(fund));
      if (known.isEmpty()) throw Refusal.invalid("/fundId", "not_in_list");
    } else if (caller.audits(community) && !caller.posts(community)) {
      throw Refusal.forbidden("forbidden");
    }
  }

  Pledge find(Tx tx, UUID id) {
    List<Row> rows = tx.rows(ONE, id);
    if (rows.isEmpty()) throw Refusal.notFound();
    return withLines(tx, rows).getFirst();
  }

  private static final String WITHDRAW =
      """
      update pledges set withdrawn_by = $2, withdrawn_at = yui_now()
        where id = $1 and withdrawn_at is null
      """;

  /** What was promised from it stays promised. */
  Pledge withdraw(Tx tx, Caller caller, UUID id) {
    Pledge pledge = ours(tx, caller, id);
    if (tx.change(WITHDRAW, id, caller.known().value()) == 0) {
      throw Refusal.conflict("pledge_withdrawn");
    }
    Audit.write(
        tx,
        caller.known(),
        pledge.communityId(),
        "pledge_withdrawn",
        Map.of("pledgeId", id.toString()));
    return find(tx, id);
  }

  /** A pledge the caller acts for; another group's host does not learn of it. */
  private Pledge ours(Tx tx, Caller caller, UUID id) {
    Pledge pledge = find(tx, id);
    CommunityId community = pledge.communityId();
    UUID group = pledge.groupId();
    boolean acts =
        group == null ? caller.settles(community) : caller.actsFor(community, new GroupId(group));
    if (acts) return pledge;
    boolean sees = caller.coordinates(community) || caller.audits(community);
    throw sees ? Refusal.forbidden("forbidden") : Refusal.notFound();
  }

  private static final String LINK =
      """
      insert into pledge_lines (task_id, line, community_id, pledge_id, linked_by, linked_at)
        values ($1, $2, $3, $4, $5, yui_now())
        on conflict (task_id, line) do update
          set pledge_id = excluded.pledge_id, linked_by = excluded.linked_by,
            linked_at = excluded.linked_at
      """;
  private static final String UNLINK =
      "delete from pledge_lines where task_id = $1 and line = $2 and pledge_id = $3";

  /** Says which line of a task's thanks comes out of a pledge, or that it does not any more. */
  Pledge tie(Tx tx, Caller caller, UUID id, UUID taskId, int line, boolean tied) {
    Pledge pledge = ours(tx, caller, id);
    if (!pledge.stands()) throw Refusal.conflict("pledge_withdrawn");
    Task task =
        tasks
            .find(tx, new TaskId(taskId))
            .filter(t -> t.communityId().equals(pledge.communityId()))
            .filter(t -> tasks.acts(caller, t))
            .orElseThrow(() -> Refusal.invalid("/taskId", "not_in_list"));
    RewardLine reward =
        task.reward(line).orElseThrow(() -> Refusal.invalid("/rewardLine", "not_in_list"));
    if (!fits(pledge, reward)) throw Refusal.conflict("pledge_gives_another");
    if (tied) {
      tx.change(LINK, taskId, line, pledge.communityId().value(), id, caller.known().value());
    } else {
      tx.change(UNLINK, taskId, line, id);
    }
    return find(tx, id);
  }

  /** Whether a line promises what is pledged, from the same giver. */
  static boolean fits(Pledge pledge, RewardLine reward) {
    if (!reward.unit().equals(pledge.unit())) return false;
    GroupId group = reward.payerGroup();
    FundId fund = reward.payerFund();
    return pledge.groupId() != null
        ? group != null && group.value().equals(pledge.groupId())
        : fund != null && fund.value().equals(pledge.fundId());
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text.strip();
  }

  private static Pledge pledge(Row row, List<Pledge.Line> lines) {
    return new Pledge(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        row.getUUID("group_id"),
        row.getUUID("fund_id"),
        row.getString("giver"),
        row.getString("unit"),
        row.getLong("quantity"),
        row.getString("name"),
        row.getLocalDate("harvest_on"),
        row.getLocalDate("available_from"),
        row.getLocalDate("best_before"),
        row.getLocalDate("pick_up_until"),
        row.getString("place"),
        row.getString("hours"),
        row.getString("note"),
        row.getBoolean("by_desk"),
        Instants.of(row, "pledged_at"),
        Instants.maybe(row, "withdrawn_at"),
        lines);
  }
}
