package yui.torture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a path names, and whose it is.
 *
 * @param path the values of the path's parameters
 * @param community empty for what belongs to a person alone
 * @param group empty for what belongs to no group
 * @param person empty for what belongs to no person
 */
record Thing(Map<String, String> path, String community, String group, String person) {
  /** Three or so of each community and state; the columns before the last three name the path. */
  private static final String OF_APPLICATIONS =
      """
      select distinct on (x.community_id, x.person_id) %s, x.community_id, t.group_id, x.person_id
      from %s x join applications a on a.id = x.application_id join tasks t on t.id = a.task_id
      order by x.community_id, x.person_id, x.application_id limit 12
      """;

  private static String ofApplications(String columns, String table) {
    return OF_APPLICATIONS.formatted(columns, table);
  }

  private static String plain(String table, String name, String group, String person) {
    return "select id as \"%s\", community_id, %s, %s from %s order by id limit 8"
        .formatted(name, group, person, table);
  }

  /** By the parameters of a path; what is told by none of these is told by the word EMPTY. */
  private static final Map<String, String> QUERIES =
      Map.ofEntries(
          Map.entry(
              "communityId",
              """
              select id as "communityId", id, null, null from communities order by id
              """),
          Map.entry(
              "taskId",
              """
              select distinct on (community_id, state) id as "taskId", community_id, group_id, null
              from tasks order by community_id, state, id
              """),
          Map.entry(
              "applicationId",
              """
              select distinct on (a.community_id, a.person_id) a.id as "applicationId",
                a.community_id, t.group_id, a.person_id
              from applications a join tasks t on t.id = a.task_id
              order by a.community_id, a.person_id, a.id
              """),
          Map.entry(
              "applicationId slotId",
              ofApplications(
                  "x.application_id as \"applicationId\", x.slot_id as \"slotId\"",
                  "application_slots")),
          Map.entry("needId", plain("needs", "needId", "null", "teller_id")),
          Map.entry("photoId", plain("photos", "photoId", "null", "by_person")),
          Map.entry("photoId size", plain("photos", "photoId", "null", "by_person")),
          Map.entry("workDayId", plain("work_days", "workDayId", "group_id", "null")),
          Map.entry(
              "walkInId",
              """
              select w.id as "walkInId", w.community_id, t.group_id, null
              from walk_ins w join tasks t on t.id = w.task_id order by w.id limit 8
              """),
          Map.entry("incidentId", plain("incidents", "incidentId", "null", "told_by")),
          Map.entry("reportId", plain("reports", "reportId", "null", "reporter_id")),
          Map.entry("seriesId", plain("task_series", "seriesId", "group_id", "null")),
          Map.entry(
              "templateId",
              """
              select id as "templateId", community_id, group_id, null from task_templates
              where removed_at is null order by id limit 8
              """),
          Map.entry("voucherId", plain("ledger_vouchers", "voucherId", "null", "null")),
          Map.entry("travelClaimId", plain("travel_claims", "travelClaimId", "null", "person_id")),
          Map.entry(
              "travelReceiptId", plain("travel_receipts", "travelReceiptId", "null", "person_id")),
          Map.entry("pledgeId", plain("pledges", "pledgeId", "group_id", "null")),
          Map.entry("handOverId", ofApplications("x.id as \"handOverId\"", "hand_overs")),
          Map.entry(
              "substitutionId", plain("substitutions", "substitutionId", "null", "person_id")),
          Map.entry("settlementId", plain("settlements", "settlementId", "null", "null")),
          Map.entry(
              "settlementId personId",
              """
              select distinct on (settlement_id) settlement_id as "settlementId",
                person_id as "personId", community_id, null, person_id
              from settlement_lines order by settlement_id, person_id limit 8
              """),
          Map.entry(
              "settlementId exportId",
              """
              select settlement_id as "settlementId", id as "exportId", community_id, null, null
              from settlement_exports order by id limit 8
              """),
          Map.entry(
              "communityId slotId",
              """
              select distinct on (community_id) community_id as "communityId", id as "slotId",
                community_id, null, null
              from slots order by community_id, id
              """),
          Map.entry(
              "communityId membershipId",
              """
              select distinct on (community_id) community_id as "communityId", id as "membershipId",
                community_id, null, null
              from memberships order by community_id, id
              """),
          Map.entry(
              "communityId fundId",
              """
              select distinct on (community_id) community_id as "communityId", id as "fundId",
                community_id, null, null
              from funds order by community_id, id
              """),
          Map.entry(
              "communityId transferId",
              """
              select distinct on (community_id) community_id as "communityId", id as "transferId",
                community_id, null, null
              from transfers order by community_id, id
              """),
          Map.entry(
              "communityId personId",
              """
              select distinct on (community_id, person_id) community_id as "communityId",
                person_id as "personId", community_id, null, null
              from applications order by community_id, person_id limit 8
              """),
          Map.entry(
              "communityId webhookId",
              """
              select community_id as "communityId", id as "webhookId", community_id, null, null
              from webhooks order by id limit 8
              """),
          Map.entry(
              "communityId webhookId deliveryId",
              """
              select community_id as "communityId", webhook_id as "webhookId",
                event_id as "deliveryId", community_id, null, null
              from webhook_deliveries order by event_id limit 8
              """),
          Map.entry(
              "communityId year",
              """
              select id as "communityId", id, null, null from communities order by id
              """),
          Map.entry(
              "communityId year listId",
              """
              select community_id as "communityId", year::text as "year", id as "listId",
                community_id, null, null
              from year_lists order by id limit 8
              """),
          Map.entry(
              "communityId groupId",
              """
              select distinct on (community_id) community_id as "communityId", id as "groupId",
                community_id, null, null
              from groups order by community_id, id
              """),
          Map.entry(
              "groupId",
              """
              select id as "groupId", community_id, id, null from groups order by id limit 8
              """),
          Map.entry(
              "groupId blockId",
              """
              select group_id as "groupId", id as "blockId", community_id, group_id, null
              from blocks where side = 'GROUP' and lifted_at is null order by id limit 8
              """),
          Map.entry(
              "blockId",
              """
              select id as "blockId", null, null, person_id
              from blocks where side <> 'GROUP' and lifted_at is null order by id limit 8
              """),
          Map.entry(
              "residentId",
              """
              select distinct on (person_id) person_id as "residentId", null, null, person_id
              from residents order by person_id limit 8
              """),
          Map.entry(
              "residentId communityId",
              """
              select person_id as "residentId", community_id as "communityId", community_id, null,
                null
              from identity_checks where withdrawn_at is null order by id limit 8
              """),
          Map.entry("loginId", alone("logins", "loginId", "ended_at is null")),
          Map.entry("passkeyId", alone("passkeys", "passkeyId", "true")),
          Map.entry("stayId", alone("stays", "stayId", "true")),
          Map.entry("searchId", alone("saved_searches", "searchId", "true")),
          Map.entry("unfinishedId", alone("unfinished", "unfinishedId", "true")));

