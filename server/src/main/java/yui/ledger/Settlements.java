package yui.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.banks.Banks;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Sha256;
import yui.core.Spoken;
import yui.db.Audit;
import yui.db.Tx;
import yui.papers.Paper;
import yui.papers.Press;
import yui.web.Words;

/**
 * Pays what was earned, by the official desk: open, check, freeze, export, pay; or discard.
 * Freezing sets each net amount aside in the ledger, so that nobody can hand it over meanwhile;
 * paying posts it.
 */
public final class Settlements {
  private static final PersonId NOBODY = new PersonId(new UUID(0, 0));

  private final Banks banks;
  private final PayRules rules;
  private final SettlementStore store;
  private final Press press;
  private final SettlementPapers papers;

  public Settlements(Banks banks, PayRules rules, Press press, Words words) {
    this.banks = banks;
    this.rules = rules;
    this.store = new SettlementStore(rules);
    this.press = press;
    this.papers = new SettlementPapers(store, words);
  }

  /** Newest first, before an id. */
  List<Settlement> list(
      Tx tx, Caller caller, CommunityId community, @Nullable UUID before, int most) {
    Rights.read(caller, community);
    return store.list(tx, community, before, most);
  }

  Settlement get(Tx tx, Caller caller, UUID id) {
    Settlement settlement = store.find(tx, id).orElseThrow(Refusal::notFound);
    Rights.read(caller, settlement.communityId());
    return settlement;
  }

  /** Gathers what is owed from before the end of a Japanese day; one run of a kind at a time. */
  Settlement open(
      Tx tx, Caller caller, CommunityId community, Settlement.Kind kind, LocalDate until) {
    Rights.settle(caller, community);
    if (until.isAfter(Days.of(tx.now()))) throw Refusal.invalid("/until", "in_the_future");
    Settlement settlement =
        new Settlement(
            Ids.next(),
            community,
            kind,
            until,
            Settlement.State.OPEN,
            caller.known(),
            tx.now(),
            null,
            null,
            null,
            null,
            null,
            List.of());
    if (store.gather(tx, settlement).gathered().isEmpty()) {
      throw Refusal.conflict("settlement_nothing_owed");
    }
    SettlementStore.open(tx, settlement);
    audit(tx, caller, settlement, "open");
    return store.find(tx, settlement.id()).orElseThrow();
  }

  /** Says that somebody has looked at each line; again, when lines have changed since. */
  Settlement check(Tx tx, Caller caller, UUID id) {
    Settlement settlement = toChange(tx, caller, id);
    settlement.mustBe(Settlement.State.OPEN, Settlement.State.CHECKED);
    SettlementStore.check(tx, id, caller.known(), digest(settlement.lines()));
    audit(tx, caller, settlement, "check");
    return store.find(tx, id).orElseThrow();
  }

  /** Gives up a run before it is frozen; what it would have paid waits for another. */
  Settlement discard(Tx tx, Caller caller, UUID id) {
    Settlement settlement = toChange(tx, caller, id);
    settlement.mustBe(Settlement.State.OPEN, Settlement.State.CHECKED);
    SettlementStore.discard(tx, id, caller.known());
    audit(tx, caller, settlement, "discard");
    return store.find(tx, id).orElseThrow();
  }

  /** Fixes the lines that were checked and sets their amounts aside. */
  Settlement freeze(Tx tx, Caller caller, UUID id) {
    Settlement settlement = toChange(tx, caller, id);
    settlement.mustBe(Settlement.State.CHECKED);
    SettlementStore.Gathering gathering = store.gather(tx, settlement);
    Settlement now = SettlementStore.with(settlement, gathering.lines());
    now.mustNotPay(caller.known());
    if (!Arrays.equals(SettlementStore.checked(tx, id), digest(now.lines()))) {
      throw Refusal.conflict("settlement_changed_since_check");
    }
    if (now.lines().isEmpty()) throw Refusal.conflict("settlement_nothing_owed");
    mustBeSeenByTwo(tx, caller, now);
    SettlementStore.freeze(tx, now, caller.known(), gathering.gathered());
    List<Event> aside = new ArrayList<>();
    for (Settlement.Line line : now.lines()) {
      aside.add(aside(tx, now, line, Code.PAY, Account.given(line.personId()), line.net()));
      if (line.withheld() > 0) {
        Account withheld = Account.withheld(now.communityId());
        aside.add(aside(tx, now, line, Code.WITHHOLD, withheld, line.withheld()));
      }
    }
    LedgerStore.post(tx, aside);
    audit(tx, caller, settlement, "freeze");
    return store.find(tx, id).orElseThrow();
  }

