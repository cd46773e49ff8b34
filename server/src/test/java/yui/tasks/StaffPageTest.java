package yui.tasks;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;

/** What its own side sees of one task at a glance. */
class StaffPageTest {
  private static Town town;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void heads_ofAPartyInTwoSlots_areItsPeopleOnceAsTheyAreChosenAndConfirm() throws Exception {
    Map<String, Object> task = town.mowing();
    task.put("slots", List.of(slot(9, 11), slot(13, 15)));
    String path = "/tasks/" + town.posted(task);
    Visitor r1 = town.as("r1@town.example");
    Visitor ward = town.as("ward@town.example");
    List<String> slots =
        r1.get(path).is(200).body().path("slots").findValuesAsText("id").stream().toList();
    Reader host = town.reader().comesIn("ward@town.example");
    saysHeads(host, path, 0, 0, 0);

    String party =
        r1.post(
                path + "/applications",
                Map.of(
                    "slotIds",
                    slots,
                    "companions",
                    List.of(Map.of("name", "佐藤 花", "age", 30), Map.of("name", "佐藤 実", "age", 31))))
            .is(201)
            .id();
    saysHeads(host, path, 3, 0, 0);
    ward.post("/applications/" + party + "/select", null).is(200);
    saysHeads(host, path, 0, 3, 0);
    town.as("r2@town.example")
        .post(path + "/applications", Map.of("slotIds", List.of(slots.getFirst())))
        .is(201);
    saysHeads(host, path, 1, 3, 0);
    r1.post("/applications/" + party + "/confirm", null).is(200);
    saysHeads(host, path, 1, 3, 3);
    r1.post("/applications/" + party + "/withdraw", Map.of("reason", "熱")).is(200);
    saysHeads(host, path, 1, 0, 0);
  }

  private static Map<String, Object> slot(int from, int to) {
    return Map.of(
        "startsAt",
        town.saturday(from).toString(),
        "endsAt",
        town.saturday(to).toString(),
        "capacity",
        4);
  }

  private static void saysHeads(Reader host, String path, int applied, int chosen, int confirmed)
      throws Exception {
    host.get(path + "/manage")
        .is(200)
        .says("<b>" + applied + "</b>応募（返事待ち）")
        .says("<b>" + chosen + "</b>選んだ人")
        .says("<b>" + confirmed + "</b>参加決定");
  }
}
