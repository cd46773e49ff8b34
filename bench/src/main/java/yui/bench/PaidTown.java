package yui.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Desk;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.Membership;
import yui.core.PersonId;
import yui.core.Role;
import yui.db.Database;
import yui.db.Scope;
import yui.ledger.About;
import yui.ledger.Account;
import yui.ledger.Cause;
import yui.ledger.Code;
import yui.ledger.Correction;
import yui.ledger.FundId;
import yui.ledger.Funds;
import yui.ledger.Ledger;
import yui.ledger.Purpose;
import yui.ledger.Seals;
import yui.ledger.Transfers;

/** A community whose people are owed a great deal, and its books through the server's own door. */
final class PaidTown {
  private static final String JPY = "JPY";
  private static final long PLENTY = 1_000_000_000_000L;
  private static final int BATCH = 250;

  private final Database database;
  private final Ledger ledger = new Ledger();
  private final Transfers transfers = new Transfers();
  private final Seals seals = new Seals();
  private final CommunityId community = new CommunityId(Ids.next());
  private final Caller desk =
      new Caller(
          new PersonId(Ids.next()),
          List.of(new Membership(community, null, Role.COORDINATOR, Desk.OFFICIAL)),
          Lang.JA,
          true);
  private final Scope staff = Scope.of(desk);
  private final List<PersonId> people = new ArrayList<>();
  private final AtomicLong deeds = new AtomicLong();
  private final UUID run = Ids.next();
  private final FundId free;
  private final FundId limited;

  PaidTown(Database database, int people) {
    this.database = database;
    Funds funds = new Funds();
    free = database.write(staff, tx -> funds.openDefault(tx, community));
    limited =
        database
            .write(
                staff,
                tx ->
                    funds.open(
                        tx,
                        desk,
                        community,
                        new Funds.Opening(
                            "limited", "報償費", null, null, JPY, PLENTY, null, null, null)))
            .id();
    for (int i = 0; i < people; i++) this.people.add(new PersonId(Ids.next()));
    for (int from = 0; from < people; from += BATCH) {
      List<Correction> opening = new ArrayList<>();
      for (PersonId person : this.people.subList(from, Math.min(people, from + BATCH))) {
        opening.add(move(Code.OPEN, Account.fund(free), Account.owed(person), PLENTY));
      }
      write(opening);
    }
  }

  /** Pays two of the first so many people in one transaction, odd clients the other way round. */
  void settle(int client, int among) {
    Random random = ThreadLocalRandom.current();
    int one = random.nextInt(among);
    int other = (one + 1 + random.nextInt(among - 1)) % among;
    int first = client % 2 == 0 ? Math.min(one, other) : Math.max(one, other);
    int second = client % 2 == 0 ? Math.max(one, other) : Math.min(one, other);
    write(List.of(paid(people.get(first)), paid(people.get(second))));
  }

  /** Thanks somebody from the fund whose limit is watched, or from the one without. */
  void thank(boolean watched) {
    PersonId person = people.get(ThreadLocalRandom.current().nextInt(people.size()));
    FundId fund = watched ? limited : free;
    write(List.of(move(Code.GIFT, Account.fund(fund), Account.owed(person), 1)));
  }

  /** Adds so many movements, many a transaction. */
  void fill(long many, Progress progress) {
    for (long done = 0; done < many; done += BATCH) {
      List<Correction> batch = new ArrayList<>();
      for (int i = 0; i < Math.min(BATCH, many - done); i++) {
        PersonId person = people.get(ThreadLocalRandom.current().nextInt(people.size()));
        batch.add(
            i % 2 == 0
                ? move(Code.GIFT, Account.fund(free), Account.owed(person), 3)
                : paid(person));
      }
      write(batch);
      progress.add(batch.size());
    }
  }

  /** Seals everything and answers the seconds it took. */
  double seal() {
    long start = System.nanoTime();
    while (database.write(Scope.ofSystem(), tx -> seals.seal(tx, 2_000)) > 0) {
      // goes on until nothing is left
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Proves seals, entries and balances and answers the seconds it took. */
  double verify() {
    long start = System.nanoTime();
    List<Seals.Finding> findings =
        database.readAtLength(Scope.ofSystem(), tx -> seals.verify(tx, community));
    if (!findings.isEmpty()) throw new IllegalStateException("the books disagree: " + findings);
    return (System.nanoTime() - start) / 1e9;
  }

  /** The first page of somebody's own lines, and their balances. */
  void readStatement() {
    PersonId person = people.get(ThreadLocalRandom.current().nextInt(people.size()));
    Scope own = new Scope(person.toString(), "", false);
    database.read(
        own,
        tx -> {
          transfers.ownBalances(tx, person, null);
          return transfers.ofPerson(
              tx, person, new Transfers.Query(null, null, null, null, null, 50));
        });
  }

  /** The first page of the community's balances. */
  void readBalances() {
    database.read(staff, tx -> transfers.balances(tx, community, JPY, null, 50));
  }

  private Correction paid(PersonId person) {
    return move(Code.PAY, Account.owed(person), Account.given(person), 1);
  }

  private Correction move(Code code, Account from, Account to, long amount) {
    return new Correction(
        community,
        Cause.of("bench", run, deeds.incrementAndGet()),
        code,
        Purpose.THANKS,
        from,
        to,
        JPY,
        amount,
        About.NOTHING,
        Instant.now());
  }

  private void write(List<Correction> moves) {
    database.write(staff, tx -> ledger.correct(tx, moves));
  }
}
