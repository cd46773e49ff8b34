package yui.ledger;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.core.Sha256;
import yui.db.Instants;
import yui.db.Tx;

/** The tables of settlements, and what a run would gather. */
final class SettlementStore {
  private static final UUID LAST = new UUID(-1, -1);

  private final PayRules rules;

  SettlementStore(PayRules rules) {
    this.rules = rules;
  }

  /** A line, the transfers it is the sum of, and what the rules made of it. */
  record Gathered(Settlement.Line line, List<UUID> transfers, List<Decision> decisions) {}

  /** What a run would hold, and who is left out of it. */
  record Gathering(List<Gathered> gathered, List<Settlement.LeftOut> leftOut) {
    List<Settlement.Line> lines() {
      return gathered.stream().map(Gathered::line).toList();
    }
  }

  private static final String SETTLEMENTS =
      """
      select id, community_id, kind, until, state, opened_by, opened_at, checked_at, frozen_at,
          exported_at, paid_at, discarded_at, checked_digest
        from settlements
      """;
  private static final String ONE = SETTLEMENTS + " where id = $1";
  private static final String ONE_TO_CHANGE = ONE + " for update";
  private static final String PAGE =
      SETTLEMENTS + " where community_id = $1 and id < $2 order by id desc limit $3";

  Optional<Settlement> find(Tx tx, UUID id) {
    return tx.row(ONE, id).map(row -> withLines(tx, row));
  }

  /** Locked, so that of two who press the same button one comes second. */
  Optional<Settlement> findToChange(Tx tx, UUID id) {
    return tx.row(ONE_TO_CHANGE, id).map(row -> withLines(tx, row));
  }

  /** Newest first. */
  List<Settlement> list(Tx tx, CommunityId community, @Nullable UUID before, int most) {
    return tx.rows(PAGE, community.value(), before == null ? LAST : before, most).stream()
        .map(row -> withLines(tx, row))
        .toList();
  }

  private static final String OPEN =
      """
      insert into settlements (id, community_id, kind, until, opened_by, opened_at)
        values ($1, $2, $3, $4, $5, yui_now())
      """;

  static void open(Tx tx, Settlement settlement) {
    tx.change(
        OPEN,
        settlement.id(),
        settlement.communityId().value(),
        settlement.kind().name(),
        settlement.until(),
        settlement.openedBy().value());
  }

  private static final String CHECK =
      """
      update settlements set state = 'CHECKED', checked_by = $2, checked_at = yui_now(),
          checked_digest = $3, version = version + 1
        where id = $1
      """;
  private static final String CHECKED = "select checked_digest from settlements where id = $1";

  static void check(Tx tx, UUID id, PersonId by, byte[] seen) {
    tx.change(CHECK, id, by.value(), Buffer.buffer(seen));
  }

  static byte[] checked(Tx tx, UUID id) {
    return tx.row(CHECKED, id).orElseThrow().getBuffer("checked_digest").getBytes();
  }

  private static final String DISCARD =
      """
      update settlements set state = 'DISCARDED', discarded_by = $2, discarded_at = yui_now(),
          version = version + 1
        where id = $1
      """;

  static void discard(Tx tx, UUID id, PersonId by) {
    tx.change(DISCARD, id, by.value());
  }

  private static final String FREEZE =
      """
      update settlements set state = 'FROZEN', frozen_by = $2, frozen_at = yui_now(),
          version = version + 1
        where id = $1
      """;
  private static final String ADD_LINE =
      """
      insert into settlement_lines (settlement_id, community_id, person_id, unit, thanks, travel,
          withheld, net)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
      """;
  private static final String COVER =
      """
      insert into settlement_transfers (transfer_id, settlement_id, community_id, person_id)
        select t.id, $2, $3, $4 from unnest($1::uuid[]) as t (id)
      """;

  static void freeze(Tx tx, Settlement settlement, PersonId by, List<Gathered> gathered) {
    tx.change(FREEZE, settlement.id(), by.value());
    for (Gathered g : gathered) {
      Settlement.Line line = g.line();
      tx.change(
          ADD_LINE,
          settlement.id(),
          settlement.communityId().value(),
          line.personId().value(),
          line.unit(),
          line.thanks(),
          line.travel(),
          line.withheld(),
          line.net());
      g.decisions().forEach(decision -> keep(tx, settlement, decision));
      cover(tx, settlement, line.personId(), g.transfers());
    }
  }

