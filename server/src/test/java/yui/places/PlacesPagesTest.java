package yui.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;

/** Places picked without script and shown to whoever may know them. */
class PlacesPagesTest {
  private static Town town;
  private static Reader ward;
  private static Reader desk;
  private static Reader resident;
  private static String form;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
    ward = town.reader().comesIn("ward@town.example");
    desk = town.reader().comesIn("desk@town.example");
    resident = town.reader().comesIn("r1@town.example");
    form = "/communities/" + town.community() + "/tasks/new";
    ward.get(form).is(200);
    resident.get("/me/profile").is(200);
  }

  @AfterAll
  static void close() {
    town.close();
  }

  private static String posted(String title) throws Exception {
    Map<String, Object> task = town.mowing();
    task.put("title", title);
    return town.posted(task);
  }

  private static Reader.Seen pick(String path, String... fields) throws Exception {
    String[] all = Arrays.copyOf(fields, fields.length + 2);
    all[fields.length] = "groupId";
    all[fields.length + 1] = town.group();
    return ward.post(path, all);
  }

  private static String value(Reader.Seen seen, String name) {
    Matcher found =
        Pattern.compile("name=\"" + Pattern.quote(name) + "\"[^>]*? value=\"([^\"]*)\"")
            .matcher(seen.html());
    assertTrue(found.find(), name);
    return found.group(1);
  }

  @Test
  void postalCode_ofTheCommunitysTown_choosesItsPlaceAndKeepsWhatWasTyped() throws Exception {
    Reader.Seen seen =
        pick(
                form,
                "title",
                "消えない題",
                "_at.place.postal",
                "〒969-4406",
                "place.label",
                "",
                "_place",
                "place:postal")
            .is(200)
            .says("消えない題")
            .says("福島県耶麻郡西会津町野沢");
    assertEquals("37.58700", value(seen, "place.lat"));
    assertEquals("139.64800", value(seen, "place.lon"));
  }

  @Test
  void postalCode_nobodyHas_isRefusedAtItsFieldInTheReadersLanguage() throws Exception {
    pick(form, "_at.place.postal", "000-0000", "_place", "place:postal", "title", "残る題")
        .is(400)
        .says("この郵便番号は見つかりません")
        .says("href=\"#_at.place.postal\"")
        .says("残る題");
    pick("/en" + form, "_at.place.postal", "abc", "_place", "place:postal")
        .is(400)
        .says("This postal code is not known");
    pick(form, "_place", "place:burn").is(404);
  }

  @Test
  void prefectureThenTown_nobodyKnowsWhereItLies_showsThePrefectureAndChoosesNothing()
      throws Exception {
    Reader.Seen towns =
        pick(form, "_at.place.prefecture", "31", "_place", "place:prefecture")
            .is(200)
            .says("八頭郡智頭町");
    assertFalse(towns.html().contains("西会津町</option>"), "only Tottori's");
    Reader.Seen seen =
        pick(
                form,
                "_at.place.prefecture",
                "31",
                "place.lat",
                "37.5",
                "place.lon",
                "139.5",
                "_at.place.municipality",
                "31328",
                "_place",
                "place:municipality")
            .is(200)
            .says("まだ選ばれていません")
            .says("この市区町村の位置はまだ分からない");
    assertEquals("", value(seen, "place.lat"));
    String[] view = value(seen, "_at.place.view").split(",");
    assertEquals(35.4, Double.parseDouble(view[0]), 0.4);
    assertEquals(133.8, Double.parseDouble(view[1]), 0.4);
  }

  @Test
  void press_onTheMap_comesNearerUntilAPlaceIsChosen() throws Exception {
    String view = "35.60000,135.00000,27.0000";
    int presses = 0;
    Reader.Seen seen;
    do {
      seen =
          pick(
                  form,
                  "_at.place.view",
                  view,
                  "_press.place.x",
                  "150",
                  "_press.place.y",
                  "130",
                  "description",
                  "残る説明")
              .is(200)
              .says("残る説明");
      assertTrue(++presses < 5, "presses");
      view = value(seen, "_at.place.view");
    } while (value(seen, "place.lat").isEmpty());
    assertEquals(3, presses);
    assertEquals(view.split(",")[0], value(seen, "place.lat"));
    double near = Double.parseDouble(view.split(",")[2]);
    Reader.Seen out = pick(form, "_at.place.view", view, "_place", "place:out").is(200);
    assertTrue(Double.parseDouble(value(out, "_at.place.view").split(",")[2]) > near);
  }

  @Test
  void map_ofAPlaceThatIsSet_isThereOnceItIsAskedFor() throws Exception {
    Reader.Seen first = pick(form, "place.lat", "37.6", "place.lon", "139.6", "_more", "slots");
    first.is(200).says("地図で選ぶ");
    assertFalse(first.html().contains("_press.place"));
    pick(form, "place.lat", "37.6", "place.lon", "139.6", "_place", "place:map")
        .is(200)
        .says("_press.place");
  }

  @Test
  void press_withNonsense_isTakenForTheMiddleOrForAllJapan() throws Exception {
    Reader.Seen seen =
        pick(
                form,
                "_at.place.view",
                "999.0,1e9,NaN",
                "_press.place.x",
                "-4",
                "_press.place.y",
                "99999999999")
            .is(200);
    assertTrue(value(seen, "_at.place.view").startsWith("35.6"));
  }

  @Test
  void base_byPostalCode_isKeptInItsRowWithTheOthers() throws Exception {
    Reader.Seen seen =
        resident
            .post(
                "/me/profile",
                "displayName",
                "残る名",
                "bases.0.label",
                "家",
                "bases.0.lat",
                "35.7",
                "bases.0.lon",
                "139.7",
                "bases.2.kind",
                "SECOND_BASE",
                "_at.bases.2.postal",
                "9694406",
                "_place",
                "bases.2:postal")
            .is(200)
            .says("残る名")
            .says("東京都");
    assertEquals("37.58700", value(seen, "bases.2.lat"));
    assertEquals("35.7", value(seen, "bases.0.lat"));
    assertTrue(seen.html().contains("id=\"at-bases.3\""), "one empty row to come");
    assertFalse(seen.html().contains("id=\"at-bases.4\""), "and no more with each press");
    assertFalse(seen.html().contains("skills.3.code"), "nor of the other lists");
    resident
        .post(
            "/me/profile",
            "bases.2.label",
            "",
            "_at.bases.2.postal",
            "1",
            "_place",
            "bases.2:postal")
        .is(400)
        .says("href=\"#_at.bases.2.postal\"")
        .says("id=\"_at.bases.2.postal-error\"");
  }

  @Test
  void map_ofATask_isTheCellToStrangersAndThePointToItsOwnSide() throws Exception {
    String task = posted("地図の草刈り");
    Reader.Seen stranger = town.reader().get("/tasks/" + task).is(200).says("1km四方");
    assertTrue(stranger.html().contains("class=\"cell\""));
    assertFalse(stranger.html().contains("class=\"eye\""));
    Reader.Seen own = ward.get("/tasks/" + task).is(200);
    assertFalse(own.html().contains("class=\"cell\""));
    assertTrue(own.html().contains("class=\"eye\""));
    town.reader().get("/communities/" + town.community()).is(200).says("<figure class=\"map\">");
    desk.get("/communities/" + town.community() + "/tasks").is(200).says("<figure class=\"map\">");
  }

  @Test
  void numberOnTheMap_followed_listsThoseAroundIt() throws Exception {
    posted("ひとつめ");
    posted("ふたつめ");
    Reader stranger = town.reader();
    for (int tries = 0; tries < 100; tries++) {
      Matcher link =
          Pattern.compile("<a href=\"([^\"]*near=[^\"]*|[^\"]*near&#x3D;[^\"]*)\" aria-label")
              .matcher(stranger.get("/tasks").is(200).html());
      if (link.find()) {
        String href = link.group(1).replace("&amp;", "&").replace("&#x3D;", "=");
        stranger.get(href).is(200).says("ひとつめ").says("ふたつめ").says("km以内");
        return;
      }
      Thread.sleep(30);
    }
    throw new AssertionError("no number on the map");
  }
}
