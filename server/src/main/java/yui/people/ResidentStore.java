package yui.people;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.db.Tx;

/** Rows of a resident and of what goes with it. */
final class ResidentStore {
  private ResidentStore() {}

  private static final String FIND =
      """
      select display_name, intro, findable, findable_communities, max_distance_km, reward_wishes,
        has_car, languages, named_on_sheets, version
      from residents where person_id = $1
      """;

  static Optional<Resident> find(Tx tx, PersonId id) {
    return tx.row(FIND, id.value()).map(row -> resident(tx, id, row));
  }

  private static Resident resident(Tx tx, PersonId id, Row row) {
    return new Resident(
        id,
        row.getString("display_name"),
        row.getString("intro"),
        skills(tx, id),
        licences(tx, id),
        Findable.valueOf(row.getString("findable")),
        Arrays.stream(row.getArrayOfUUIDs("findable_communities")).map(CommunityId::new).toList(),
        bases(tx, id),
        row.getDouble("max_distance_km"),
        Arrays.stream(row.getArrayOfStrings("reward_wishes")).map(Wish::valueOf).toList(),
        row.getBoolean("has_car"),
        List.of(row.getArrayOfStrings("languages")),
        row.getBoolean("named_on_sheets"),
        row.getInteger("version"));
  }

  private static final String SKILLS =
      "select code, level from resident_skills where person_id = $1 order by code";

  private static List<SkillLevel> skills(Tx tx, PersonId id) {
    return tx.list(
        SKILLS, row -> new SkillLevel(row.getString("code"), row.getInteger("level")), id.value());
  }

  private static final String LICENCES =
      """
      select code, expires_on, verified_at is not null as verified
      from resident_licences where person_id = $1 order by code
      """;

  private static List<HeldLicence> licences(Tx tx, PersonId id) {
    return tx.list(
        LICENCES,
        row ->
            new HeldLicence(
                row.getString("code"), row.getLocalDate("expires_on"), row.getBoolean("verified")),
        id.value());
  }

  private static final String BASES =
      """
      select id, kind, label, lat, lon, community_id from bases where person_id = $1 order by id
      """;

  static List<Base> bases(Tx tx, PersonId id) {
    return tx.list(BASES, Base::of, id.value());
  }

  private static final String LOCK =
      "select version from residents where person_id = $1 for update";

  /** The version of the profile, which nobody else changes until this transaction ends. */
  static Optional<Integer> lock(Tx tx, PersonId id) {
    return tx.row(LOCK, id.value()).map(row -> row.getInteger("version"));
  }

  private static final String PUT =
      """
      insert into residents (person_id, display_name, intro, findable, findable_communities,
        max_distance_km, reward_wishes, has_car, languages, named_on_sheets, created_at, changed_at)
      values ($1, $2, $3, $4, $5, $6::float8, $7, $8, $9, $10, $11, $11)
      on conflict (person_id) do update set display_name = $2, intro = $3, findable = $4,
        findable_communities = $5, max_distance_km = $6::float8, reward_wishes = $7, has_car = $8,
        languages = $9, named_on_sheets = $10, changed_at = $11, version = residents.version + 1
      """;

  static void put(Tx tx, PersonId id, ResidentEntry entry) {
    tx.change(
        PUT,
        id.value(),
        entry.displayName(),
        entry.intro(),
        entry.findable().name(),
        entry.findableCommunities().stream().map(CommunityId::value).toArray(UUID[]::new),
        entry.maxDistanceKm(),
        entry.rewardWishes().stream().map(Wish::name).toArray(String[]::new),
        entry.hasCar(),
        entry.languages().toArray(String[]::new),
        entry.namedOnSheets(),
        tx.now());
  }

  private static final String DROP_SKILLS =
      "delete from resident_skills where person_id = $1 and code <> all($2)";
  private static final String PUT_SKILL =
      """
      insert into resident_skills (person_id, code, level) values ($1, $2, $3)
      on conflict (person_id, code) do update set level = $3
      """;

  static void putSkills(Tx tx, PersonId id, List<SkillLevel> skills) {
    tx.change(
        DROP_SKILLS, id.value(), skills.stream().map(SkillLevel::code).toArray(String[]::new));
    tx.changeEach(
        PUT_SKILL,
        skills.stream()
            .map(s -> Arrays.<@Nullable Object>asList(id.value(), s.code(), s.level()))
            .toList());
  }

  private static final String DROP_LICENCES =
      "delete from resident_licences where person_id = $1 and code <> all($2)";
  // What a coordinator has seen is the licence with this date; another date is to be seen again.
  private static final String PUT_LICENCE =
      """
      insert into resident_licences (person_id, code, expires_on) values ($1, $2, $3::date)
      on conflict (person_id, code) do update set expires_on = $3::date,
        verified_by = null, verified_at = null
      where resident_licences.expires_on is distinct from $3::date
      """;

  static void putLicences(Tx tx, PersonId id, List<ResidentEntry.LicenceEntry> licences) {
    tx.change(
        DROP_LICENCES,
        id.value(),
        licences.stream().map(ResidentEntry.LicenceEntry::code).toArray(String[]::new));
    tx.changeEach(
        PUT_LICENCE,
        licences.stream()
            .map(l -> Arrays.<@Nullable Object>asList(id.value(), l.code(), l.expiresOn()))
            .toList());
  }

  private static final String LEAVE_PAST_STAYS =
      """
      update stays set base_id = null
      where person_id = $1 and base_id is not null and base_id <> all($2) and to_day < $3
      """;
  private static final String STAYED_AT =
      """
      select from stays where person_id = $1 and base_id is not null and base_id <> all($2) limit 1
      """;
  private static final String DROP_BASES =
      "delete from bases where person_id = $1 and id <> all($2)";

  /** Whether bases but these could go: past stays let go of theirs, others hold on to them. */
  static boolean dropBasesBut(Tx tx, PersonId id, LocalDate today, List<BaseId> kept) {
    UUID[] ids = kept.stream().map(BaseId::value).toArray(UUID[]::new);
    tx.change(LEAVE_PAST_STAYS, id.value(), ids, today);
    if (tx.row(STAYED_AT, id.value(), ids).isPresent()) return false;
    tx.change(DROP_BASES, id.value(), ids);
    return true;
  }

  private static final String PUT_BASE =
      """
      insert into bases (id, person_id, kind, label, lat, lon, community_id)
      values ($1, $2, $3, $4, $5, $6, $7::uuid)
      on conflict (id) do update set kind = $3, label = $4, lat = $5, lon = $6,
        community_id = $7::uuid
      """;

  private static final String MOVE_STAYS =
      """
      update stays s set lat = b.lat, lon = b.lon
      from bases b where b.id = s.base_id and s.person_id = $1
        and (s.lat, s.lon) is distinct from (b.lat, b.lon)
      """;

  static void putBases(Tx tx, PersonId id, List<Base> bases) {
    tx.changeEach(
        PUT_BASE,
        bases.stream()
            .map(
                b ->
                    Arrays.<@Nullable Object>asList(
                        b.id().value(),
                        id.value(),
                        b.kind().name(),
                        b.label(),
                        b.lat(),
                        b.lon(),
                        b.communityId() == null ? null : b.communityId().value()))
            .toList());
    tx.change(MOVE_STAYS, id.value());
  }
}