  /** Marks transfers as met by this run, so that no other gathers them. */
  static void cover(Tx tx, Settlement settlement, PersonId person, List<UUID> transfers) {
    tx.change(
        COVER,
        transfers.toArray(UUID[]::new),
        settlement.id(),
        settlement.communityId().value(),
        person.value());
  }

  private static final String EXPORTED =
      """
      update settlements set state = 'EXPORTED', exported_by = $2, exported_at = yui_now(),
          version = version + 1
        where id = $1 and state = 'FROZEN'
      """;
  private static final String ADD_EXPORT =
      """
      insert into settlement_exports (id, settlement_id, community_id, format, file_name,
          content_type, bytes, sha256, created_by, created_at, pay_on, size)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, yui_now(), $10, $11)
      """;
  private static final String EXPORTS =
      """
      select id, settlement_id, format, file_name, content_type, size, sha256, created_at, pay_on
        from settlement_exports
      """;

  static void export(
      Tx tx,
      UUID id,
      Settlement settlement,
      PersonId by,
      Export.Format format,
      @Nullable LocalDate payOn,
      byte[] bytes) {
    // A bank's file is kept sealed elsewhere; here stand its length and digest.
    boolean sealed = format == Export.Format.ZENGIN;
    tx.change(
        ADD_EXPORT,
        id,
        settlement.id(),
        settlement.communityId().value(),
        format.name(),
        format.fileName(settlement),
        format.contentType,
        Buffer.buffer(sealed ? new byte[0] : bytes),
        Buffer.buffer(Sha256.of(bytes)),
        by.value(),
        payOn,
        bytes.length);
    tx.change(EXPORTED, settlement.id(), by.value());
  }

  static List<Export> exports(Tx tx, UUID settlement) {
    return tx.list(
        EXPORTS + " where settlement_id = $1 order by id", SettlementStore::export, settlement);
  }

  static Optional<Export> findExport(Tx tx, UUID settlement, UUID id) {
    return tx.row(EXPORTS + " where settlement_id = $1 and id = $2", settlement, id)
        .map(SettlementStore::export);
  }

  private static final String HOLD =
      """
      insert into settlement_holds (settlement_id, person_id, community_id, reason, held_by, held_at)
        values ($1, $2, $3, $4, $5, yui_now())
        on conflict (settlement_id, person_id) do update set reason = excluded.reason,
          held_by = excluded.held_by, held_at = excluded.held_at
      """;
  private static final String RELEASE =
      "delete from settlement_holds where settlement_id = $1 and person_id = $2";
  private static final String HOLDS =
      """
      select person_id, reason from settlement_holds where settlement_id = $1 order by held_at
      """;

  static void hold(Tx tx, Settlement settlement, PersonId person, String reason, PersonId by) {
    tx.change(
        HOLD,
        settlement.id(),
        person.value(),
        settlement.communityId().value(),
        reason,
        by.value());
  }

  static boolean release(Tx tx, Settlement settlement, PersonId person) {
    return tx.change(RELEASE, settlement.id(), person.value()) > 0;
  }

  static List<Settlement.Hold> holds(Tx tx, UUID settlement) {
    return tx.list(
        HOLDS,
        row -> new Settlement.Hold(new PersonId(row.getUUID("person_id")), row.getString("reason")),
        settlement);
  }

  private static final String RETURN =
      """
      insert into settlement_returns (settlement_id, person_id, unit, community_id, reason,
          transfer_id, told_by, told_at, travel, travel_transfer_id)
        values ($1, $2, $3, $4, $5, $6, $7, yui_now(), $8, $9::uuid)
      """;
  private static final String RETURNS =
      """
      select person_id, unit, reason, told_at from settlement_returns
        where settlement_id = $1 order by told_at
      """;

  static void comesBack(
      Tx tx,
      Settlement settlement,
      Settlement.Line line,
      long travel,
      String reason,
      List<TransferId> transfers,
      PersonId by) {
    tx.change(
        RETURN,
        settlement.id(),
        line.personId().value(),
        line.unit(),
        settlement.communityId().value(),
        reason,
        transfers.getFirst().value(),
        by.value(),
        travel,
        travel == 0 ? null : transfers.getLast().value());
  }

