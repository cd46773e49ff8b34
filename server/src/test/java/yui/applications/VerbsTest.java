package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Table;
import yui.Visitor;

/**
 * Every verb of an application in every state by everybody, through the API on the real database:
 * what the tables say happens, and nothing else does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerbsTest {
  /** Where a verb leads, if it may be; "-" is refused and changes nothing. */
  private static final String STATES =
      """
      #                 select   decline  waitlist   cancel            confirm   withdraw  time
      APPLIED           SELECTED DECLINED WAITLISTED -                 -         WITHDRAWN EXPIRED
      WAITLISTED        SELECTED DECLINED -          -                 -         WITHDRAWN EXPIRED
      OFFERED           -        -        -          CANCELLED_BY_HOST CONFIRMED WITHDRAWN EXPIRED
      SELECTED          -        -        -          CANCELLED_BY_HOST CONFIRMED WITHDRAWN EXPIRED
      CONFIRMED         -        -        -          CANCELLED_BY_HOST -         WITHDRAWN -
      DONE              -        -        -          -                 -         -         -
      DECLINED          -        -        -          -                 -         -         -
      WITHDRAWN         -        -        -          -                 -         -         -
      CANCELLED_BY_HOST -        -        -          -                 -         -         -
      EXPIRED           -        -        -          -                 -         -         -
      """;

  /** Who may, and as what it is kept; or the status of the refusal. */
  private static final String ROLES =
      """
      #         select decline waitlist cancel confirm  withdraw
      applicant 403    403     403      403    RESIDENT RESIDENT
      host      HOST   HOST    HOST     HOST   404      404
      desk      DESK   DESK    DESK     DESK   404      404
      admin     ADMIN  ADMIN   ADMIN    ADMIN  404      404
      auditor   403    403     403      403    404      404
      otherHost 404    404     404      404    404      404
      otherDesk 404    404     404      404    404      404
      resident  404    404     404      404    404      404
      stranger  401    401     401      401    401      401
      """;

  private Map<String, Visitor> who = Map.of();
  private Village village;
  private JsonNode task;
  private String id = "";

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
    who = village.everybody();
    task = village.mowing(4);
    id = village.apply("applicant", task, 1);
  }

  @AfterAll
  void close() {
    village.close();
  }

  @Test
  void verbs_byEverybodyInEveryState_doWhatTheTablesSay() throws Exception {
    Map<String, Map<String, String>> states = Table.rows(STATES);
    Map<String, Map<String, String>> roles = Table.rows(ROLES);
    assertEquals(
        Arrays.stream(ApplicationState.values()).map(Enum::name).sorted().toList(),
        states.keySet().stream().sorted().toList());
    assertEquals(who.keySet(), roles.keySet());
    List<String> wrong = new ArrayList<>();
    int calls = 0;
    for (String state : states.keySet()) {
      for (Map.Entry<String, Map<String, String>> role : roles.entrySet()) {
        for (Map.Entry<String, String> may : role.getValue().entrySet()) {
          String verb = may.getKey();
          String to = states.get(state).get(verb);
          int before = put(state);
          Visitor.Reply reply = village.verb(who.get(role.getKey()), id, verb);
          calls++;
          boolean refusedByRole = may.getValue().matches("\\d+");
          String expected =
              refusedByRole
                  ? may.getValue() + " " + state
                  : to.equals("-") ? "409 " + state : "200 " + to + " " + may.getValue();
          Kept kept = kept();
          String happened = reply.status() + " " + kept.state;
          if (kept.version > before) happened += " " + kept.actedAs;
          boolean sound = kept.taken == (kept.takes() ? 2 : 0);
          if (!happened.equals(expected) || !sound) {
            wrong.add(
                "%s by %s in %s: %s instead of %s, %d places taken; %s"
                    .formatted(
                        verb, role.getKey(), state, happened, expected, kept.taken, reply.text()));
          }
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertEquals(10 * 9 * 6, calls);
  }

  @Test
  void time_inEveryState_endsWhatWaitsAndNothingElse() throws Exception {
    Map<String, Map<String, String>> states = Table.rows(STATES);
    List<String> wrong = new ArrayList<>();
    try (Backroom server = new Backroom(village.town, village.saturday(9))) {
      for (Map.Entry<String, Map<String, String>> state : states.entrySet()) {
        int before = put(state.getKey());
        server.expiry.run();
        String to = state.getValue().get("time");
        Kept kept = kept();
        String expected = to.equals("-") ? state.getKey() : to + " TIME";
        String happened = kept.state + (kept.version > before ? " " + kept.actedAs : "");
        if (!happened.equals(expected) || kept.taken != (kept.takes() ? 2 : 0)) {
          wrong.add(state.getKey() + ": " + happened + " instead of " + expected);
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  /** Puts the application into a state, with the places that go with it; its version. */
  private int put(String state) throws Exception {
    ApplicationState wanted = ApplicationState.valueOf(state);
    boolean asked = wanted == ApplicationState.SELECTED || wanted == ApplicationState.OFFERED;
    try (Connection connection = village.town.superuser();
        PreparedStatement slot =
            connection.prepareStatement(
                """
                update application_slots set state = ?,
                  confirm_by = case when ? then lower(period) - interval '1 hour' end
                where application_id = ?::uuid
                """);
        PreparedStatement places =
            connection.prepareStatement("update slots set taken = ? where id = ?::uuid");
        PreparedStatement application =
            connection.prepareStatement(
                "update applications set live = ? where id = ?::uuid returning version")) {
      slot.setString(1, state);
      slot.setBoolean(2, asked);
      slot.setString(3, id);
      slot.executeUpdate();
      places.setInt(1, wanted.takesPlaces() ? 2 : 0);
      places.setString(2, Village.slotOf(task));
      places.executeUpdate();
      application.setBoolean(1, wanted.isLive());
      application.setString(2, id);
      try (ResultSet row = application.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** What stands in the database. */
  private record Kept(String state, int taken, int version, String actedAs) {
    boolean takes() {
      return ApplicationState.valueOf(state).takesPlaces();
    }
  }

  private Kept kept() throws Exception {
    try (Connection connection = village.town.superuser();
        PreparedStatement rows =
            connection.prepareStatement(
                """
                select s.state, l.taken, a.version, (select e.acted_as from application_events e
                    where e.application_id = a.id order by e.id desc limit 1) as acted_as
                from applications a join application_slots s on s.application_id = a.id
                  join slots l on l.id = s.slot_id
                where a.id = ?::uuid
                """)) {
      rows.setString(1, id);
      try (ResultSet row = rows.executeQuery()) {
        row.next();
        return new Kept(
            row.getString(1),
            row.getInt(2),
            row.getInt(3),
            row.getString(4).toUpperCase(Locale.ROOT));
      }
    }
  }

  @Test
  void confirm_afterTheDeadline_isTooLateForEverybody() throws Exception {
    put("OFFERED");
    try (Connection connection = village.town.superuser();
        PreparedStatement late =
            connection.prepareStatement(
                "update application_slots set confirm_by = now() - make_interval(secs => ?)"
                    + " where application_id = ?::uuid")) {
      late.setLong(1, Duration.ofMinutes(1).toSeconds());
      late.setString(2, id);
      late.executeUpdate();
    }
    Visitor.Reply reply = village.verb(who.get("applicant"), id, "confirm");
    // The running server's own job may have freed the place a moment before.
    String code = reply.is(409).body().path("code").asText();
    assertEquals(true, List.of("confirm_too_late", "application_state").contains(code), code);
  }
}
