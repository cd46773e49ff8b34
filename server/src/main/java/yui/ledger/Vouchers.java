package yui.ledger;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/**
 * Gifts, opening balances and corrections by the official desk: posted at once, or, above the
 * amount that the community set, when a second person agrees. Nobody writes one for themselves.
 */
public final class Vouchers {
  private static final UUID LAST = new UUID(-1, -1);
  // Payments come back by their settlement, so that the next run meets them; goods by their
  // hand-over.
  private static final Set<Code> CORRECTABLE = Set.of(Code.EARN, Code.TRAVEL, Code.GIFT, Code.OPEN);

  private static final Duration JUST_NOW = Duration.ofMinutes(30);

  /** Yen above which a second person must agree, as a community decided it. */
  public interface FourEyes {
    long above(Tx tx, CommunityId community, LocalDate day);
  }

  /** What somebody writes: a person and a fund for a gift, or the line to take back. */
  public record Entry(
      Code code,
      @Nullable PersonId personId,
      @Nullable FundId fundId,
      @Nullable String unit,
      long amount,
      @Nullable UUID corrects,
      String reason) {}

  private final Ledger ledger = new Ledger();
  private final Funds funds = new Funds();
  private final FourEyes fourEyes;

  public Vouchers(FourEyes fourEyes) {
    this.fourEyes = fourEyes;
  }

  private static final String VOUCHERS =
      """
      select id, community_id, code, person_id, from_kind, from_owner, to_kind, to_owner, unit,
          amount, purpose, reason, corrects, above, state, written_by, written_at, decided_by,
          decided_at, refusal, transfer_id
        from ledger_vouchers
      """;
  private static final String PAGE =
      VOUCHERS + " where community_id = $1 and id < $2 order by id desc limit $3";
  private static final String ONE = VOUCHERS + " where id = $1";
  private static final String ONE_TO_DECIDE = ONE + " for update";
  private static final String ABOUT =
      VOUCHERS
          + """
             where community_id = $1 and (transfer_id = any ($2) or corrects = any ($2))
              order by written_at
            """;

  /** Newest first, before an id. */
  List<Voucher> list(Tx tx, Caller caller, CommunityId community, @Nullable UUID before, int most) {
    Rights.read(caller, community);
    return tx.list(
        PAGE, Vouchers::voucher, community.value(), before == null ? LAST : before, most);
  }

  /** Those that wrote or took back one of these lines. */
  static List<Voucher> about(Tx tx, CommunityId community, Collection<UUID> transfers) {
    return tx.list(ABOUT, Vouchers::voucher, community.value(), transfers.toArray(UUID[]::new));
  }

  Voucher write(Tx tx, Caller caller, CommunityId community, Entry entry) {
    Rights.settle(caller, community);
    Voucher voucher =
        entry.code() == Code.CORRECT
            ? correction(tx, caller, community, entry)
            : gift(tx, caller, community, entry);
    if (caller.is(voucher.personId())) throw Refusal.forbidden("not_your_own");
    mustBeAnother(tx, voucher);
    if (voucher.above() != null && voucher.corrects() == null) mustBeGivable(tx, voucher);
    add(tx, voucher);
    audit(tx, caller, voucher, "write");
    return voucher.above() == null ? post(tx, caller, voucher) : find(tx, voucher.id());
  }

  // What waits for a second person is posted later: what its fund would refuse then, in the
  // ledger's order, is told at once to whoever writes it, or nobody could ever approve it.
  private void mustBeGivable(Tx tx, Voucher v) {
    FundId id = new FundId(Objects.requireNonNull(v.from().owner()));
    Fund fund = funds.find(tx, v.communityId(), id).orElseThrow();
    LocalDate today = Days.of(tx.now());
    if (!funds.gives(tx, id, v.unit())) throw Refusal.conflict("fund_has_another_unit");
    if (fund.from() != null && today.isBefore(fund.from())
        || fund.to() != null && today.isAfter(fund.to())) {
      throw Refusal.conflict("fund_not_valid");
    }
    if (fund.closedAt() != null) throw Refusal.conflict("fund_closed");
    if (fund.left() != null && fund.left() < v.amount()) {
      throw Refusal.conflict(
          "fund_exhausted", Map.of("left", fund.left(), "amount", v.amount(), "unit", v.unit()));
    }
  }

  private static final String ONE_AT_A_TIME =
      "select pg_advisory_xact_lock(hashtextextended('voucher ' || $1, 0))";
  private static final String WRITTEN =
      """
      select count(*) as written from ledger_vouchers
        where community_id = $1 and written_by = $2 and written_at > $3 and code = $4
          and person_id = $5 and from_owner = $6 and to_owner = $7 and unit = $8 and amount = $9
          and reason = $10 and corrects is not distinct from $11::uuid and state <> 'REFUSED'
      """;