  static List<Settlement.Returned> returns(Tx tx, UUID settlement) {
    return tx.list(
        RETURNS,
        row ->
            new Settlement.Returned(
                new PersonId(row.getUUID("person_id")),
                row.getString("unit"),
                row.getString("reason"),
                Instants.of(row, "told_at")),
        settlement);
  }

  /** What a frozen run gives or gave to one person. */
  record Own(
      UUID settlementId,
      Settlement.Kind kind,
      LocalDate until,
      boolean isPaid,
      String unit,
      long net) {}

  private static final String OWN =
      """
      select s.id, s.kind, s.until, s.state, l.unit, l.net
        from settlement_lines l join settlements s on s.id = l.settlement_id
        where l.person_id = $1 order by s.id desc, l.unit limit $2
      """;

  /** Newest first. */
  static List<Own> own(Tx tx, PersonId person, int most) {
    return tx.list(
        OWN,
        row ->
            new Own(
                row.getUUID("id"),
                Settlement.Kind.valueOf(row.getString("kind")),
                row.getLocalDate("until"),
                row.getString("state").equals("PAID"),
                row.getString("unit"),
                row.getLong("net")),
        person.value(),
        most);
  }

  private static final String CHECKED_BY = "select checked_by from settlements where id = $1";

  static PersonId checkedBy(Tx tx, UUID id) {
    return new PersonId(tx.row(CHECKED_BY, id).orElseThrow().getUUID("checked_by"));
  }

  private static final String BYTES = "select bytes from settlement_exports where id = $1";

  static byte[] bytes(Tx tx, UUID export) {
    return tx.row(BYTES, export).orElseThrow().getBuffer("bytes").getBytes();
  }

  private static final String PAY =
      """
      update settlements set state = 'PAID', paid_by = $2, paid_at = yui_now(),
          version = version + 1
        where id = $1
      """;

  static void pay(Tx tx, UUID id, PersonId by) {
    tx.change(PAY, id, by.value());
  }

  // What is owed from before the day's end, less everything taken from it since: a hand-over of
  // today is not paid again because the run looks at last month.
  private static final String GATHER =
      """
      select e.person_id, t.unit,
          coalesce(sum(e.amount) filter (where t.purpose = 'THANKS'), 0)::bigint as thanks,
          coalesce(sum(e.amount) filter (where t.purpose = 'TRAVEL'), 0)::bigint as travel,
          sum(e.amount)::bigint as owed, array_agg(e.transfer_id order by e.transfer_id) as transfers,
          -- what a payer gave or took back, not what was handed over of it
          coalesce(sum(e.amount) filter (where t.about ->> 'sort' = any($4)
            and (t.purpose = 'THANKS' or $5::boolean)
            and exists (select from accounts p where p.kind in ('FUND', 'GROUP')
              and p.id in (t.debit_account, t.credit_account))), 0)::bigint as base,
          exists (select from settlement_holds h
            where h.settlement_id = $6 and h.person_id = e.person_id) as held
        from entries e
        join accounts a on a.id = e.account_id and a.kind = 'OWED'
        join units u on u.code = a.unit and u.kind = $2
        join transfers t on t.id = e.transfer_id
        where e.community_id = $1
          and (e.amount < 0 or t.happened_at < $3)
          and not exists (select from settlement_transfers s where s.transfer_id = e.transfer_id)
        group by e.person_id, t.unit
        order by e.person_id, t.unit
      """;

  // A run in which more was taken back than earned kept nothing back, and gave nothing back either.
  private static final String TAXED_TOO_MUCH =
      """
      select d.person_id, d.base
        from settlement_decisions d join settlements s on s.id = d.settlement_id
        where d.community_id = $1 and d.rule = $2 and s.frozen_at is not null
          and exists (select from settlement_decisions n where n.person_id = d.person_id
            and n.community_id = $1 and n.rule = $2 and n.base < 0)
        order by d.person_id, s.frozen_at, s.id
      """;