  /**
   * Makes a file for whoever pays; again as often as asked, the same bytes each time, and a bank's
   * file for one day only.
   */
  Export export(Tx tx, Caller caller, UUID id, Export.Format format, @Nullable LocalDate payOn) {
    Settlement settlement = toChange(tx, caller, id);
    if (!settlement.isFrozen()) settlement.mustBe(Settlement.State.FROZEN);
    if (format == Export.Format.ZENGIN && payOn == null) {
      throw Refusal.invalid("/payOn", "missing");
    }
    LocalDate day = format == Export.Format.ZENGIN ? payOn : null;
    UUID export = Ids.next();
    byte[] bytes =
        previousBytes(tx, settlement.id(), format, day)
            .orElseGet(() -> fresh(tx, caller, settlement, format, day));
    SettlementStore.export(tx, export, settlement, caller.known(), format, day, bytes);
    if (format == Export.Format.ZENGIN) {
      banks.keep(tx, settlement.communityId(), export, bytes);
    }
    audit(tx, caller, settlement, "export");
    return SettlementStore.findExport(tx, id, export).orElseThrow();
  }

  private byte[] fresh(
      Tx tx,
      Caller caller,
      Settlement settlement,
      Export.Format format,
      @Nullable LocalDate payOn) {
    return switch (format) {
      case CSV -> LineSheet.of(settlement, payees(tx, settlement)).csv();
      case LIST -> PaymentList.sheet(rows(tx, settlement)).csv();
      case XLSX -> PaymentList.sheet(rows(tx, settlement)).xlsx();
      case ZENGIN -> {
        if (settlement.kind() != Settlement.Kind.CASH) throw Refusal.conflict("bank_pays_cash");
        Map<PersonId, Long> due = new LinkedHashMap<>();
        settlement.lines().forEach(line -> due.put(line.personId(), line.net()));
        yield banks.order(tx, caller, settlement.communityId(), Objects.requireNonNull(payOn), due);
      }
      // In the language of the office, whoever presses.
      case RECEIPTS ->
          press.print(
              papers.paper(tx, settlement, SettlementPapers.Sort.RECEIPT, Lang.JA, null),
              tx.pace()::at);
      case STATEMENTS ->
          press.print(
              papers.paper(tx, settlement, SettlementPapers.Sort.STATEMENT, Lang.JA, null),
              tx.pace()::at);
    };
  }

  private List<PaymentList.Row> rows(Tx tx, Settlement settlement) {
    return PaymentList.rows(
        settlement,
        store.details(tx, settlement),
        payees(tx, settlement),
        Naming.budgetLines(tx, settlement.communityId()));
  }

  private static Map<PersonId, String> payees(Tx tx, Settlement settlement) {
    Map<PersonId, String> payees = new HashMap<>();
    Naming.persons(tx, settlement.lines().stream().map(line -> line.personId().value()).toList())
        .forEach((person, name) -> payees.put(new PersonId(person), name));
    return payees;
  }

  // A name or an account corrected since must not give another file under the same settlement.
  private Optional<byte[]> previousBytes(
      Tx tx, UUID settlement, Export.Format format, @Nullable LocalDate payOn) {
    Optional<Export> before =
        SettlementStore.exports(tx, settlement).stream()
            .filter(export -> export.format() == format)
            .findFirst();
    if (before.isEmpty()) return Optional.empty();
    if (!Objects.equals(before.get().payOn(), payOn)) {
      throw Refusal.conflict(
          "bank_file_of_another_day", Map.of("day", String.valueOf(before.get().payOn())));
    }
    return Optional.of(bytes(tx, before.get()));
  }

  List<Export> exports(Tx tx, Settlement settlement) {
    return SettlementStore.exports(tx, settlement.id());
  }

  Export export(Tx tx, Caller caller, UUID settlement, UUID id) {
    Settlement of = get(tx, caller, settlement);
    Export export = SettlementStore.findExport(tx, settlement, id).orElseThrow(Refusal::notFound);
    if (export.format().isPaper()) Rights.papers(caller, of.communityId());
    // It names whole account numbers, which nobody else is shown.
    if (export.format() == Export.Format.ZENGIN) Rights.settle(caller, of.communityId());
    return export;
  }

  /** The papers of all payees, for the desk for money and the auditor; kept who looked. */
  Paper papers(Tx tx, Caller caller, UUID id, SettlementPapers.Sort sort) {
    Settlement settlement = store.find(tx, id).orElseThrow(Refusal::notFound);
    Rights.papers(caller, settlement.communityId());
    Paper paper = papers.paper(tx, settlement, sort, caller.lang(), null);
    audit(tx, caller, settlement, sort.word() + "s_seen");
    return paper;
  }

