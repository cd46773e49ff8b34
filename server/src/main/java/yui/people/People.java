package yui.people;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;
import yui.engine.Mesh;

/** What other rooms may ask about people, under the rights of the transaction unless said. */
public final class People {

  public Optional<Resident> resident(Tx tx, PersonId id) {
    return ResidentStore.find(tx, id);
  }

  private static final String IS_RESIDENT = "select from residents where person_id = $1";

  /** Whether a person has a profile as a helper. */
  public boolean isResident(Tx tx, PersonId id) {
    return tx.row(IS_RESIDENT, id.value()).isPresent();
  }

  private static final String DISPLAY_NAMES =
      "select person_id, display_name from residents where person_id = any($1)";

  /** What residents are called; whom the caller may not see is not in it. */
  public Map<PersonId, String> displayNames(Tx tx, Collection<PersonId> ids) {
    Map<PersonId, String> names = new HashMap<>();
    UUID[] wanted = ids.stream().map(PersonId::value).distinct().toArray(UUID[]::new);
    for (Row row : tx.rows(DISPLAY_NAMES, (Object) wanted)) {
      names.put(new PersonId(row.getUUID("person_id")), row.getString("display_name"));
    }
    return names;
  }

  private static final String HOMES =
      """
      select lat, lon from bases where person_id = $1 and kind = 'HOME'
      """;

  /** Whether every home of a person's lies at least so far away; one without a home lives near. */
  public boolean homeIsFar(Tx tx, PersonId id, double lat, double lon, int km) {
    Mesh there = Mesh.of(lat, lon);
    List<Mesh> homes =
        tx.list(HOMES, row -> Mesh.of(row.getDouble("lat"), row.getDouble("lon")), id.value());
    return !homes.isEmpty() && homes.stream().allMatch(home -> home.km(there) >= km);
  }

  /**
   * How far a person's home is from a place, the nearest of several; empty where none was told.
   * Reads past the caller's rights and answers a distance of cells.
   */
  public Optional<Double> homeKm(Tx tx, PersonId id, double lat, double lon) {
    Mesh there = Mesh.of(lat, lon);
    return tx.asSystem(
        () ->
            tx
                .list(
                    HOMES,
                    row -> Mesh.of(row.getDouble("lat"), row.getDouble("lon")).km(there),
                    id.value())
                .stream()
                .min(Comparator.naturalOrder()));
  }

  private static final String CONTACTS =
      """
      select p.id, coalesce(nullif(p.name, ''), r.display_name, p.email) as name, p.email, p.phone,
        p.lang
      from persons p left join residents r on r.person_id = p.id
      where p.id = any($1)
      order by p.id
      """;

  /** Reads past the caller's rights: who asks answers for whom it reaches. */
  public List<Contact> contacts(Tx tx, Collection<PersonId> ids) {
    UUID[] wanted = ids.stream().map(PersonId::value).distinct().toArray(UUID[]::new);
    return tx.asSystem(() -> tx.list(CONTACTS, People::contact, (Object) wanted));
  }

  /** As {@link #contacts}, for one who exists. */
  public Contact contact(Tx tx, PersonId id) {
    return contacts(tx, List.of(id)).getFirst();
  }

  private static final String COMES_FROM =
      """
      select lat, lon from bases b where b.person_id = $1
        and (b.kind = 'HOME' or not exists (select from bases h
          where h.person_id = b.person_id and h.kind = 'HOME'))
      union all
      select lat, lon from stays s where s.person_id = $1 and s.from_day <= $2 and s.to_day >= $2
      """;

  /**
   * How far somebody travels to a place on a day: from home, or from where they stay then, the
   * nearer; empty without a base. Reads past the caller's rights and answers a distance of cells.
   */
  public Optional<Double> comesFromKm(
      Tx tx, PersonId person, LocalDate day, double lat, double lon) {
    Mesh there = Mesh.of(lat, lon);
    return tx.asSystem(
        () ->
            tx
                .list(
                    COMES_FROM,
                    row -> Mesh.of(row.getDouble("lat"), row.getDouble("lon")).km(there),
                    person.value(),
                    day)
                .stream()
                .min(Comparator.naturalOrder()));
  }

  private static Contact contact(Row row) {
    return new Contact(
        new PersonId(row.getUUID("id")),
        row.getString("name"),
        row.getString("email"),
        row.getString("phone"),
        Lang.of(row.getString("lang")));
  }
}
