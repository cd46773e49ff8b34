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

  private AuditSearch() {}

  /** Refuses whoever has no right to look; the administrator may look everywhere. */
  static void check(Caller caller, @Nullable CommunityId community) {
    if (caller.isAdmin()) return;
    if (community == null) throw Refusal.forbidden("forbidden");
    if (caller.coordinates(community) || caller.audits(community)) return;
    throw caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
  }

  // Each way of asking has an index behind it; what is not asked for is left out by the planner.
  private static final String FIND =
      """
      select a.id, a.at, a.deed, a.person_id, a.about,
          coalesce(nullif(p.name, ''), r.display_name, '') as who
        from audit_log a
        left join persons p on p.id = a.person_id
        left join residents r on r.person_id = a.person_id
       where ($1::uuid is null or a.community_id = $1::uuid)
         and ($2::text is null or a.deed = $2::text)
         and ($3::timestamptz is null or a.at >= $3::timestamptz)
         and ($4::timestamptz is null or a.at < $4::timestamptz)
         and ($5::uuid[] is null or a.person_id = any($5::uuid[]))
         and ($6::text is null or a.person_id = $6::text::uuid
           or jsonb_path_query_array(a.about, '$.**') @> to_jsonb($6::text))
         and ($7::uuid is null or a.id < $7::uuid)
       order by a.id desc limit $8::int
      """;
  private static final String CALLED =
      """
      select p.id from persons p left join residents r on r.person_id = p.id
       where strpos(lower(p.name), $1) > 0 or strpos(lower(r.display_name), $1) > 0
         or $2::boolean and strpos(p.email_folded, $1) > 0
       limit 1000
      """;

  /** Lines newest first; names belong to nobody's scope, so rights are checked before. */
  static List<Line> find(Tx tx, Caller caller, Query query) {
    check(caller, query.community());
    String q = query.q() == null ? null : query.q().toLowerCase(Locale.ROOT);
    boolean isId = q != null && ID.matcher(q).matches();
    List<Line> lines =
        tx.asSystem(
            () ->
                named(
                    tx,
                    tx.rows(
                        FIND,
                        id(query.community()),
                        query.deed(),
                        query.from() == null ? null : Days.startOf(query.from()),
                        query.to() == null ? null : Days.startOf(query.to().plusDays(1)),
                        q == null || isId ? null : called(tx, q, caller.isAdmin()),
                        isId ? q : null,
                        query.before(),
                        query.limit())));
    Audit.write(tx, caller.known(), query.community(), "audit_look", Map.of("found", lines.size()));
    return lines;
  }

  private static UUID[] called(Tx tx, String name, boolean byAddress) {
    return tx.rows(CALLED, name, byAddress).stream()
        .map(row -> row.getUUID("id"))
        .toArray(UUID[]::new);
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