  /** One payee's paper, for the payee as well. */
  Paper paper(Tx tx, Caller caller, UUID id, PersonId payee, SettlementPapers.Sort sort) {
    Settlement settlement = store.find(tx, id).orElseThrow(Refusal::notFound);
    if (!caller.is(payee)) {
      Rights.papers(caller, settlement.communityId());
      Audit.write(
          tx,
          caller.known(),
          settlement.communityId(),
          "settlement_" + sort.word() + "_seen",
          Map.of("settlementId", id.toString(), "personId", payee.toString()));
    }
    return papers.paper(tx, settlement, sort, caller.lang(), payee);
  }

  byte[] bytes(Tx tx, Export export) {
    if (export.format() != Export.Format.ZENGIN) {
      return kept(SettlementStore.bytes(tx, export.id()));
    }
    return banks.kept(tx, export.id()).orElseThrow(() -> Refusal.conflict("bank_file_forgotten"));
  }

  /** A file whose years are over is empty, as if it were not there. */
  static byte[] kept(byte[] bytes) {
    if (bytes.length == 0) throw Refusal.notFound();
    return bytes;
  }

  /** Leaves somebody to a later run. */
  Settlement hold(Tx tx, Caller caller, UUID id, PersonId person, String reason) {
    Settlement settlement = toChange(tx, caller, id);
    settlement.mustBe(Settlement.State.OPEN, Settlement.State.CHECKED);
    boolean held =
        SettlementStore.holds(tx, id).stream().anyMatch(h -> h.personId().equals(person));
    if (!held && settlement.lines().stream().noneMatch(l -> l.personId().equals(person))) {
      throw Refusal.notFound();
    }
    SettlementStore.hold(tx, settlement, person, reason, caller.known());
    audit(tx, caller, settlement, "hold");
    return store.find(tx, id).orElseThrow();
  }

  /** Takes somebody back into the run. */
  Settlement release(Tx tx, Caller caller, UUID id, PersonId person) {
    Settlement settlement = toChange(tx, caller, id);
    settlement.mustBe(Settlement.State.OPEN, Settlement.State.CHECKED);
    if (!SettlementStore.release(tx, settlement, person)) throw Refusal.notFound();
    audit(tx, caller, settlement, "release");
    return store.find(tx, id).orElseThrow();
  }

  /** Says that a payment came back: it is owed again and waits for the next run. */
  Settlement comesBack(Tx tx, Caller caller, UUID id, PersonId person, String unit, String reason) {
    Settlement settlement = toChange(tx, caller, id);
    settlement.mustBe(Settlement.State.PAID);
    if (caller.is(person)) throw Refusal.forbidden("not_your_own");
    Settlement.Line line =
        settlement.lines().stream()
            .filter(l -> l.personId().equals(person) && l.unit().equals(unit))
            .findFirst()
            .orElseThrow(Refusal::notFound);
    if (returns(tx, settlement).stream()
        .anyMatch(r -> r.personId().equals(person) && r.unit().equals(unit))) {
      throw Refusal.conflict("settlement_returned_already");
    }
    // As it was paid: the tax was taken from the thanks.
    long travel = Math.min(line.travel(), line.net());
    List<Event> events = new ArrayList<>();
    if (line.net() > travel) {
      events.add(returned(tx, settlement, line, Purpose.THANKS, line.net() - travel, reason));
    }
    if (travel > 0) {
      events.add(returned(tx, settlement, line, Purpose.TRAVEL, travel, reason));
    }
    List<TransferId> posted = LedgerStore.post(tx, events).stream().map(Posted::id).toList();
    SettlementStore.comesBack(tx, settlement, line, travel, reason, posted, caller.known());
    audit(tx, caller, settlement, "return");
    return settlement;
  }

  private static Event returned(
      Tx tx,
      Settlement settlement,
      Settlement.Line line,
      Purpose purpose,
      long amount,
      String reason) {
    String step = purpose == Purpose.TRAVEL ? "returned_travel" : "returned";
    return new Event.Move(
        false,
        cause(step, settlement, line, Code.RETURN),
        settlement.communityId(),
        Code.RETURN,
        purpose,
        Account.given(line.personId()),
        Account.owed(line.personId()),
        line.unit(),
        amount,
        About.settlement(settlement.id()).because(reason),
        tx.now(),
        null);
  }

  List<Settlement.Hold> holds(Tx tx, Settlement settlement) {
    return SettlementStore.holds(tx, settlement.id());
  }

  List<Settlement.Returned> returns(Tx tx, Settlement settlement) {
    return SettlementStore.returns(tx, settlement.id());
  }

