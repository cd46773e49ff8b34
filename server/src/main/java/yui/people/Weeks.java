package yui.people;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import yui.core.Caller;
import yui.core.Days;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.engine.HalfDays;

/**
 * The week that comes again: painted as half-days of its own up to the horizon, so that one of them
 * can be taken off, and painted on each night.
 */
public final class Weeks {
  /**
   * A week and how far it is painted.
   *
   * @param halfDays such as {@code SAT.AM}, from Monday on
   */
  record Week(List<String> halfDays, LocalDate paintedUntil) {}

  /** The week wanted. */
  record Entry(List<String> halfDays) {}

  private static final int A_TURN = 200;
  private static final String FIND =
      """
      select half_days, painted_until from availability_weeks where person_id = $1
      """;
  private static final String KEEP =
      """
      insert into availability_weeks (person_id, half_days, painted_until) values ($1, $2, $3)
      on conflict (person_id) do update
        set half_days = excluded.half_days, painted_until = excluded.painted_until
      """;
  private static final String TO_EXTEND =
      """
      select person_id, half_days, painted_until from availability_weeks
      where painted_until < $1 and half_days <> 0 order by person_id limit $2
      for update skip locked
      """;

  private record Row(PersonId person, int bits, LocalDate paintedUntil) {}

  /** The caller's own; empty when nothing comes again. */
  Week get(Tx tx, PersonId person) {
    return tx.row(FIND, person.value())
        .map(row -> week(row.getInteger("half_days"), row.getLocalDate("painted_until")))
        .orElseGet(() -> week(0, Days.of(tx.now())));
  }

  /**
   * What is new in the week is painted on every day to come, what is no longer in it taken off;
   * what stays is left as it was painted or taken off by hand.
   */
  Week put(Tx tx, Caller caller, Entry entry) {
    PersonId me = caller.known();
    if (ResidentStore.lock(tx, me).isEmpty()) throw Refusal.conflict("resident_needed");
    LocalDate today = Days.of(tx.now());
    LocalDate until = today.plusDays(FreeTimes.HORIZON_DAYS);
    int before = bits(get(tx, me).halfDays());
    int now = bits(entry.halfDays());
    AvailabilityStore.add(tx, me, numbers(now & ~before, today, until));
    AvailabilityStore.remove(tx, me, numbers(before & ~now, today, until));
    tx.change(KEEP, me.value(), now, until);
    return week(now, until);
  }

  /** Paints the days that have come in sight since. */
  public static void extend(Database database) {
    int painted;
    do {
      painted = database.write(Scope.ofSystem(), Weeks::extend);
    } while (painted == A_TURN);
  }

  private static int extend(Tx tx) {
    LocalDate until = Days.of(tx.now()).plusDays(FreeTimes.HORIZON_DAYS);
    List<Row> rows =
        tx.list(
            TO_EXTEND,
            row ->
                new Row(
                    new PersonId(row.getUUID("person_id")),
                    row.getInteger("half_days"),
                    row.getLocalDate("painted_until")),
            until,
            A_TURN);
    for (Row row : rows) {
      AvailabilityStore.add(
          tx, row.person(), numbers(row.bits(), row.paintedUntil().plusDays(1), until));
      tx.change(KEEP, row.person().value(), row.bits(), until);
    }
    return rows.size();
  }

  private static List<Integer> numbers(int bits, LocalDate from, LocalDate until) {
    List<Integer> numbers = new ArrayList<>();
    for (LocalDate day = from; !day.isAfter(until); day = day.plusDays(1)) {
      for (int pm = 0; pm < 2; pm++) {
        if ((bits & bit(day.getDayOfWeek(), pm == 1)) != 0) numbers.add(HalfDays.of(day, pm == 1));
      }
    }
    return numbers;
  }

  private static int bit(DayOfWeek day, boolean pm) {
    return 1 << ((day.getValue() - 1) * 2 + (pm ? 1 : 0));
  }

  private static Week week(int bits, LocalDate until) {
    List<String> halfDays = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      if ((bits & bit(day, false)) != 0) halfDays.add(code(day, false));
      if ((bits & bit(day, true)) != 0) halfDays.add(code(day, true));
    }
    return new Week(halfDays, until);
  }

  private static int bits(List<String> halfDays) {
    Set<String> wanted = new TreeSet<>(halfDays);
    int bits = 0;
    for (DayOfWeek day : DayOfWeek.values()) {
      if (wanted.contains(code(day, false))) bits |= bit(day, false);
      if (wanted.contains(code(day, true))) bits |= bit(day, true);
    }
    return bits;
  }

  /** {@code SAT.AM}. */
  static String code(DayOfWeek day, boolean pm) {
    return day.name().substring(0, 3) + (pm ? ".PM" : ".AM");
  }
}
