package yui.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;

/**
 * The verbs other rooms call, inside their own transaction and after they have checked who may. A
 * refusal carries the ledger's word for it ({@code fund_exhausted}, {@code
 * exists_with_different_amount} …) and must be let through, for it takes the transaction with it.
 * Give all the lines of one deed in one call: the accounts of a call are locked in one order.
 */
public final class Ledger {

  /** Sets aside; the same causes again answer {@code EXISTS}. */
  public List<Posted> promise(Tx tx, List<Promise> promises) {
    return LedgerStore.post(tx, promises.stream().map(p -> promised(tx, p)).toList());
  }

  private static Event promised(Tx tx, Promise p) {
    Dating dated = Dating.of(tx, p.communityId(), p.happenedAt(), p.about());
    return new Event.Move(
        true,
        p.cause().transfer(),
        p.communityId(),
        Code.PROMISE,
        p.purpose(),
        p.payer(),
        Account.owed(p.personId()),
        p.unit(),
        p.amount(),
        dated.about(),
        dated.at(),
        p.expiresAt());
  }

  /** Every promise made for an application, oldest first, as it stands now. */
  public List<Promised> promisedOf(Tx tx, UUID applicationId) {
    return LedgerStore.promisedOf(tx, applicationId);
  }

  /** Gives back what is still pending of these; what was posted or voided before is left alone. */
  public List<Posted> voidPending(Tx tx, List<Promised> promised, Code code, Instant happenedAt) {
    return LedgerStore.post(
        tx,
        promised.stream()
            .filter(p -> p.state() == Promised.State.PENDING)
            .map(p -> voided(p, code, happenedAt))
            .toList());
  }

  /**
   * Makes so much of each promise earned. A pending one is posted, wholly or partly, or voided at
   * 0; what was said before is corrected by a further transfer.
   */
  public List<Change> earn(Tx tx, List<Earned> earned) {
    Plan plan = plan(tx, earned);
    LedgerStore.post(tx, plan.events());
    return plan.changes();
  }

  /** What {@link #earn} would do; changes nothing. */
  public List<Change> preview(Tx tx, List<Earned> earned) {
    return plan(tx, earned).changes();
  }

  /**
   * Writes movements that stand on their own; a mistake is met by its reverse, never by an edit.
   */
  public List<Posted> correct(Tx tx, List<Correction> corrections) {
    return LedgerStore.post(tx, corrections.stream().map(c -> corrected(tx, c)).toList());
  }

  private static Event corrected(Tx tx, Correction c) {
    Dating dated = Dating.of(tx, c.communityId(), c.happenedAt(), c.about());
    return new Event.Move(
        false,
        c.cause().transfer(),
        c.communityId(),
        c.code(),
        c.purpose(),
        c.from(),
        c.to(),
        c.unit(),
        c.amount(),
        dated.about(),
        dated.at(),
        null);
  }

  /** Posts so much of each promise for a claim, and gives back what is not granted. */
  public void grant(Tx tx, UUID claim, Map<Promised, Long> granted) {
    List<Event> events = new ArrayList<>();
    granted.forEach(
        (promise, amount) ->
            events.add(
                amount == 0
                    ? voided(promise, Code.VOID, tx.now())
                    : new Event.Post(
                        Cause.of("resolve", promise.id()).transfer(),
                        promise.communityId(),
                        promise.id(),
                        Code.TRAVEL,
                        amount,
                        promise.about().claim(claim),
                        tx.now())));
    LedgerStore.post(tx, events);
  }

  /**
   * What the community bought for somebody: from the promise's fund straight to what was given, so
   * that no settlement pays it again. The rest of the promise stays promised.
   */
  public Posted buy(Tx tx, UUID purchase, Promised promise, long amount) {
    if (amount > promise.amount()) {
      throw Refusal.conflict(
          "travel_beyond_promise",
          Map.of("promised", Spoken.number(promise.amount()), "amount", Spoken.number(amount)));
    }
    UUID application = Objects.requireNonNull(promise.about().applicationId());
    long made =
        promisedOf(tx, application).stream().filter(p -> p.purpose() == Purpose.TRAVEL).count();
    TransferId bought = Cause.of("bought", purchase).transfer();
    List<Event> events = new ArrayList<>();
    events.add(voided(promise, Code.VOID, tx.now()));
    events.add(
        new Event.Move(
            false,
            bought,
            promise.communityId(),
            Code.TRAVEL,
            Purpose.TRAVEL,
            promise.payer(),
            Account.given(promise.personId()),
            promise.unit(),
            amount,
            promise.about(),
            tx.now(),
            null));
    if (amount < promise.amount()) {
      events.add(
          new Event.Move(
              true,
              Cause.of("travel", application, made + 1).transfer(),
              promise.communityId(),
              Code.PROMISE,
              Purpose.TRAVEL,
              promise.payer(),
              Account.owed(promise.personId()),
              promise.unit(),
              promise.amount() - amount,
              promise.about(),
              tx.now(),
              promise.expiresAt()));
    }
    return LedgerStore.post(tx, events).get(1);
  }

  /** What the community bought for an application, in yen. */
  public long boughtFor(Tx tx, UUID applicationId) {
    return LedgerStore.bought(tx, applicationId);
  }

  /** For a job: voids promises whose time has run out and answers how many. */
  public int expire(Tx tx, int most) {
    List<Promised> expired = LedgerStore.expired(tx, tx.now(), most);
    return voidPending(tx, expired, Code.EXPIRE, tx.now()).size();
  }

