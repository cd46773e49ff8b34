package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Table;
import yui.Visitor;
import yui.applications.Village;

/** Every verb of a task in every state by everybody, through the API on the real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskVerbsTest {
  /** Where a verb leads, if it may be; "-" is refused and changes nothing. */
  private static final String STATES =
      """
      #         publish approve return   close  postpone  cancel
      DRAFT     OPEN    OPEN    -        -      -         CANCELLED
      REVIEW    -       OPEN    RETURNED -      -         CANCELLED
      RETURNED  OPEN    OPEN    -        -      -         CANCELLED
      OPEN      -       -       -        CLOSED POSTPONED CANCELLED
      CLOSED    -       -       -        -      POSTPONED CANCELLED
      POSTPONED OPEN    OPEN    -        -      POSTPONED CANCELLED
      DONE      -       -       -        -      -         -
      SETTLED   -       -       -        -      -         -
      CANCELLED -       -       -        -      -         -
      """;

  /** Who may: as the state says, or the status of the refusal; "away" is 403 where it is public. */
  private static final String ROLES =
      """
      #         publish approve return close postpone cancel
      host      state   -       403    state state    state
      desk      -       state   state  state state    state
      admin     -       state   state  state state    state
      auditor   403     -       403    403   403      403
      otherHost away    -       away   away  away     away
      otherDesk away    -       away   away  away     away
      applicant away    -       away   away  away     away
      resident  away    -       away   away  away     away
      stranger  401     -       401    401   401      401
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
    id = task.path("id").asText();
    village.apply("applicant", task, 0);
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
        Arrays.stream(TaskState.values()).map(Enum::name).sorted().toList(),
        states.keySet().stream().sorted().toList());
    assertEquals(who.keySet(), roles.keySet());
    List<String> wrong = new ArrayList<>();
    int calls = 0;
    for (String state : states.keySet()) {
      for (Map.Entry<String, Map<String, String>> role : roles.entrySet()) {
        for (Map.Entry<String, String> may : role.getValue().entrySet()) {
          if (may.getValue().equals("-")) continue;
          int told = put(state);
          Visitor.Reply reply = act(who.get(role.getKey()), may.getKey());
          calls++;
          String expected = expected(may.getValue(), states.get(state).get(may.getKey()), state);
          Kept kept = kept();
          String happened = reply.status() + " " + kept.state;
          boolean done = expected.startsWith("200");
          if (!happened.equals(expected) || kept.told != told + (done ? 1 : 0)) {
            wrong.add(
                "%s by %s in %s: %s instead of %s; %s"
                    .formatted(
                        may.getKey(), role.getKey(), state, happened, expected, reply.text()));
          }
          if (done && kept.byDesk == role.getKey().equals("host")) {
            wrong.add(may.getKey() + " by " + role.getKey() + " is kept as another's");
          }
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertEquals(9 * 9 * 5, calls);
  }

  private static String expected(String may, String to, String state) {
    return switch (may) {
      case "state" -> to.equals("-") ? "409 " + state : "200 " + to;
      case "away" ->
          (List.of("DRAFT", "REVIEW", "RETURNED").contains(state) ? 404 : 403) + " " + state;
      default -> may + " " + state;
    };
  }

  private Visitor.Reply act(Visitor visitor, String verb) throws Exception {
    String path = "/tasks/" + id + "/" + (verb.equals("approve") ? "publish" : verb);
    return visitor.post(path, body(verb));
  }

  private @Nullable Object body(String verb) {
    return switch (verb) {
      case "return", "cancel" -> Map.of("reason", "大雨の予報");
      case "postpone" ->
          Map.of(
              "reason",
              "大雨の予報",
              "slots",
              List.of(
                  Map.of(
                      "id", Village.slotOf(task),
                      "startsAt", village.saturday(9).plus(Duration.ofDays(7)).toString(),
                      "endsAt", village.saturday(12).plus(Duration.ofDays(7)).toString())));
      default -> null;
    };
  }

  /** Puts the task into a state; how many lines its history has. */
  private int put(String state) throws Exception {
    try (Connection connection = village.town.superuser();
        PreparedStatement into =
            connection.prepareStatement(
                """
                update tasks set state = ?, published_at =
                  case when ? in ('DRAFT', 'REVIEW', 'RETURNED') then null else now() end
                where id = ?::uuid
                """)) {
      into.setString(1, state);
      into.setString(2, state);
      into.setString(3, id);
      into.executeUpdate();
    }
    return kept().told;
  }

  /** What stands in the database. */
  private record Kept(String state, int told, boolean byDesk) {}

  private Kept kept() throws Exception {
    try (Connection connection = village.town.superuser();
        PreparedStatement rows =
            connection.prepareStatement(
                """
                select t.state, (select count(*) from task_events where task_id = t.id),
                  (select by_desk from task_events where task_id = t.id order by id desc limit 1)
                from tasks t where t.id = ?::uuid
                """)) {
      rows.setString(1, id);
      try (ResultSet row = rows.executeQuery()) {
        row.next();
        return new Kept(row.getString(1), row.getInt(2), row.getBoolean(3));
      }
    }
  }
}
