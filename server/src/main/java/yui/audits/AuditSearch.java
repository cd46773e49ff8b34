package yui.audits;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;

/** Looks into the audit log: who did what, when, about whom. The look itself is kept there too. */
final class AuditSearch {
  static final int MOST_PERSONS = 1_000;

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /**
   * What is looked for.
   *
   * @param community null for the whole installation
   * @param q part of the name of who did it (for the administrator: or of the address), or an id of
   *     who or what it was about
   * @param before the last line that was seen
   */
  record Query(
      @Nullable CommunityId community,
      @Nullable String q,
      @Nullable String deed,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable UUID before,
      int limit) {
    // PostgreSQL has no NUL in its texts: nothing can be found by one.
    Query {
      q = q == null ? null : q.replace("\0", "");
      deed = deed == null ? null : deed.replace("\0", "");
    }
  }

  /**
   * One deed.
   *
   * @param about ids and codes, with the names of persons beside their ids
   */
  record Line(
      UUID id,
      Instant at,
      String deed,
      @Nullable UUID personId,
      String who,
      Map<String, String> about) {}

  /**
   * What was found.
   *
   * @param isCut whether more people are called so than were looked through
   */
  record Found(List<Line> lines, boolean isCut) {}

  private AuditSearch() {}

  /** Refuses whoever has no right to look; the administrator may look everywhere. */
  static void check(Caller caller, @Nullable CommunityId community) {
    if (caller.isAdmin()) return;
    if (community == null) throw Refusal.forbidden("forbidden");
    if (caller.coordinates(community) || caller.audits(community)) return;
    throw caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
  }

  private static final String WHERE =
      """
       ($1::uuid is null or a.community_id = $1::uuid)
         and ($2::text is null or a.deed = $2::text)
         and ($3::timestamptz is null or a.at >= $3::timestamptz)
         and ($4::timestamptz is null or a.at < $4::timestamptz)
         and ($5::uuid is null or a.id < $5::uuid)
      """;

  /** The newest lines, whoever they are of. */
  static final String LINES =
      "select a.id from audit_log a where" + WHERE + " order by a.id desc limit $6::int";

  /** Of each person their newest, then the newest of these. */
  static final String LINES_BY =
      """
      select l.id from unnest($7::uuid[]) p
        cross join lateral (select a.id from audit_log a where a.person_id = p and
      """
          + WHERE
          + """
           order by a.id desc limit $6::int) l
       order by l.id desc limit $6::int
      """;

  /** Of somebody or about something. */
  static final String LINES_ABOUT =
      """
      (select a.id from audit_log a where a.person_id = $7::uuid and
      """
          + WHERE
          + """
        order by a.id desc limit $6::int)
      union
      (select n.line from audit_named n join audit_log a on a.id = n.line
        where n.named = $7::uuid and ($5::uuid is null or n.line < $5::uuid) and
      """
          + WHERE
          + """
        order by n.line desc limit $6::int)
      order by id desc limit $6::int
      """;

  // Who has given no name yet is known to the administrator by the address.
  private static final String SHOWN =
      """
      select a.id, a.at, a.deed, a.person_id, a.about,
          coalesce(nullif(p.name, ''), r.display_name, case when $2::boolean then p.email end, '')
            as who
        from audit_log a
        left join persons p on p.id = a.person_id
        left join residents r on r.person_id = a.person_id
       where a.id = any($1::uuid[])
       order by a.id desc
      """;

  // Steps from one person to the next of those who ever did something there.
  private static final String CALLED_HERE =
      """
      with recursive actor (id) as (
        (select a.person_id from audit_log a
          where a.community_id = $1 and a.person_id is not null order by a.person_id limit 1)
        union all
        select (select a.person_id from audit_log a
            where a.community_id = $1 and a.person_id > k.id order by a.person_id limit 1)
          from actor k where k.id is not null
      )
      select p.id from actor k join persons p on p.id = k.id left join residents r on r.person_id = p.id
       where strpos(lower(p.name), $2) > 0 or strpos(lower(r.display_name), $2) > 0
         or $3::boolean and strpos(p.email_folded, $2) > 0
      """;
  private static final String CALLED =
      """
      select p.id from persons p left join residents r on r.person_id = p.id
       where strpos(lower(p.name), $1) > 0 or strpos(lower(r.display_name), $1) > 0
         or $2::boolean and strpos(p.email_folded, $1) > 0
       limit $3
      """;

