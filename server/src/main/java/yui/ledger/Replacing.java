package yui.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;

/**
 * Takes back what is owed of a line: because something else is given for it, or because it does not
 * keep. No unit is turned into another: the old one goes back to its payer, the new one is promised
 * and earned anew.
 */
final class Replacing {
  /** Lines that a task never named, so that correcting the attendance leaves them alone. */
  private static final int FIRST_NEW_LINE = 101;

  private final Tx tx;
  private final UUID application;
  private final List<Promised> all;
  private final List<Promised> line;
  private final long left;

  private Replacing(Tx tx, UUID application, int number, PersonId person) {
    this.tx = tx;
    this.application = application;
    all = LedgerStore.promisedOf(tx, application);
    line =
        all.stream()
            .filter(p -> p.purpose() == Purpose.THANKS && p.state() == Promised.State.POSTED)
            .filter(p -> Objects.equals(p.about().line(), number))
            .filter(p -> p.personId().equals(person))
            .toList();
    if (line.isEmpty()) {
      left = 0;
      return;
    }
    Promised one = line.getFirst();
    long owed =
        line.stream().mapToLong(Promised::kept).sum() - LedgerStore.handed(tx, application, number);
    left = Math.min(owed, LedgerStore.free(tx, one.communityId(), person, one.unit()));
  }

  /** Answers the number of the new line. */
  static int replace(Tx tx, Replacement with) {
    LedgerStore.lock(tx, with.applicationId());
    return new Replacing(tx, with.applicationId(), with.line(), with.personId()).by(with);
  }

  private int by(Replacement with) {
    if (with.quantity() > left) {
      throw Refusal.conflict(
          "substitution_more_than_owed",
          Map.of("owed", Math.max(0, left), "quantity", with.quantity()));
    }
    if (line.getFirst().unit().equals("JPY") || with.newUnit().equals("JPY")) {
      throw Refusal.conflict("substitution_is_not_cash");
    }
    List<Event> events = new ArrayList<>(back(with.quantity(), Code.CORRECT, with.id()));
    int number =
        all.stream()
            .map(p -> Objects.requireNonNullElse(p.about().line(), 0) + 1)
            .reduce(FIRST_NEW_LINE, Math::max);
    About about = About.application(application, null, with.groupId(), number).instead(with.id());
    TransferId promise = Cause.of("substitute", with.id()).transfer();
    events.add(
        new Event.Move(
            true,
            promise,
            with.communityId(),
            Code.PROMISE,
            Purpose.THANKS,
            line.getLast().payer(),
            Account.owed(with.personId()),
            with.newUnit(),
            with.newQuantity(),
            about,
            tx.now(),
            null));
    events.add(
        new Event.Post(
            Cause.of("resolve", promise).transfer(),
            with.communityId(),
            promise,
            Code.EARN,
            with.newQuantity(),
            about,
            tx.now()));
    LedgerStore.post(tx, events);
    return number;
  }

  /** Gives back all that is left of a line and answers how much that was. */
  static long expire(Tx tx, UUID application, int number, PersonId person) {
    LedgerStore.lock(tx, application);
    Replacing line = new Replacing(tx, application, number, person);
    if (line.left <= 0) return 0;
    String unit = line.line.getFirst().unit();
    if (!Units.kind(tx, unit).orElseThrow().equals("PRODUCE")) return 0;
    LedgerStore.post(tx, line.back(line.left, Code.EXPIRE, null));
    return line.left;
  }

  /** The newest promises give back first; each movement is numbered by what had gone before it. */
  private List<Event> back(long quantity, Code code, @Nullable UUID substitution) {
    List<Event> events = new ArrayList<>();
    long rest = quantity;
    for (Promised promise : line.reversed()) {
      long part = Math.min(rest, promise.kept());
      if (part <= 0) continue;
      rest -= part;
      About about = promise.about().corrects(promise.id()).on(null);
      events.add(
          new Event.Move(
              false,
              Cause.of("back", promise.id(), promise.gone()).transfer(),
              promise.communityId(),
              code,
              Purpose.THANKS,
              Account.owed(promise.personId()),
              promise.payer(),
              promise.unit(),
              part,
              substitution == null ? about : about.instead(substitution),
              tx.now(),
              null));
    }
    return events;
  }
}