  /** Says that the money went out or the goods were given; once. */
  Settlement pay(Tx tx, Caller caller, UUID id) {
    Settlement settlement = toChange(tx, caller, id);
    settlement.mustBe(Settlement.State.EXPORTED);
    settlement.mustNotPay(caller.known());
    mustBeDue(tx, caller, settlement);
    List<Event> events = new ArrayList<>();
    List<PersonId> payees = new ArrayList<>();
    for (Settlement.Line line : settlement.lines()) {
      events.add(paid(tx, settlement, line, Code.PAY, line.net()));
      payees.add(line.personId());
      if (line.withheld() > 0) {
        events.add(paid(tx, settlement, line, Code.WITHHOLD, line.withheld()));
        payees.add(line.personId());
      }
    }
    tx.pace().part(0, 2);
    List<Posted> posted = LedgerStore.post(tx, events);
    tx.pace().part(1, 2);
    for (int i = 0; i < posted.size(); i++) {
      tx.pace().at(i, posted.size());
      SettlementStore.cover(tx, settlement, payees.get(i), List.of(posted.get(i).id().value()));
    }
    SettlementStore.pay(tx, id, caller.known());
    audit(tx, caller, settlement, "pay");
    return store.find(tx, id).orElseThrow();
  }

  /** What each line is the sum of, newest last. */
  List<Transfer> details(Tx tx, Settlement settlement) {
    return store.details(tx, settlement);
  }

  /** What the rules made of each line. */
  List<Decision> decisions(Tx tx, Settlement settlement) {
    return store.decisions(tx, settlement);
  }

  /** Who has no line though something is owed, as long as the run is not frozen. */
  List<Settlement.LeftOut> leftOut(Tx tx, Settlement settlement) {
    return settlement.isFrozen() ? List.of() : store.gather(tx, settlement).leftOut();
  }

  /** Whether lines changed since somebody looked at them. */
  boolean isChangedSinceCheck(Tx tx, Settlement settlement) {
    return settlement.state() == Settlement.State.CHECKED
        && !Arrays.equals(SettlementStore.checked(tx, settlement.id()), digest(settlement.lines()));
  }

  /** What a run of a kind would hold if somebody else opened it now. */
  List<Settlement.Line> waiting(Tx tx, CommunityId community, Settlement.Kind kind) {
    Settlement run =
        new Settlement(
            Ids.next(),
            community,
            kind,
            Days.of(tx.now()),
            Settlement.State.OPEN,
            NOBODY,
            tx.now(),
            null,
            null,
            null,
            null,
            null,
            List.of());
    return store.gather(tx, run).lines();
  }

  /** A bank does nothing before the day its file names. */
  private static void mustBeDue(Tx tx, Caller caller, Settlement settlement) {
    LocalDate today = Days.of(tx.now());
    for (Export export : SettlementStore.exports(tx, settlement.id())) {
      LocalDate day = export.payOn();
      if (day != null && day.isAfter(today)) {
        throw Refusal.conflict(
            "settlement_not_due", Map.of("day", Spoken.days(day, day, caller.lang())));
      }
    }
  }

  private void mustBeSeenByTwo(Tx tx, Caller caller, Settlement settlement) {
    if (settlement.kind() != Settlement.Kind.CASH) return;
    long above = rules.fourEyesAbove(tx, settlement.communityId(), Days.of(tx.now()));
    if (settlement.total() > above && caller.is(SettlementStore.checkedBy(tx, settlement.id()))) {
      throw Refusal.of(
          Refusal.Kind.FORBIDDEN, "second_person_needed", Map.of("yen", Spoken.number(above)));
    }
  }

  private static void audit(Tx tx, Caller caller, Settlement settlement, String verb) {
    Audit.write(
        tx,
        caller.known(),
        settlement.communityId(),
        "settlement_" + verb,
        Map.of("settlementId", settlement.id().toString()));
  }

  private Settlement toChange(Tx tx, Caller caller, UUID id) {
    Settlement settlement = store.findToChange(tx, id).orElseThrow(Refusal::notFound);
    Rights.settle(caller, settlement.communityId());
    return settlement;
  }

  private static Event aside(
      Tx tx, Settlement settlement, Settlement.Line line, Code code, Account to, long amount) {
    return new Event.Move(
        true,
        cause("aside", settlement, line, code),
        settlement.communityId(),
        code,
        Purpose.THANKS,
        Account.owed(line.personId()),
        to,
        line.unit(),
        amount,
        About.settlement(settlement.id()),
        tx.now(),
        null);
  }

  private static Event paid(
      Tx tx, Settlement settlement, Settlement.Line line, Code code, long amount) {
    return new Event.Post(
        cause("paid", settlement, line, code),
        settlement.communityId(),
        cause("aside", settlement, line, code),
        code,
        amount,
        About.NOTHING,
        tx.now());
  }

  private static TransferId cause(
      String step, Settlement settlement, Settlement.Line line, Code code) {
    return Cause.of("settlement", settlement.id(), line.personId(), line.unit(), code, step)
        .transfer();
  }

  private static byte[] digest(List<Settlement.Line> lines) {
    return Sha256.of(lines.toString());
  }
}
