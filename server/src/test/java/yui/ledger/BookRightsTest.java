package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Desk;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.Membership;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Role;

/** Who may look into the books and who may write, and what the others learn. */
class BookRightsTest {
  private static final CommunityId OURS = new CommunityId(Ids.next());
  private static final CommunityId THERE = new CommunityId(Ids.next());
  private static final GroupId GROUP = new GroupId(Ids.next());
  private static final Naming.Work WORK =
      new Naming.Work(
          Ids.next(), OURS, GROUP, new PersonId(Ids.next()), Ids.next(), "草刈り", 1, false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # who          | read      | settle               | papers    | funds     | another's work
          resident       | not_found | not_found            | not_found | not_found | not_found
          official       | ok        | second_factor_needed | ok        | ok        | forbidden
          proven         | ok        | ok                   | ok        | ok        | forbidden
          private        | ok        | forbidden            | not_found | ok        | forbidden
          auditor        | ok        | forbidden            | ok        | ok        | forbidden
          host           | forbidden | forbidden            | not_found | ok        | forbidden
          other_host     | forbidden | forbidden            | not_found | ok        | not_found
          admin          | not_found | not_found            | not_found | not_found | not_found
          official_there | not_found | not_found            | not_found | not_found | not_found
          """)
  void books_ofACommunity_openAsTheTableSays(
      String who, String read, String settle, String papers, String funds, String work) {
    Caller caller = caller(who);
    assertEquals(read, said(() -> Rights.read(caller, OURS)));
    assertEquals(settle, said(() -> Rights.settle(caller, OURS)));
    assertEquals(papers, said(() -> Rights.papers(caller, OURS)));
    assertEquals(funds, said(() -> Rights.readFunds(caller, OURS)));
    assertEquals(work, Rights.refused(caller, WORK).code());
  }

  private static String said(Executable deed) {
    try {
      deed.execute();
      return "ok";
    } catch (Throwable refused) {
      return ((Refusal) refused).code();
    }
  }

  private static Caller caller(String who) {
    List<Membership> held =
        switch (who) {
          case "admin" -> List.of(new Membership(null, null, Role.ADMIN, null));
          case "official", "proven" ->
              List.of(new Membership(OURS, null, Role.COORDINATOR, Desk.OFFICIAL));
          case "private" -> List.of(new Membership(OURS, null, Role.COORDINATOR, Desk.PRIVATE));
          case "auditor" -> List.of(new Membership(OURS, null, Role.AUDITOR, null));
          case "host" -> List.of(new Membership(OURS, GROUP, Role.HOST, null));
          case "other_host" ->
              List.of(new Membership(OURS, new GroupId(Ids.next()), Role.HOST, null));
          case "official_there" ->
              List.of(new Membership(THERE, null, Role.COORDINATOR, Desk.OFFICIAL));
          default -> List.of();
        };
    return new Caller(new PersonId(Ids.next()), held, Lang.JA, who.equals("proven"));
  }
}