  /** What was taken back of a base already taxed, and not earned again since; zero or less. */
  private static Map<PersonId, Long> taxedTooMuch(Tx tx, CommunityId community) {
    Map<PersonId, Long> carried = new HashMap<>();
    for (Row row : tx.rows(TAXED_TOO_MUCH, community.value(), Withholding.RULE)) {
      carried.merge(
          new PersonId(row.getUUID("person_id")),
          Math.min(0, row.getLong("base")),
          (before, now) -> Math.min(0, before + row.getLong("base")));
    }
    return carried;
  }

  Gathering gather(Tx tx, Settlement settlement) {
    if (settlement.state() == Settlement.State.DISCARDED) {
      return new Gathering(List.of(), List.of());
    }
    boolean cash = settlement.kind() == Settlement.Kind.CASH;
    Withholding withholding = rules.withholding(tx, settlement.communityId(), Days.of(tx.now()));
    Map<PersonId, Long> carried = taxedTooMuch(tx, settlement.communityId());
    List<Gathered> gathered = new ArrayList<>();
    List<Settlement.LeftOut> leftOut = new ArrayList<>();
    for (Row row :
        tx.rows(
            GATHER,
            settlement.communityId().value(),
            settlement.kind().name(),
            Days.startOf(settlement.until().plusDays(1)),
            withholding.sorts().toArray(String[]::new),
            withholding.withTravel(),
            settlement.id())) {
      PersonId person = new PersonId(row.getUUID("person_id"));
      String unit = row.getString("unit");
      long owed = row.getLong("owed");
      long base = cash ? row.getLong("base") : 0;
      long withheld = withholding.of(base + carried.getOrDefault(person, 0L));
      Settlement.@Nullable Why why =
          why(settlement, person, row.getBoolean("held"), owed, withheld);
      if (why != null) {
        if (owed != 0 || withheld > 0) {
          leftOut.add(new Settlement.LeftOut(person, unit, owed, withheld, why));
        }
        continue;
      }
      gathered.add(
          new Gathered(
              new Settlement.Line(
                  person,
                  unit,
                  row.getLong("thanks"),
                  row.getLong("travel"),
                  withheld,
                  owed - withheld),
              Arrays.asList(row.getArrayOfUUIDs("transfers")),
              cash
                  ? List.of(
                      new Decision(
                          person,
                          unit,
                          Withholding.RULE,
                          withholding.from(),
                          withholding.json(),
                          base,
                          withheld))
                  : List.of()));
    }
    return new Gathering(cash ? capped(tx, settlement, gathered) : gathered, leftOut);
  }

  /** With what a subsidy bears for each of them beside what they had in the fiscal year. */
  private List<Gathered> capped(Tx tx, Settlement settlement, List<Gathered> gathered) {
    Subsidies.Caps caps = rules.subsidyCaps(tx, settlement.communityId(), Days.of(tx.now()));
    if (caps.isNone()) return gathered;
    Map<PersonId, Subsidies.Used> used =
        Subsidies.used(
            tx,
            settlement.communityId(),
            gathered.stream().map(g -> g.line().personId()).toList(),
            settlement.until(),
            false);
    return gathered.stream()
        .map(
            g -> {
              Subsidies.Used had = used.getOrDefault(g.line().personId(), Subsidies.Used.NOTHING);
              List<Decision> decisions = new ArrayList<>(g.decisions());
              cap(decisions, g, Subsidies.CASH, caps.cashYen(), had.thanksYen(), caps.from());
              cap(decisions, g, Subsidies.TRAVEL, caps.travelYen(), had.travelYen(), caps.from());
              return new Gathered(g.line(), g.transfers(), decisions);
            })
        .toList();
  }

  private static void cap(
      List<Decision> decisions,
      Gathered gathered,
      String rule,
      @Nullable Long cap,
      long had,
      @Nullable LocalDate from) {
    if (cap == null) return;
    decisions.add(
        new Decision(
            gathered.line().personId(),
            gathered.line().unit(),
            rule,
            from,
            Subsidies.Caps.json(cap),
            had,
            Math.max(0, had - cap)));
  }

  private static Settlement.@Nullable Why why(
      Settlement settlement, PersonId person, boolean held, long owed, long withheld) {
    if (owed < 0) return Settlement.Why.DEBT;
    if (owed <= withheld) return Settlement.Why.TAX_TAKES_ALL;
    if (held) return Settlement.Why.HELD;
    return person.equals(settlement.openedBy()) ? Settlement.Why.OPENER : null;
  }