  /**
   * Gives something else for what is owed of a line, both sides having agreed, and answers the new
   * line's number.
   */
  public int replace(Tx tx, Replacement replacement) {
    return Replacing.replace(tx, replacement);
  }

  /**
   * Gives produce that does not keep back to its payer and answers how much; never a meal or cash.
   */
  public long expireProduce(Tx tx, UUID application, int line, PersonId person) {
    return Replacing.expire(tx, application, line, person);
  }

  /** How much of each unit of goods was handed over for these applications. */
  public Map<UUID, Map<String, Long>> handedOver(Tx tx, Collection<UUID> applications) {
    return HandOvers.given(tx, applications);
  }

  /** Whether anything promised for these applications is pending, or earned and not given. */
  public boolean owes(Tx tx, Collection<UUID> applications) {
    return LedgerStore.owes(tx, applications);
  }

  private record Plan(List<Event> events, List<Change> changes) {}

  private static Plan plan(Tx tx, List<Earned> earned) {
    Map<TransferId, Promised> promises =
        LedgerStore.promised(tx, earned.stream().map(Earned::promise).toList()).stream()
            .collect(Collectors.toMap(Promised::id, p -> p));
    Map<CommunityId, Set<PersonId>> persons = new HashMap<>();
    promises
        .values()
        .forEach(
            p ->
                persons
                    .computeIfAbsent(p.communityId(), c -> new LinkedHashSet<>())
                    .add(p.personId()));
    Map<CommunityId, Map<PersonId, Map<String, Long>>> owed = new HashMap<>();
    persons.forEach((c, who) -> owed.put(c, LedgerStore.owed(tx, c, who)));

    List<Event> events = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (Earned word : earned) {
      Promised promise = promises.get(word.promise());
      if (promise == null) throw Refusal.notFound();
      if (word.amount() < 0 || word.amount() > promise.amount()) {
        throw Refusal.conflict(
            "earned_too_much",
            Map.of("promised", promise.amount(), "amount", word.amount(), "unit", promise.unit()));
      }
      Event event = event(tx, promise, word);
      if (event != null) events.add(event);
      Map<String, Long> balances =
          Objects.requireNonNull(owed.get(promise.communityId()))
              .computeIfAbsent(promise.personId(), p -> new HashMap<>());
      long before = balances.getOrDefault(promise.unit(), 0L);
      long change = change(promise, word);
      balances.put(promise.unit(), before + change);
      changes.add(
          new Change(
              promise.personId(),
              promise.unit(),
              code(event, promise),
              from(event, promise),
              to(event, promise),
              promise.purpose(),
              promise.about(),
              promise.amount(),
              word.amount(),
              before,
              change,
              before + change));
    }
    return new Plan(events, changes);
  }

  private static Code code(@Nullable Event event, Promised promise) {
    return switch (event) {
      case Event.Post p -> p.code();
      case Event.Void v -> v.code();
      case Event.Move m -> m.code();
      case null -> earns(promise);
    };
  }

  private static Optional<Account> from(@Nullable Event event, Promised promise) {
    return switch (event) {
      case null -> Optional.empty();
      case Event.Move m -> Optional.of(m.from());
      case Event.Post p -> Optional.of(promise.payer());
      case Event.Void v -> Optional.of(promise.payer());
    };
  }

  private static Optional<Account> to(@Nullable Event event, Promised promise) {
    return switch (event) {
      case null -> Optional.empty();
      case Event.Move m -> Optional.of(m.to());
      case Event.Post p -> Optional.of(Account.owed(promise.personId()));
      case Event.Void v -> Optional.of(Account.owed(promise.personId()));
    };
  }

  private static Code earns(Promised promise) {
    return promise.purpose() == Purpose.TRAVEL ? Code.TRAVEL : Code.EARN;
  }

  private static @Nullable Event event(Tx tx, Promised promise, Earned word) {
    Dating dated =
        Dating.of(
            tx,
            promise.communityId(),
            word.happenedAt(),
            promise.about().because(word.reason()).on(null));
    About about = dated.about();
    if (promise.state() == Promised.State.PENDING) {
      return word.amount() == 0
          ? voided(promise, Code.VOID, dated.at())
          : new Event.Post(
              Cause.of("resolve", promise.id()).transfer(),
              promise.communityId(),
              promise.id(),
              earns(promise),
              word.amount(),
              about,
              dated.at());
    }
    long change = change(promise, word);
    if (change == 0) return null;
    Account owed = Account.owed(promise.personId());
    // Numbered, not timed: of two corrections made from the same reading only one can be the next.
    return new Event.Move(
        false,
        Cause.of("correct", promise.id(), promise.corrections() + 1).transfer(),
        promise.communityId(),
        Code.CORRECT,
        promise.purpose(),
        change > 0 ? promise.payer() : owed,
        change > 0 ? owed : promise.payer(),
        promise.unit(),
        Math.abs(change),
        about.corrects(promise.id()),
        dated.at(),
        null);
  }

  /** Nobody is asked for what went back already: it expired, or they took something else for it. */
  private static long change(Promised promise, Earned word) {
    return Math.max(word.amount() - promise.earned(), -Math.max(0, promise.kept()));
  }

  private static Event.Void voided(Promised promise, Code code, Instant happenedAt) {
    return new Event.Void(
        Cause.of("resolve", promise.id()).transfer(),
        promise.communityId(),
        promise.id(),
        code,
        About.NOTHING,
        happenedAt);
  }
}