  /** The same form filled a second time: pressed once more after going back, as a rule. */
  private static void mustBeAnother(Tx tx, Voucher v) {
    tx.rows(ONE_AT_A_TIME, v.communityId() + " " + v.writtenBy());
    long written =
        tx.row(
                WRITTEN,
                v.communityId().value(),
                v.writtenBy().value(),
                tx.now().minus(JUST_NOW),
                v.code().name(),
                v.personId().value(),
                v.from().owner(),
                v.to().owner(),
                v.unit(),
                v.amount(),
                v.reason(),
                v.corrects())
            .orElseThrow()
            .getLong("written");
    if (written > 0) throw Refusal.conflict("voucher_again");
  }

  /** By somebody else than who wrote it and whom it concerns. */
  Voucher approve(Tx tx, Caller caller, UUID id) {
    Voucher voucher = toDecide(tx, caller, id);
    if (caller.is(voucher.writtenBy())) {
      throw Refusal.of(
          Refusal.Kind.FORBIDDEN,
          "second_person_needed",
          Map.of("yen", Spoken.number(Objects.requireNonNullElse(voucher.above(), 0L))));
    }
    audit(tx, caller, voucher, "approve");
    return post(tx, caller, voucher);
  }

  private static final String REFUSE =
      """
      update ledger_vouchers set state = 'REFUSED', decided_by = $2, decided_at = yui_now(),
          refusal = $3
        where id = $1
      """;

  /** With the reason; whoever wrote it may take it back like this, too. */
  Voucher refuse(Tx tx, Caller caller, UUID id, String reason) {
    Voucher voucher = toDecide(tx, caller, id);
    tx.change(REFUSE, id, caller.known().value(), reason);
    audit(tx, caller, voucher, "refuse");
    return find(tx, id);
  }

  private static Voucher toDecide(Tx tx, Caller caller, UUID id) {
    Voucher voucher =
        tx.row(ONE_TO_DECIDE, id).map(Vouchers::voucher).orElseThrow(Refusal::notFound);
    Rights.settle(caller, voucher.communityId());
    if (caller.is(voucher.personId())) throw Refusal.forbidden("not_your_own");
    if (voucher.state() != Voucher.State.WAITING) throw Refusal.conflict("voucher_decided");
    return voucher;
  }

  private static final String KNOWN =
      """
      select from ledger_applications where community_id = $1 and person_id = $2
      union
      select from ledger_payees where community_id = $1 and person_id = $2
      """;

  private Voucher gift(Tx tx, Caller caller, CommunityId community, Entry entry) {
    PersonId person = entry.personId();
    if (person == null) throw Refusal.invalid("/personId", "missing");
    if (entry.fundId() == null) throw Refusal.invalid("/fundId", "missing");
    if (entry.corrects() != null) throw Refusal.invalid("/corrects", "unknown");
    if (tx.rows(KNOWN, community.value(), person.value()).isEmpty()) {
      throw Refusal.invalid("/personId", "not_in_list");
    }
    if (funds.find(tx, community, entry.fundId()).isEmpty()) {
      throw Refusal.invalid("/fundId", "not_in_list");
    }
    String unit = Objects.requireNonNullElse(entry.unit(), "JPY");
    if (Units.kind(tx, unit).isEmpty()) throw Refusal.invalid("/unit", "not_in_list");
    return fresh(
        tx,
        caller,
        community,
        entry,
        person,
        Account.fund(entry.fundId()),
        Account.owed(person),
        unit,
        Purpose.THANKS);
  }

  private Voucher correction(Tx tx, Caller caller, CommunityId community, Entry entry) {
    if (entry.corrects() == null) throw Refusal.invalid("/corrects", "missing");
    Transfer line = line(tx, community, entry.corrects());
    long left = left(tx, line);
    if (entry.amount() > left) {
      throw Refusal.conflict("voucher_corrects_too_much", Map.of("left", left));
    }
    return fresh(
        tx,
        caller,
        community,
        entry,
        Objects.requireNonNull(line.personId()),
        line.to(),
        line.from(),
        line.unit(),
        line.purpose());
  }

  private static Transfer line(Tx tx, CommunityId community, UUID id) {
    Transfer line =
        Transfers.byId(tx, List.of(id)).stream()
            .filter(t -> t.communityId().equals(community))
            .findFirst()
            .orElseThrow(() -> Refusal.invalid("/corrects", "not_in_list"));
    if (!canBeCorrected(line)) throw Refusal.conflict("voucher_cannot_correct");
    return line;
  }

  /** Whether a line may be taken back by hand. */
  static boolean canBeCorrected(Transfer line) {
    return line.state() == Transfer.State.POSTED
        && line.personId() != null
        && CORRECTABLE.contains(line.code());
  }

  private static final String TAKEN_BACK =
      """
      select coalesce(sum(amount), 0)::bigint as amount from ledger_vouchers
        where corrects = $1 and state <> 'REFUSED'
      """;

  /**
   * How much of a line is not taken back yet; of an earned one, how much still counts as earned.
   */
  static long left(Tx tx, Transfer line) {
    TransferId promise = line.pendingId();
    if (promise != null) {
      return LedgerStore.promised(tx, List.of(promise)).stream().mapToLong(Promised::earned).sum();
    }
    return line.amount() - tx.row(TAKEN_BACK, line.id().value()).orElseThrow().getLong("amount");
  }

