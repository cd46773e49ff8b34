package yui.applications;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.communities.Rules;
import yui.core.Days;
import yui.db.Tx;
import yui.ledger.About;
import yui.ledger.Account;
import yui.ledger.Cause;
import yui.ledger.Code;
import yui.ledger.FundId;
import yui.ledger.Ledger;
import yui.ledger.Promise;
import yui.ledger.Promised;
import yui.ledger.Purpose;
import yui.tasks.Fares;
import yui.tasks.RewardLine;
import yui.tasks.Task;
import yui.tasks.Travel;

/**
 * What the ledger sets aside for a chosen party: each reward line for each slot, and the travel
 * money once for the whole application.
 */
final class Promising {
  private static final String JPY = "JPY";

  private final Ledger ledger;
  private final Rules rules;
  private final Fares fares;

  Promising(Ledger ledger, Rules rules, Fares fares) {
    this.ledger = ledger;
    this.rules = rules;
    this.fares = fares;
  }

  /** Promises what is not promised yet for these slots; a fund without room refuses. */
  void promise(Tx tx, Task task, Application application, Collection<ApplicationSlot> slots) {
    List<Promised> before = ledger.promisedOf(tx, application.id().value());
    List<Promise> promises = new ArrayList<>();
    for (ApplicationSlot slot : slots) {
      for (RewardLine reward : task.rewards()) {
        UUID slotId = slot.slotId().value();
        List<Promised> same = same(before, slotId, reward.line());
        if (same.stream().anyMatch(Promising::stands)) continue;
        promises.add(
            new Promise(
                application.communityId(),
                Cause.of(
                    "promise", application.id(), slot.slotId(), reward.line(), same.size() + 1),
                payer(reward),
                application.personId(),
                Purpose.THANKS,
                reward.unit(),
                reward.amountFor(application.heads()),
                About.application(
                        application.id().value(), slotId, task.groupId().value(), reward.line())
                    .sort(task.engagement().name()),
                slot.startsAt(),
                null));
      }
    }
    List<Promised> travelled = travel(before);
    long travel =
        Math.multiplyExact(
                fares.aHead(tx, task, application.personId()), (long) application.heads())
            - ledger.boughtFor(tx, application.id().value());
    if (travel > 0 && travelled.stream().noneMatch(Promising::stands)) {
      promises.add(
          new Promise(
              application.communityId(),
              Cause.of("travel", application.id(), travelled.size() + 1),
              Account.fund(Objects.requireNonNull(task.travel().fund())),
              application.personId(),
              Purpose.TRAVEL,
              JPY,
              travel,
              travelOf(task, application),
              lastDay(slots, ApplicationSlot::startsAt),
              unclaimed(tx, task, application)));
    }
    ledger.promise(tx, promises);
  }

  // A ticket that the payer buys is no payment to the person.
  private static About travelOf(Task task, Application application) {
    About about = About.application(application.id().value(), null, task.groupId().value(), null);
    return task.travel().paidDirectly() ? about : about.sort(task.engagement().name());
  }

  /** Gives back what was promised for these slots; and the travel money when no slot is left. */
  void release(Tx tx, Application after, Collection<ApplicationSlot> ended) {
    Set<UUID> slots = ended.stream().map(s -> s.slotId().value()).collect(Collectors.toSet());
    boolean nobodyComes = after.slots().stream().noneMatch(slot -> slot.state().isChosen());
    List<Promised> back =
        ledger.promisedOf(tx, after.id().value()).stream()
            .filter(
                p ->
                    p.purpose() == Purpose.TRAVEL
                        ? nobodyComes
                        : slots.contains(p.about().slotId()))
            .toList();
    ledger.voidPending(tx, back, Code.VOID, tx.now());
  }

  /** After slots moved: the travel money waits for its claim from the new last day on. */
  void renewTravel(Tx tx, Task task, Application after) {
    List<Promised> pending =
        travel(ledger.promisedOf(tx, after.id().value())).stream()
            .filter(p -> p.state() == Promised.State.PENDING)
            .toList();
    if (pending.isEmpty()) return;
    ledger.voidPending(tx, pending, Code.VOID, tx.now());
    promise(tx, task, after, after.slots().stream().filter(s -> s.state().isChosen()).toList());
  }

  /** What coming earns waits for the host; costs wait for a claim, then lapse. */
  private @Nullable Instant unclaimed(Tx tx, Task task, Application application) {
    Travel travel = task.travel();
    if (travel.isEarnedByComing()) return null;
    Instant last = lastDay(application.slots(), ApplicationSlot::endsAt);
    int days = rules.travelClaimDays(tx, application.communityId(), Days.of(last));
    return last.plus(Duration.ofDays(days));
  }

  private static Instant lastDay(
      Collection<ApplicationSlot> slots, Function<ApplicationSlot, Instant> moment) {
    return slots.stream().map(moment).max(Comparator.naturalOrder()).orElseThrow();
  }

  private static Account payer(RewardLine reward) {
    FundId fund = reward.payerFund();
    return fund == null
        ? Account.group(Objects.requireNonNull(reward.payerGroup()))
        : Account.fund(fund);
  }

  private static boolean stands(Promised promised) {
    return promised.state() != Promised.State.VOIDED;
  }

  private static List<Promised> same(List<Promised> promised, UUID slot, int line) {
    return promised.stream()
        .filter(p -> p.purpose() == Purpose.THANKS)
        .filter(p -> slot.equals(p.about().slotId()))
        .filter(p -> Objects.equals(p.about().line(), line))
        .toList();
  }

  private static List<Promised> travel(List<Promised> promised) {
    return promised.stream().filter(p -> p.purpose() == Purpose.TRAVEL).toList();
  }
}
