package yui.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which role answers which question, in one's own community and group and in another's. */
class CallerTest {
  private static final CommunityId OURS = new CommunityId(Ids.next());
  private static final CommunityId OTHERS = new CommunityId(Ids.next());
  private static final GroupId GROUP = new GroupId(Ids.next());
  private static final GroupId OTHER_GROUP = new GroupId(Ids.next());
  private static final PersonId MIKA = new PersonId(Ids.next());

  private static final Map<String, Membership> ROLES =
      Map.of(
          "admin", new Membership(null, null, Role.ADMIN, null),
          "official", new Membership(OURS, null, Role.COORDINATOR, Desk.OFFICIAL),
          "private", new Membership(OURS, null, Role.COORDINATOR, Desk.PRIVATE),
          "auditor", new Membership(OURS, null, Role.AUDITOR, null),
          "host", new Membership(OURS, GROUP, Role.HOST, null),
          "official_there", new Membership(OTHERS, null, Role.COORDINATOR, Desk.OFFICIAL),
          "auditor_there", new Membership(OTHERS, null, Role.AUDITOR, null),
          "host_there", new Membership(OTHERS, OTHER_GROUP, Role.HOST, null));

  // A row a role, a column a question about our community and its group.
  private static final String TABLE =
      """
      #              admin coordinates settles audits hosts actsFor posts staff money
      resident       -     -           -       -      -     -       -     -     -
      admin          x     -           -       -      -     -       x     -     x
      official       -     x           x       -      -     x       x     x     x
      private        -     x           -       -      -     x       x     x     -
      auditor        -     -           -       x      -     -       -     x     -
      host           -     -           -       -      x     x       x     x     -
      official_there -     -           -       -      -     -       -     -     x
      auditor_there  -     -           -       -      -     -       -     -     -
      host_there     -     -           -       -      -     -       -     -     -
      """;

  static Stream<Arguments> cells() {
    List<String> lines = TABLE.strip().lines().toList();
    List<String> questions = words(lines.getFirst());
    List<Arguments> cells = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> row = words(line);
      for (int i = 1; i < questions.size(); i++) {
        cells.add(Arguments.of(row.getFirst(), questions.get(i), row.get(i).equals("x")));
      }
    }
    return cells.stream();
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.split("\\s+"));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void question_ofARole_isAnsweredAsTheTableSays(String role, String question, boolean answer) {
    Caller caller = caller(role);
    assertEquals(
        answer,
        switch (question) {
          case "admin" -> caller.isAdmin();
          case "coordinates" -> caller.coordinates(OURS);
          case "settles" -> caller.settles(OURS);
          case "audits" -> caller.audits(OURS);
          case "hosts" -> caller.hosts(GROUP);
          case "actsFor" -> caller.actsFor(OURS, GROUP);
          case "posts" -> caller.posts(OURS);
          case "staff" -> caller.isStaffOf(OURS);
          case "money" -> caller.mayMoveMoney();
          default -> throw new IllegalArgumentException(question);
        });
  }

  private static Caller caller(String role) {
    Membership held = ROLES.get(role);
    return new Caller(MIKA, held == null ? List.of() : List.of(held), Lang.JA);
  }

  @Test
  void role_thatOnlyLooksAlike_opensNothing() {
    Membership auditor = new Membership(OURS, GROUP, Role.AUDITOR, Desk.OFFICIAL);
    Caller caller = new Caller(MIKA, List.of(auditor), Lang.JA);
    assertFalse(caller.settles(OURS));
    assertFalse(caller.hosts(GROUP));
    assertFalse(caller.coordinates(OURS));
  }

  @Test
  void demandProof_withoutASecondFactor_isRefused() {
    assertEquals(
        "second_factor_needed",
        assertThrows(Refusal.class, caller("official")::demandProof).code());
    new Caller(MIKA, List.of(), Lang.JA, true).demandProof();
  }

  @Test
  void stranger_always_isNobody() {
    Caller stranger = Caller.stranger(Lang.EN);
    assertTrue(stranger.isStranger());
    assertFalse(caller("host").isStranger());
    assertEquals(Refusal.Kind.LOGIN_NEEDED, assertThrows(Refusal.class, stranger::known).kind());
    assertEquals(MIKA, caller("host").known());
    assertEquals(Lang.EN, stranger.lang());
  }

  @Test
  void is_onlyOneself_andNobodyIsNobody() {
    assertTrue(caller("resident").is(MIKA));
    assertFalse(caller("resident").is(new PersonId(Ids.next())));
    assertFalse(caller("resident").is(null));
    assertFalse(Caller.stranger(Lang.JA).is(null));
    assertFalse(Caller.stranger(Lang.JA).is(MIKA));
  }
}
