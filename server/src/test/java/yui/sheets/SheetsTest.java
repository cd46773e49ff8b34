package yui.sheets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.applications.Village;
import yui.core.Days;

/** What the village's sheets say of work that is wanted and work that was done. */
class SheetsTest {

  @Test
  void sheets_ofAVillage_tellWorkAndThoseWhoAgreed() throws Exception {
    try (Village village = Village.open()) {
      JsonNode done = village.mowing(3);
      String mika = village.coming("mika", done, 1);
      String ken = village.coming("ken", done, 0);
      LocalDate day = Days.of(village.saturday(9));
      JsonNode open = village.mowing(2);
      String at = "/communities/" + village.community;
      String circular = at + "/circular?weeks=2&from=" + day;
      JsonNode before = village.ward().get(circular).is(200).body();
      assertEquals(2, before.path("open").size());
      assertEquals(0, before.path("done").size());

      village.town.reach(village.saturday(15));
      Map<String, Object> attended = Map.of("state", "ATTENDED");
      village.attendance(mika, done, attended, false).is(200);
      village.attendance(ken, done, attended, false).is(200);
      JsonNode after = village.ward().get(circular).is(200).body();
      assertEquals(3, after.at("/done/0/times").asInt(), "mika with somebody, and ken");
      village.ward().get(at + "/circular?weeks=9").refuses(400, "invalid_input");

      String sheet =
          at
              + "/groups/"
              + open.path("groupId").asText()
              + "/thanks-sheet?from="
              + day
              + "&to="
              + day;
      JsonNode silent = village.ward().get(sheet).is(200).body();
      assertEquals(2, silent.path("people").asInt());
      assertEquals(0, silent.path("names").size(), "nobody was asked yet");
      Reader reader = village.town.reader().comesIn("mika@tokyo.example");
      reader.get("/me/profile").is(200).says("お礼の紙に名前を出す");
      village
          .resident("mika")
          .put(
              "/me/resident",
              Map.of("displayName", "mika", "findable", "NOBODY", "namedOnSheets", true))
          .is(200);
      assertEquals("[\"mika\"]", village.ward().get(sheet).is(200).body().path("names").toString());
      village
          .ward()
          .get(sheet.replaceAll("&to=.*", "&to=2001-01-01"))
          .refuses(400, "invalid_input");

      Reader ward = village.town.reader().comesIn(Village.WARD);
      for (String lang : List.of("", "/en", "/easy")) {
        ward.get(lang + at + "/circular?from=" + day)
            .is(200)
            .says(lang.equals("/easy") ? "<rt>くさか</rt>" : "草刈り");
        ward.get(lang + at + "/thanks-sheet?from=" + day + "&to=" + day).is(200).says("mika");
      }
      ward.get(at + "/thanks-sheet?from=" + day + "&to=2001-01-01")
          .is(200)
          .says("id=\"to-error\"")
          .says("value=\"" + day + "\"");
      ward.get(at + "/circular?from=never&weeks=99").is(200);
      reader.get(at + "/circular").is(403);
      reader.get(at + "/thanks-sheet").is(403);
    }
  }
}