  private static final String ADD_DECISION =
      """
      insert into settlement_decisions (settlement_id, person_id, unit, community_id, rule,
          valid_from, value, base, amount)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """;
  private static final String DECISIONS =
      """
      select person_id, unit, rule, valid_from, value, base, amount from settlement_decisions
        where settlement_id = $1 order by person_id, unit, rule
      """;

  private static void keep(Tx tx, Settlement settlement, Decision decision) {
    tx.change(
        ADD_DECISION,
        settlement.id(),
        decision.personId().value(),
        decision.unit(),
        settlement.communityId().value(),
        decision.rule(),
        decision.from(),
        decision.value(),
        decision.base(),
        decision.amount());
  }

  /** What the rules made of each line: as it was kept, or as it would be now. */
  List<Decision> decisions(Tx tx, Settlement settlement) {
    if (!settlement.isFrozen()) {
      return gather(tx, settlement).gathered().stream()
          .flatMap(g -> g.decisions().stream())
          .toList();
    }
    return tx.list(
        DECISIONS,
        row ->
            new Decision(
                new PersonId(row.getUUID("person_id")),
                row.getString("unit"),
                row.getString("rule"),
                row.getLocalDate("valid_from"),
                row.getJsonObject("value"),
                row.getLong("base"),
                row.getLong("amount")),
        settlement.id());
  }

  private static final String COVERED =
      "select transfer_id from settlement_transfers where settlement_id = $1";

  /** The transfers that lines are the sum of, without the payments themselves. */
  List<Transfer> details(Tx tx, Settlement settlement) {
    List<UUID> ids =
        settlement.isFrozen()
            ? tx.list(COVERED, row -> row.getUUID("transfer_id"), settlement.id())
            : gather(tx, settlement).gathered().stream()
                .flatMap(g -> g.transfers().stream())
                .toList();
    return Transfers.byId(tx, ids).stream()
        .filter(t -> !settlement.id().equals(t.about().settlementId()))
        .toList();
  }

  private static final String LINES =
      """
      select person_id, unit, thanks, travel, withheld, net
        from settlement_lines where settlement_id = $1 order by person_id, unit
      """;

  private Settlement withLines(Tx tx, Row row) {
    Settlement bare =
        new Settlement(
            row.getUUID("id"),
            new CommunityId(row.getUUID("community_id")),
            Settlement.Kind.valueOf(row.getString("kind")),
            row.getLocalDate("until"),
            Settlement.State.valueOf(row.getString("state")),
            new PersonId(row.getUUID("opened_by")),
            Instants.of(row, "opened_at"),
            Instants.maybe(row, "checked_at"),
            Instants.maybe(row, "frozen_at"),
            Instants.maybe(row, "exported_at"),
            Instants.maybe(row, "paid_at"),
            Instants.maybe(row, "discarded_at"),
            List.of());
    List<Settlement.Line> lines =
        bare.isFrozen()
            ? tx.list(LINES, SettlementStore::line, bare.id())
            : gather(tx, bare).lines();
    return with(bare, lines);
  }

  static Settlement with(Settlement s, List<Settlement.Line> lines) {
    return new Settlement(
        s.id(),
        s.communityId(),
        s.kind(),
        s.until(),
        s.state(),
        s.openedBy(),
        s.openedAt(),
        s.checkedAt(),
        s.frozenAt(),
        s.exportedAt(),
        s.paidAt(),
        s.discardedAt(),
        lines);
  }

  private static Settlement.Line line(Row row) {
    return new Settlement.Line(
        new PersonId(row.getUUID("person_id")),
        row.getString("unit"),
        row.getLong("thanks"),
        row.getLong("travel"),
        row.getLong("withheld"),
        row.getLong("net"));
  }

  private static Export export(Row row) {
    Instant madeAt = Instants.of(row, "created_at");
    return new Export(
        row.getUUID("id"),
        row.getUUID("settlement_id"),
        Export.Format.valueOf(row.getString("format")),
        row.getString("file_name"),
        row.getString("content_type"),
        row.getInteger("size"),
        HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()),
        madeAt,
        row.getLocalDate("pay_on"));
  }
}
