package yui.people;

import java.util.List;
import yui.core.PersonId;
import yui.db.Tx;

/** Rows of availability: numbered half-days. */
final class AvailabilityStore {
  private AvailabilityStore() {}

  private static final String LIST =
      """
      select half_day from availability
      where person_id = $1 and half_day between $2 and $3 order by half_day
      """;

  static List<Integer> list(Tx tx, PersonId person, int first, int last) {
    return tx.list(LIST, row -> row.getInteger("half_day"), person.value(), first, last);
  }

  private static final String REMOVE =
      """
      delete from availability
      where person_id = $1 and half_day between $2 and $3 and half_day <> all($4)
      """;
  private static final String ADD =
      """
      insert into availability (person_id, half_day) select $1, unnest($2::int[])
      on conflict do nothing
      """;

  static void replace(Tx tx, PersonId person, int first, int last, List<Integer> halfDays) {
    tx.change(REMOVE, person.value(), first, last, halfDays.toArray(Integer[]::new));
    add(tx, person, halfDays);
  }

  static void add(Tx tx, PersonId person, List<Integer> halfDays) {
    tx.change(ADD, person.value(), halfDays.toArray(Integer[]::new));
  }

  private static final String TAKE_OFF =
      """
      delete from availability where person_id = $1 and half_day = any($2)
      """;

  static void remove(Tx tx, PersonId person, List<Integer> halfDays) {
    tx.change(TAKE_OFF, person.value(), halfDays.toArray(Integer[]::new));
  }
}