  private static String alone(String table, String name, String which) {
    return "select distinct on (person_id) id as \"%s\", null, null, person_id from %s where %s"
            .formatted(name, table, which)
        + " order by person_id limit 8";
  }

  /** Those of one sort of path; none where the demo town has none, or nothing is named. */
  static List<Thing> of(Connection database, List<String> parameters) throws SQLException {
    String query = QUERIES.get(String.join(" ", parameters));
    if (query == null) return List.of();
    List<Thing> things = new ArrayList<>();
    try (Statement sql = database.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      int named = row.getMetaData().getColumnCount() - 3;
      while (row.next()) {
        Map<String, String> path = new LinkedHashMap<>();
        for (int i = 1; i <= named; i++) {
          path.put(row.getMetaData().getColumnLabel(i), row.getString(i));
        }
        things.add(
            new Thing(
                path,
                text(row.getString(named + 1)),
                text(row.getString(named + 2)),
                text(row.getString(named + 3))));
      }
    }
    return things;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** What is a person's alone, or nobody's. */
  boolean isOfNoCommunity() {
    return community.isEmpty();
  }

  /** Whether everybody knows that it is there: communities and groups stand on public pages. */
  boolean isPublic() {
    return Set.of("communityId", "groupId", "year").containsAll(path.keySet());
  }

  /** The same path to something that never was: its own id is another, those above it stay. */
  Map<String, String> absent() {
    Map<String, String> other = new LinkedHashMap<>(path);
    String last = "";
    for (String name : path.keySet()) if (!name.equals("year")) last = name;
    // What is told of an application and a slot belongs to the application.
    if (path.containsKey("applicationId")) last = "applicationId";
    if (path.containsKey("residentId")) last = "residentId";
    other.put(last, UUID.randomUUID().toString());
    return other;
  }
}