  /** Lines newest first; names belong to nobody's scope, so rights are checked before. */
  static Found find(Tx tx, Caller caller, Query query) {
    check(caller, query.community());
    Found found = tx.asSystem(() -> looked(tx, caller, query));
    Audit.write(
        tx, caller.known(), query.community(), "audit_look", Map.of("found", found.lines().size()));
    return found;
  }

  private static Found looked(Tx tx, Caller caller, Query query) {
    String q = query.q() == null ? null : query.q().toLowerCase(Locale.ROOT);
    if (q == null) return shown(tx, caller, tx.rows(LINES, limits(query)), false);
    if (ID.matcher(q).matches()) {
      return shown(tx, caller, tx.rows(LINES_ABOUT, limits(query, UUID.fromString(q))), false);
    }
    List<UUID> called = called(tx, query.community(), q, caller.isAdmin());
    boolean isCut = called.size() > MOST_PERSONS;
    UUID[] persons = called.stream().limit(MOST_PERSONS).toArray(UUID[]::new);
    return shown(tx, caller, tx.rows(LINES_BY, limits(query, (Object) persons)), isCut);
  }

  private static @Nullable Object[] limits(Query query, Object... whom) {
    LocalDate from = query.from();
    LocalDate to = query.to();
    List<@Nullable Object> limits = new ArrayList<>();
    limits.add(id(query.community()));
    limits.add(query.deed());
    limits.add(from == null ? null : Days.startOf(from));
    limits.add(to == null ? null : Days.startOf(to.plusDays(1)));
    limits.add(query.before());
    limits.add(query.limit());
    limits.addAll(List.of(whom));
    return limits.toArray();
  }

  private static List<UUID> called(
      Tx tx, @Nullable CommunityId community, String name, boolean byAddress) {
    return community == null
        ? tx.list(CALLED, row -> row.getUUID("id"), name, byAddress, MOST_PERSONS + 1)
        : tx.list(CALLED_HERE, row -> row.getUUID("id"), community.value(), name, byAddress);
  }

  private static Found shown(Tx tx, Caller caller, List<Row> ids, boolean isCut) {
    UUID[] lines = ids.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
    return new Found(named(tx, tx.rows(SHOWN, lines, caller.isAdmin())), isCut);
  }

  // Steps from one deed to the next, however long the log: PostgreSQL has no such scan of its own.
  private static final String DEEDS =
      """
      with recursive known as (
        (select deed from audit_log order by deed limit 1)
        union all
        select (select a.deed from audit_log a where a.deed > k.deed order by a.deed limit 1)
          from known k where k.deed is not null
      )
      select deed from known k where deed is not null
        and ($1::uuid is null or exists (select from audit_log a
          where a.deed = k.deed and a.community_id = $1::uuid))
        order by deed
      """;

  /** What was ever done there. */
  static List<String> deeds(Tx tx, Caller caller, @Nullable CommunityId community) {
    check(caller, community);
    return tx.asSystem(() -> tx.list(DEEDS, row -> row.getString("deed"), id(community)));
  }

  private static @Nullable UUID id(@Nullable CommunityId community) {
    return community == null ? null : community.value();
  }

  private static List<Line> named(Tx tx, List<Row> rows) {
    Set<UUID> ids = new LinkedHashSet<>();
    for (Row row : rows) {
      ID.matcher(row.getJsonObject("about").encode())
          .results()
          .forEach(found -> ids.add(UUID.fromString(found.group())));
    }
    Map<String, String> names = names(tx, ids);
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      lines.add(
          new Line(
              row.getUUID("id"),
              row.getOffsetDateTime("at").toInstant(),
              row.getString("deed"),
              row.getUUID("person_id"),
              row.getString("who"),
              about(row.getJsonObject("about"), names)));
    }
    return lines;
  }

  private static final String NAMES =
      """
      select p.id, coalesce(nullif(p.name, ''), r.display_name, '') as name
        from persons p left join residents r on r.person_id = p.id
       where p.id = any($1::uuid[])
      """;

  private static Map<String, String> names(Tx tx, Collection<UUID> ids) {
    Map<String, String> names = new HashMap<>();
    for (Row row : tx.rows(NAMES, (Object) ids.toArray(UUID[]::new))) {
      names.put(row.getUUID("id").toString(), row.getString("name"));
    }
    return names;
  }

  private static Map<String, String> about(JsonObject about, Map<String, String> names) {
    Map<String, String> told = new LinkedHashMap<>();
    about.forEach(
        part -> {
          String value = String.valueOf(part.getValue());
          String name = names.get(value);
          told.put(
              part.getKey(), name == null || name.isEmpty() ? value : name + " (" + value + ")");
        });
    return told;
  }
}
