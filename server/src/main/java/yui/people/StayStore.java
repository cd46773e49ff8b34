package yui.people;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import yui.core.PersonId;
import yui.db.Tx;

/** Rows of stays. */
final class StayStore {
  private StayStore() {}

  private static final String LIST =
      """
      select s.id, s.base_id, b.label, s.lat, s.lon, s.community_id, s.from_day, s.to_day
      from stays s left join bases b on b.id = s.base_id
      where s.person_id = $1 and s.to_day >= $2 and (s.from_day, s.id) > ($3, $4)
      order by s.from_day, s.id limit $5
      """;

  static List<Stay> list(
      Tx tx, PersonId person, LocalDate today, LocalDate from, UUID id, int limit) {
    return tx.list(LIST, Stay::of, person.value(), today, from, id, limit);
  }

  private static final String FIND =
      """
      select s.id, s.base_id, b.label, s.lat, s.lon, s.community_id, s.from_day, s.to_day
      from stays s left join bases b on b.id = s.base_id
      where s.person_id = $1 and s.id = $2
      """;

  static Optional<Stay> find(Tx tx, PersonId person, StayId id) {
    return tx.row(FIND, person.value(), id.value()).map(Stay::of);
  }

  private static final String ADD =
      """
      insert into stays (id, person_id, base_id, lat, lon, community_id, from_day, to_day, created_at)
      values ($1, $2, $3::uuid, $4, $5, $6::uuid, $7, $8, $9)
      """;

  static void add(Tx tx, PersonId person, Stay stay) {
    tx.change(
        ADD,
        stay.id().value(),
        person.value(),
        stay.baseId() == null ? null : stay.baseId().value(),
        stay.lat(),
        stay.lon(),
        stay.communityId() == null ? null : stay.communityId().value(),
        stay.from(),
        stay.to(),
        tx.now());
  }

  private static final String REMOVE = "delete from stays where person_id = $1 and id = $2";

  static boolean remove(Tx tx, PersonId person, StayId id) {
    return tx.change(REMOVE, person.value(), id.value()) == 1;
  }
}
