package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.core.Days;

/** Liking, applying, choosing and withdrawing by pages, as people without script do. */
class ChoosingPagesTest {
  @Test
  void pages_fromLikingToWithdrawing_leadThroughAndKeepTheRecord() throws Exception {
    try (Village village = Village.open()) {
      village
          .desk()
          .post(
              "/communities/" + village.community + "/rules",
              Map.of(
                  "rule",
                  "FAIRNESS",
                  "from",
                  Days.of(village.town.now()).toString(),
                  "value",
                  Map.of("newcomersFirst", true, "lots", true, "criteria", "はじめての方を優先します。")))
          .is(201);
      JsonNode task = village.mowing(2);
      String path = "/tasks/" + task.path("id").asText();
      village.resident("mika");
      village.resident("ken");
      Reader mika = village.town.reader().comesIn("mika@tokyo.example");
      mika.get(path).is(200).says("気になる");
      mika.post(path + "/interest").leadsTo(path);
      mika.get(path).is(200).says("あなたの名前も伝わります");
      Reader host = village.town.reader().comesIn(Village.WARD);
      host.get(path + "/applications").is(200).says("1人が「気になる」").says("mika");

      // The first time everything is typed, the second time it is a tick.
      mika.get(path + "/apply").is(200).says("はじめての方を優先します。");
      mika.post(
              path + "/apply",
              "slotIds",
              Village.slotOf(task),
              "companions.0.name",
              "佐藤 花",
              "companions.0.age",
              "８")
          .leadsTo("/me/applications/");
      JsonNode other = village.mowing(2);
      String again = "/tasks/" + other.path("id").asText() + "/apply";
      Reader.Seen form = mika.get(again).is(200).says("佐藤 花（8歳）").says("草刈り」（");
      assertTrue(form.html().contains("name=\"known.0\" value=\"1\" checked"));
      mika.post(
              again,
              "slotIds",
              Village.slotOf(other),
              "known.0",
              "1",
              "known.0.name",
              "佐藤 花",
              "known.0.age",
              "8")
          .leadsTo("/me/applications/");
      JsonNode mine = village.resident("mika").get("/me/applications").is(200).body();
      assertEquals("佐藤 花", mine.at("/items/0/companions/0/name").asText());

      // The host sees the order and why, draws lots, and chooses with words of their own.
      String ken = village.apply("ken", task, 0);
      host.get(path + "/applications").is(200).says("この地域がはじめて").says("くじを引く");
      host.post(path + "/lots").leadsTo(path + "/applications");
      host.get(path + "/applications").is(200).says("もとの数").says("くじの1番");
      host.post("/applications/" + ken + "/select", "message", "お待ちしています", "reason", "草刈機をお持ちのため")
          .leadsTo(path + "/applications");
      host.get(path + "/applications").is(200).says("選んだ理由：草刈機をお持ちのため");
      village.town.letter("ken@tokyo.example", "お待ちしています");

      // The desk stands in for the host, and the applicant reads that it did.
      String id = mine.at("/items/1/id").asText();
      Reader desk = village.town.reader().comesIn(Village.DESK);
      desk.get(path + "/applications").is(200).says("受入先の代わりに操作しています");
      desk.post("/applications/" + id + "/waitlist").leadsTo(path + "/applications");
      mika.get("/me/applications").is(200).says("事務局（奥川地域づくり協議会の代わりに）");
      Reader kens = village.town.reader().comesIn("ken@tokyo.example");
      Reader.Seen seen = kens.get("/me/applications").is(200).says("行きます").says("行けなくなった");
      assertFalse(seen.html().contains("草刈機をお持ちのため"), "noted for the host alone");
      kens.post("/me/applications/" + ken + "/withdraw", "reason", "熱").leadsTo("/me/applications");
      village.town.letter("ken@tokyo.example", "取り消しを受け付けました");
      for (String page : List.of("/me/applications", "/en/me/applications", "/en" + path)) {
        mika.get(page).is(200);
      }
      host.get("/en" + path + "/applications").is(200).says("How to check the lots");
      village.desk().post(path + "/close", null).is(200);
      String history = host.get(path + "/manage").is(200).says("（事務局）").html();
      assertEquals(2, history.split("（事務局）", -1).length, "the other deeds are the host's own");
    }
  }
}
