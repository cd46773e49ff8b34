package yui.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;

/**
 * Pays what was earned, by the official desk: open, check, freeze, export, pay. Freezing sets each
 * net amount aside in the ledger, so that nobody can hand it over meanwhile; paying posts it.
 */
final class Settlements {
  private static final PersonId NOBODY = new PersonId(new UUID(0, 0));

  /** Newest first, before an id. */
  List<Settlement> list(
      Tx tx, Caller caller, CommunityId community, @Nullable UUID before, int most) {
    Rights.read(caller, community);
    return SettlementStore.list(tx, community, before, most);
  }

  Settlement get(Tx tx, Caller caller, UUID id) {
    Settlement settlement = SettlementStore.find(tx, id).orElseThrow(Refusal::notFound);
    Rights.read(caller, settlement.communityId());
    return settlement;
  }

  /** Gathers what is owed from before the end of a Japanese day; one run of a kind at a time. */
  Settlement open(
      Tx tx, Caller caller, CommunityId community, Settlement.Kind kind, LocalDate until) {
    Rights.settle(caller, community);
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
            List.of());
    if (SettlementStore.gather(tx, settlement).isEmpty()) {
      throw Refusal.conflict("settlement_nothing_owed");
    }
    SettlementStore.open(tx, settlement);
    audit(tx, caller, settlement, "open");
    return SettlementStore.find(tx, settlement.id()).orElseThrow();
  }

  /** Says that somebody has looked at each line; again, when lines have changed since. */
  Settlement check(Tx tx, Caller caller, UUID id) {
    Settlement settlement = toChange(tx, caller, id);
    settlement.mustBe(Settlement.State.OPEN, Settlement.State.CHECKED);
    SettlementStore.check(tx, id, caller.known(), digest(settlement.lines()));
    audit(tx, caller, settlement, "check");
    return SettlementStore.find(tx, id).orElseThrow();
  }

  /** Fixes the lines that were checked and sets their amounts aside. */
  Settlement freeze(Tx tx, Caller caller, UUID id) {
    Settlement settlement = toChange(tx, caller, id);
    settlement.mustBe(Settlement.State.CHECKED);
    List<SettlementStore.Gathered> gathered = SettlementStore.gather(tx, settlement);
    Settlement now =
        SettlementStore.with(
            settlement, gathered.stream().map(SettlementStore.Gathered::line).toList());
    now.mustNotPay(caller.known());
    if (!Arrays.equals(SettlementStore.checked(tx, id), digest(now.lines()))) {
      throw Refusal.conflict("settlement_changed_since_check");
    }
    SettlementStore.freeze(tx, now, caller.known(), gathered);
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
    return SettlementStore.find(tx, id).orElseThrow();
  }

  /** Makes the file for whoever pays; again as often as asked, the same bytes each time. */
  Export export(Tx tx, Caller caller, UUID id) {
    Settlement settlement = toChange(tx, caller, id);
    if (!settlement.isFrozen()) settlement.mustBe(Settlement.State.FROZEN);
    Map<UUID, String> names =
        Naming.persons(
            tx, settlement.lines().stream().map(line -> line.personId().value()).toList());
    Map<PersonId, String> payees = new HashMap<>();
    names.forEach((person, name) -> payees.put(new PersonId(person), name));
    UUID export = Ids.next();
    SettlementStore.export(
        tx,
        export,
        settlement,
        caller.known(),
        PaymentCsv.FORMAT,
        PaymentCsv.fileName(settlement),
        PaymentCsv.CONTENT_TYPE,
        previousBytes(tx, settlement.id()).orElseGet(() -> PaymentCsv.of(settlement, payees)));
    audit(tx, caller, settlement, "export");
    return SettlementStore.findExport(tx, id, export).orElseThrow();
  }

  // A name corrected since must not give the bank another file under the same settlement.
  private static Optional<byte[]> previousBytes(Tx tx, UUID settlement) {
    return SettlementStore.exports(tx, settlement).stream()
        .findFirst()
        .map(export -> SettlementStore.bytes(tx, export.id()));
  }

  List<Export> exports(Tx tx, Settlement settlement) {
    return SettlementStore.exports(tx, settlement.id());
  }

  Export export(Tx tx, Caller caller, UUID settlement, UUID id) {
    get(tx, caller, settlement);
    return SettlementStore.findExport(tx, settlement, id).orElseThrow(Refusal::notFound);
  }

  byte[] bytes(Tx tx, Export export) {
    return SettlementStore.bytes(tx, export.id());
  }

  /** Says that the money went out or the goods were given; once. */
  Settlement pay(Tx tx, Caller caller, UUID id) {
    Settlement settlement = toChange(tx, caller, id);
    settlement.mustBe(Settlement.State.EXPORTED);
    settlement.mustNotPay(caller.known());
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
    List<Posted> posted = LedgerStore.post(tx, events);
    for (int i = 0; i < posted.size(); i++) {
      SettlementStore.cover(tx, settlement, payees.get(i), List.of(posted.get(i).id().value()));
    }
    SettlementStore.pay(tx, id, caller.known());
    audit(tx, caller, settlement, "pay");
    return SettlementStore.find(tx, id).orElseThrow();
  }

  /** What each line is the sum of, newest last. */
  List<Transfer> details(Tx tx, Settlement settlement) {
    return SettlementStore.details(tx, settlement);
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
            List.of());
    return SettlementStore.gather(tx, run).stream().map(SettlementStore.Gathered::line).toList();
  }

  private static void audit(Tx tx, Caller caller, Settlement settlement, String verb) {
    Audit.write(
        tx,
        caller.known(),
        settlement.communityId(),
        "settlement_" + verb,
        Map.of("settlementId", settlement.id().toString()));
  }

  private static Settlement toChange(Tx tx, Caller caller, UUID id) {
    Settlement settlement = SettlementStore.findToChange(tx, id).orElseThrow(Refusal::notFound);
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
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(lines.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
