package yui.goods;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;

/** Coming for one's thanks with a code on the telephone, or with a pen. */
class PickUpTest {
  private static Town town;
  private Harvest harvest;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
  }

  @AfterAll
  static void leave() {
    town.close();
  }

  @BeforeEach
  void open() throws Exception {
    harvest = new Harvest(town).worked();
  }

  @Test
  void code_shownToTheHost_opensWhatIsOwedAndOneTapGivesIt() throws Exception {
    Reader mika = town.reader().comesIn(harvest.mikasMail);
    String code =
        found(mika.get("/me/ledger").is(200).html(), "(?<=>)[A-Z2-9]{4}-[A-Z2-9]{4}(?=<)");
    Reader ward = town.reader().comesIn("ward@town.example");
    ward.get("/pick-ups?code=" + code.toLowerCase(Locale.ROOT)).leadsTo("/h/");
    String path = "/h/" + code.replace("-", "");
    ward.get(path).is(200).says("美香").says("米2kg").says("1食");
    ward.post(path, line(Harvest.RICE, "2")).leadsTo(path);
    ward.get(path).saysNot("米2kg").says("1食");
    ward.post(path, line(Harvest.RICE, "2")).is(409);
    assertEquals(0, harvest.owed(harvest.mika, "RICE_G"));
    assertEquals(
        2,
        harvest.count(
            "select count(*) from audit_log where deed = 'pick_up_look' and about ->> 'personId' = '"
                + harvest.mika.get("/me").body().path("id").asText()
                + "'"));
    mika.get("/me/ledger").is(200).says("受け取った");

    town.reader().comesIn(harvest.kensMail).get(path).is(200).saysNot("美香");
    town.reader().get(path).saysNot("美香");
  }

  @Test
  void sheet_signedOnPaper_isEnteredByTheHost() throws Exception {
    Reader ward = town.reader().comesIn("ward@town.example");
    String page = "/tasks/" + harvest.task + "/hand-over";
    ward.get(page + "/sheet").is(200).says("美香").says("日付と署名").says("米");
    ward.get(page);
    ward.post(page, line(Harvest.RICE, "0.5")).leadsTo(page);
    String paper = found(ward.get(page).html(), "/hand-overs/[-0-9a-f]+/paper");
    ward.post(paper).leadsTo(page);
    ward.get(page).says("紙で受け取りを確認ずみ");
    ward.post(paper).is(409);
    assertEquals(
        1,
        harvest.count(
            "select count(*) from hand_overs where on_paper and application_id = '"
                + harvest.mikas
                + "'"));
  }

  @Test
  void owed_ofAnotherGroup_isNotShownToAHost() throws Exception {
    String other =
        harvest.desk.post(harvest.community + "/groups", Map.of("name", "よそ")).is(201).id();
    String mail = "other" + harvest.group + "@town.example";
    harvest
        .desk
        .post(
            harvest.community + "/memberships",
            Map.of("email", mail, "role", "HOST", "groupId", other))
        .is(201);
    String path = harvest.community + "/owed";
    town.reader().comesIn("ward@town.example").get(path).is(200).says("美香");
    town.reader().comesIn("desk@town.example").get(path).is(200).says("美香");
    town.reader().comesIn(mail).get(path).is(200).saysNot("美香");
    town.reader().comesIn(harvest.mikasMail).get(path).is(404);
  }

  @Test
  void everything_handedOverByThoseWhoMayNot_staysOwed() throws Exception {
    String other =
        harvest.desk.post(harvest.community + "/groups", Map.of("name", "となり")).is(201).id();
    String host = "next" + harvest.group + "@town.example";
    String auditor = "auditor" + harvest.group + "@town.example";
    harvest
        .desk
        .post(
            harvest.community + "/memberships",
            Map.of("email", host, "role", "HOST", "groupId", other))
        .is(201);
    harvest
        .desk
        .post(harvest.community + "/memberships", Map.of("email", auditor, "role", "AUDITOR"))
        .is(201);
    String all = "/tasks/" + harvest.task + "/hand-over/all";
    Map<String, Integer> refused =
        Map.of(harvest.mikasMail, 404, harvest.kensMail, 404, host, 403, auditor, 403);
    for (Map.Entry<String, Integer> one : refused.entrySet()) {
      Reader reader = town.reader().comesIn(one.getKey());
      reader.get("/me").is(200);
      reader.post(all).is(one.getValue());
      reader.post(all, "applicationId", harvest.mikas).is(one.getValue());
    }
    assertEquals(2000, harvest.owed(harvest.mika, "RICE_G"));
    Reader ward = town.reader().comesIn("ward@town.example");
    ward.get("/tasks/" + harvest.task + "/hand-over").is(200);
    ward.post(all).leadsTo("/tasks/" + harvest.task + "/hand-over");
    assertEquals(0, harvest.owed(harvest.mika, "RICE_G"));
  }

  private String[] line(int line, String quantity) {
    return new String[] {
      "applicationId", harvest.mikas, "rewardLine", Integer.toString(line), "quantity", quantity
    };
  }

  private static String found(String html, String pattern) {
    Matcher match = Pattern.compile(pattern).matcher(html);
    if (!match.find()) throw new AssertionError("no " + pattern + " in " + html);
    return match.group();
  }
}