  private Voucher fresh(
      Tx tx,
      Caller caller,
      CommunityId community,
      Entry entry,
      PersonId person,
      Account from,
      Account to,
      String unit,
      Purpose purpose) {
    long above = above(tx, community);
    return new Voucher(
        Ids.next(),
        community,
        entry.code(),
        person,
        from,
        to,
        unit,
        entry.amount(),
        purpose,
        entry.reason(),
        entry.corrects(),
        unit.equals("JPY") && entry.amount() > above ? above : null,
        Voucher.State.WAITING,
        caller.known(),
        tx.now(),
        null,
        null,
        "",
        null);
  }

  /** Above how many yen a voucher of today waits for a second person. */
  long above(Tx tx, CommunityId community) {
    return fourEyes.above(tx, community, Days.of(tx.now()));
  }

  private static final String ADD =
      """
      insert into ledger_vouchers (id, community_id, code, person_id, from_kind, from_owner, to_kind,
          to_owner, unit, amount, purpose, reason, corrects, above, written_by, written_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::uuid, $14::bigint, $15,
          yui_now())
      """;

  private static void add(Tx tx, Voucher v) {
    tx.change(
        ADD,
        v.id(),
        v.communityId().value(),
        v.code().name(),
        v.personId().value(),
        v.from().kind().name(),
        v.from().owner(),
        v.to().kind().name(),
        v.to().owner(),
        v.unit(),
        v.amount(),
        v.purpose().name(),
        v.reason(),
        v.corrects(),
        v.above(),
        v.writtenBy().value());
  }

  private static final String POSTED =
      """
      update ledger_vouchers set state = 'POSTED', decided_by = $2, decided_at = yui_now(),
          transfer_id = $3
        where id = $1
      """;

  private Voucher post(Tx tx, Caller caller, Voucher v) {
    Posted posted =
        ledger
            .correct(
                tx,
                List.of(
                    new Correction(
                        v.communityId(),
                        cause(tx, v),
                        v.code(),
                        v.purpose(),
                        v.from(),
                        v.to(),
                        v.unit(),
                        v.amount(),
                        about(tx, v),
                        tx.now())))
            .getFirst();
    if (posted.outcome() == Posted.Outcome.EXISTS) throw Refusal.conflict("voucher_overtaken");
    tx.change(POSTED, v.id(), caller.known().value(), posted.id().value());
    return find(tx, v.id());
  }

  // Numbered like every correction: of two made from the same reading only one can be the next.
  private static Cause cause(Tx tx, Voucher v) {
    if (v.corrects() == null) return Cause.of("voucher", v.id());
    Transfer line = Transfers.byId(tx, List.of(v.corrects())).getFirst();
    if (v.amount() > left(tx, line) + (line.pendingId() == null ? v.amount() : 0)) {
      throw Refusal.conflict("voucher_overtaken");
    }
    TransferId promise = line.pendingId();
    if (promise == null) return Cause.of("take_back", line.id(), earlier(tx, line));
    return Cause.of(
        "correct",
        promise,
        LedgerStore.promised(tx, List.of(promise)).getFirst().corrections() + 1);
  }

  private static final String EARLIER =
      "select count(*) as n from ledger_vouchers where corrects = $1 and state = 'POSTED'";

  private static long earlier(Tx tx, Transfer line) {
    return tx.row(EARLIER, line.id().value()).orElseThrow().getLong("n");
  }

  private static About about(Tx tx, Voucher v) {
    if (v.corrects() == null) return About.NOTHING.because(v.reason());
    Transfer line = Transfers.byId(tx, List.of(v.corrects())).getFirst();
    About about = line.about().because(v.reason()).on(null);
    return line.pendingId() == null ? about : about.corrects(line.pendingId());
  }

  private static void audit(Tx tx, Caller caller, Voucher voucher, String verb) {
    Audit.write(
        tx,
        caller.known(),
        voucher.communityId(),
        "voucher_" + verb,
        Map.of("voucherId", voucher.id().toString()));
  }

  private static Voucher find(Tx tx, UUID id) {
    return tx.row(ONE, id).map(Vouchers::voucher).orElseThrow();
  }

  private static Voucher voucher(Row row) {
    return new Voucher(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        Code.valueOf(row.getString("code")),
        new PersonId(row.getUUID("person_id")),
        new Account(Account.Kind.valueOf(row.getString("from_kind")), row.getUUID("from_owner")),
        new Account(Account.Kind.valueOf(row.getString("to_kind")), row.getUUID("to_owner")),
        row.getString("unit"),
        row.getLong("amount"),
        Purpose.valueOf(row.getString("purpose")),
        row.getString("reason"),
        row.getUUID("corrects"),
        row.getLong("above"),
        Voucher.State.valueOf(row.getString("state")),
        new PersonId(row.getUUID("written_by")),
        Instants.of(row, "written_at"),
        Optional.ofNullable(row.getUUID("decided_by")).map(PersonId::new).orElse(null),
        Instants.maybe(row, "decided_at"),
        row.getString("refusal"),
        row.getUUID("transfer_id"));
  }
}
