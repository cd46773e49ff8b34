package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Visitor;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationsTest {
  private Village village;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
  }

  @AfterAll
  void close() {
    village.close();
  }

  private static String state(Visitor.Reply reply) {
    return reply.is(200).body().path("state").asText();
  }

  @Test
  void apply_withACompanion_isReceivedAndTheHostIsTold() throws Exception {
    JsonNode task = village.mowing(3);
    JsonNode application = village.applied("mika", task, 1).is(201).body();
    assertEquals("APPLIED", application.path("state").asText());
    assertEquals(2, application.path("heads").asInt());
    assertEquals(0, village.taken(task));
    village.town.letter(Village.WARD, "mika");
  }

  @Test
  void apply_whatCannotBe_isRefusedByName() throws Exception {
    JsonNode task = village.mowing(1);
    JsonNode other = village.mowing(1);
    String path = "/tasks/" + task.path("id").asText() + "/applications";
    village
        .town
        .as("nobody@tokyo.example")
        .post(path, Map.of("slotIds", List.of(Village.slotOf(task))))
        .refuses(409, "resident_needed");
    Visitor ken = village.resident("ken");
    ken.post(path, Map.of("slotIds", List.of())).refuses(400, "invalid_input");
    ken.post(path, Map.of("slotIds", List.of(Village.slotOf(other))))
        .refuses(409, "slot_not_of_task");
    village.apply("ken", task, 0);
    village.applied("ken", task, 0).refuses(409, "applications_once_per_person");
    village.ward().post("/tasks/" + other.path("id").asText() + "/close", null).is(200);
    village.applied("ken", other, 0).refuses(409, "task_not_open");
  }

  @Test
  void apply_withoutTheLicence_isRefused() throws Exception {
    Map<String, Object> task =
        village.mowing(village.group, List.of(Village.slot(village.saturday(8), 3, 2)));
    task.put("requiredLicences", List.of("brush_cutter_course"));
    JsonNode published = village.publish(task);
    village.applied("ryo", published, 0).refuses(409, "licence_missing");
  }

  @Test
  void select_thenConfirm_takesPlacesAndPromises() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.apply("sora", task, 1);
    Visitor.Reply selected = village.select(id).is(200);
    assertEquals("SELECTED", selected.body().path("state").asText());
    assertEquals("sora@tokyo.example", selected.body().path("contact").path("email").asText());
    assertEquals(2, village.taken(task));
    assertEquals(List.of(16_000L, 0L, 0L), village.balance("sora", "JPY"));
    assertEquals(List.of(2L, 0L, 0L), village.balance("sora", "MEAL"));
    assertEquals(List.of(4_000L, 0L, 0L), village.balance("sora", "RICE_G"));
    village.town.letter("sora@tokyo.example", "来ていただけますか");
    assertEquals("CONFIRMED", state(village.verb(village.resident("sora"), id, "confirm")));
    village.town.letter(Village.WARD, "soraさんが「草刈り」に来てくれます");
  }

  @Test
  void select_beyondCapacity_isRefusedAndNothingChanges() throws Exception {
    JsonNode task = village.mowing(3);
    village.select(village.apply("a1", task, 1)).is(200);
    String late = village.apply("a2", task, 1);
    village.select(late).refuses(409, "slot_full");
    assertEquals(2, village.taken(task));
    assertEquals(List.of(0L, 0L, 0L), village.balance("a2", "MEAL"));
    assertEquals("APPLIED", state(village.ward().get("/applications/" + late)));
  }

  @Test
  void withdraw_afterBeingSelected_freesThePlaceForWhoWaits() throws Exception {
    JsonNode task = village.mowing(2);
    String first = village.apply("b1", task, 0);
    String pair = village.apply("b2", task, 1);
    String single = village.apply("b3", task, 0);
    String lucky = village.apply("b4", task, 0);
    village.select(first).is(200);
    village.select(lucky).is(200);
    village.verb(village.ward(), pair, "waitlist").is(200);
    village.verb(village.ward(), single, "waitlist").is(200);
    assertEquals(
        "WITHDRAWN",
        state(village.verb(village.resident("b1"), first, "withdraw", Map.of("reason", "熱"))));
    assertEquals(List.of(0L, 0L, 0L), village.balance("b1", "JPY"));
    // The pair came first and does not fit; the single does.
    assertEquals("WAITLISTED", state(village.ward().get("/applications/" + pair)));
    Visitor.Reply offered = village.resident("b3").get("/applications/" + single).is(200);
    assertEquals("OFFERED", offered.body().path("state").asText());
    assertFalse(offered.body().path("slots").path(0).path("confirmBy").isMissingNode());
    assertEquals(2, village.taken(task));
    assertEquals(List.of(0L, 0L, 0L), village.balance("b3", "JPY"));
    village.town.letter("b3@tokyo.example", "空きが出ました");
    village.town.letter(Village.WARD, "b1さんが「草刈り」に来られなくなりました");
    assertEquals("CONFIRMED", state(village.verb(village.resident("b3"), single, "confirm")));
    assertEquals(List.of(8_000L, 0L, 0L), village.balance("b3", "JPY"));
  }

  @Test
  void cancel_byTheHost_givesEverythingBackAndSaysWhy() throws Exception {
    JsonNode task = village.mowing(2);
    String id = village.coming("c1", task, 0);
    assertEquals(
        "CANCELLED_BY_HOST",
        state(village.verb(village.ward(), id, "cancel", Map.of("reason", "機械の故障"))));
    assertEquals(0, village.taken(task));
    assertEquals(List.of(0L, 0L, 0L), village.balance("c1", "RICE_G"));
    village.town.letter("c1@tokyo.example", "機械の故障");
    village.apply("c1", task, 0);
  }

  @Test
  void decline_withWords_sendsThem() throws Exception {
    JsonNode task = village.mowing(2);
    String id = village.apply("d1", task, 0);
    assertEquals(
        "DECLINED",
        state(village.verb(village.ward(), id, "decline", Map.of("message", "また次の機会に"))));
    village.town.reach(village.town.now().plus(Duration.ofMinutes(11)));
    village.town.letter("d1@tokyo.example", "また次の機会に");
    village.select(id).refuses(409, "application_state");
  }

  @Test
  void select_forTwoSlotsAtOneTime_isRefusedByTheDatabase() throws Exception {
    String other = village.ward("中町区", "ward@nakamachi.example");
    JsonNode mine = village.mowing(2);
    Map<String, Object> theirs =
        village.mowing(other, List.of(Village.slot(village.saturday(10), 3, 2)));
    Visitor neighbour = village.town.as("ward@nakamachi.example");
    String taskId =
        neighbour.post("/communities/" + village.community + "/tasks", theirs).is(201).id();
    JsonNode task = neighbour.post("/tasks/" + taskId + "/publish", null).is(200).body();
    String here = village.apply("e1", mine, 0);
    JsonNode there = village.applied("e1", task, 0).is(201).body();
    assertEquals("engaged_then", there.path("warnings").path(0).path("code").asText());
    village.select(here).is(200);
    neighbour
        .post("/applications/" + there.path("id").asText() + "/select", null)
        .refuses(409, "selected_elsewhere_at_that_time");
    assertEquals(0, village.taken(task));
  }

  @Test
  void anything_bySomebodyElse_isNotFoundOrForbidden() throws Exception {
    JsonNode task = village.mowing(2);
    String id = village.apply("f1", task, 0);
    Visitor stranger = village.resident("f2");
    stranger.get("/applications/" + id).refuses(404, "not_found");
    village.verb(stranger, id, "withdraw").refuses(404, "not_found");
    village.verb(stranger, id, "select").refuses(404, "not_found");
    village.verb(village.resident("f1"), id, "select").refuses(403, "forbidden");
    village.verb(village.ward(), id, "confirm").refuses(404, "not_found");
    village.ward("下町区", "ward@shimomachi.example");
    Visitor neighbour = village.town.as("ward@shimomachi.example");
    village.verb(neighbour, id, "select").refuses(404, "not_found");
    stranger.get("/tasks/" + task.path("id").asText() + "/applications").refuses(403, "forbidden");
  }

  @Test
  void select_ofOnesOwn_isRefused() throws Exception {
    Visitor ward = village.ward();
    ward.put(
            "/me/resident",
            Map.of(
                "displayName",
                "区長",
                "skills",
                List.of(),
                "licences",
                List.of(),
                "findable",
                "NOBODY",
                "bases",
                List.of(),
                "rewardWishes",
                List.of(),
                "hasCar",
                false,
                "languages",
                List.of("ja")))
        .is(200);
    JsonNode task = village.mowing(2);
    String id =
        ward.post(
                "/tasks/" + task.path("id").asText() + "/applications",
                Map.of("slotIds", List.of(Village.slotOf(task))))
            .is(201)
            .id();
    village.select(id).refuses(403, "not_your_own");
  }

  @Test
  void verb_withAStaleTag_isRefused() throws Exception {
    JsonNode task = village.mowing(2);
    String id = village.apply("g1", task, 0);
    String tag = village.ward().get("/applications/" + id).headers().get("etag").getFirst();
    village.verb(village.ward().with("If-Match", tag), id, "waitlist").is(200);
    village.verb(village.ward().with("If-Match", tag), id, "select").refuses(412, "stale");
  }

  @Test
  void verbs_withSlotIds_touchThoseAlone() throws Exception {
    Instant saturday = village.saturday(8);
    JsonNode task =
        village.publish(
            village.mowing(
                village.group,
                List.of(
                    Village.slot(saturday, 3, 2),
                    Village.slot(saturday.plus(Duration.ofDays(1)), 3, 2))));
    String second = task.path("slots").path(1).path("id").asText();
    String id = village.apply("h1", task, 0);
    JsonNode after =
        village
            .verb(village.ward(), id, "select", Map.of("slotIds", List.of(second)))
            .is(200)
            .body();
    assertEquals("SELECTED", after.path("state").asText());
    assertEquals("APPLIED", after.path("slots").path(0).path("state").asText());
    assertEquals("SELECTED", after.path("slots").path(1).path("state").asText());
    assertEquals(List.of(8_000L, 0L, 0L), village.balance("h1", "JPY"));
    JsonNode all = village.verb(village.ward(), id, "select").is(200).body();
    assertEquals("SELECTED", all.path("slots").path(0).path("state").asText());
    // The travel money once, the thanks for each slot.
    assertEquals(List.of(11_000L, 0L, 0L), village.balance("h1", "JPY"));
    village
        .verb(
            village.resident("h1"),
            id,
            "confirm",
            Map.of("slotIds", List.of(Village.slotOf(village.mowing(1)))))
        .refuses(409, "slot_not_of_application");
  }

  @Test
  void lists_inPages_haveEverybodyOnceInOrder() throws Exception {
    JsonNode task = village.mowing(2);
    for (String name : List.of("i1", "i2", "i3")) village.apply(name, task, 0);
    String path = "/tasks/" + task.path("id").asText() + "/applications?limit=2";
    JsonNode first = village.ward().get(path).is(200).body();
    assertEquals(2, first.path("items").size());
    assertEquals("i1", first.path("items").path(0).path("displayName").asText());
    assertEquals(
        "mowing", first.path("items").path(0).path("skills").path(0).path("code").asText());
    JsonNode rest =
        village.ward().get(path + "&cursor=" + first.path("nextCursor").asText()).is(200).body();
    assertEquals(1, rest.path("items").size());
    assertTrue(rest.path("nextCursor").isMissingNode());
    assertEquals(
        0,
        village
            .ward()
            .get("/tasks/" + task.path("id").asText() + "/applications?state=SELECTED")
            .is(200)
            .body()
            .path("items")
            .size());
    assertEquals(
        1,
        village
            .resident("i1")
            .get("/me/applications?state=APPLIED")
            .is(200)
            .body()
            .path("items")
            .size());
  }

  @Test
  void cancelTask_always_endsEveryApplicationWithALetter() throws Exception {
    JsonNode task = village.mowing(2);
    String coming = village.coming("j1", task, 0);
    String applied = village.apply("j2", task, 0);
    village
        .ward()
        .post("/tasks/" + task.path("id").asText() + "/cancel", Map.of("reason", "大雪のため"))
        .is(200);
    for (String id : List.of(coming, applied)) {
      assertEquals("CANCELLED_BY_HOST", state(village.ward().get("/applications/" + id)));
    }
    assertEquals(List.of(0L, 0L, 0L), village.balance("j1", "JPY"));
    village.town.letter("j1@tokyo.example", "大雪のため");
    village.town.letter("j2@tokyo.example", "大雪のため");
  }

  @Test
  void postponeTask_always_keepsPlacesAndAsksAnew() throws Exception {
    JsonNode task = village.mowing(2);
    String coming = village.coming("k1", task, 0);
    String applied = village.apply("k2", task, 0);
    Instant later = village.saturday(8).plus(Duration.ofDays(7));
    JsonNode moved =
        village
            .ward()
            .post(
                "/tasks/" + task.path("id").asText() + "/postpone",
                Map.of(
                    "slots",
                    List.of(
                        Map.of(
                            "startsAt", later.toString(),
                            "endsAt", later.plusSeconds(10_800).toString())),
                    "reason",
                    "大雨のため"))
            .is(200)
            .body();
    assertEquals("POSTPONED", moved.path("state").asText());
    JsonNode asked = village.resident("k1").get("/applications/" + coming).is(200).body();
    assertEquals("SELECTED", asked.path("state").asText());
    assertEquals(later, at(asked.path("slots").path(0).path("startsAt")));
    assertEquals("APPLIED", state(village.ward().get("/applications/" + applied)));
    assertEquals(1, village.taken(task));
    assertEquals(List.of(8_000L, 0L, 0L), village.balance("k1", "JPY"));
    village.town.letter("k1@tokyo.example", "大雨のため");
    assertEquals("CONFIRMED", state(village.verb(village.resident("k1"), coming, "confirm")));
  }

  @Test
  void postponeTask_ontoOtherWorkOfWhoComes_movesThoseWhoCanAndOffersThePlaceToTheRest()
      throws Exception {
    Instant later = village.saturday(8).plus(Duration.ofDays(14));
    JsonNode other = village.mowing(2);
    String elsewhere = village.coming("m1", other, 0);
    postpone(other, later);
    village.verb(village.resident("m1"), elsewhere, "confirm").is(200);
    JsonNode task = village.mowing(2);
    String busy = village.coming("m1", task, 0);
    String free = village.coming("m2", task, 0);
    postpone(task, later.plusSeconds(3600));
    assertEquals("OFFERED", state(village.ward().get("/applications/" + busy)));
    assertEquals("SELECTED", state(village.ward().get("/applications/" + free)));
    assertEquals(2, village.taken(task), "nobody loses the place by it");
    assertEquals(List.of(8_000L, 0L, 0L), village.balance("m1", "JPY"), "of the other work alone");
    assertEquals(List.of(8_000L, 0L, 0L), village.balance("m2", "JPY"));
    village.verb(village.resident("m1"), elsewhere, "withdraw").is(200);
    village.verb(village.resident("m1"), busy, "confirm").is(200);
    assertEquals(List.of(8_000L, 0L, 0L), village.balance("m1", "JPY"), "of this one now");
  }

  private void postpone(JsonNode task, Instant to) throws Exception {
    village
        .ward()
        .post(
            "/tasks/" + task.path("id").asText() + "/postpone",
            Map.of(
                "slots",
                List.of(
                    Map.of(
                        "startsAt", to.toString(), "endsAt", to.plusSeconds(10_800).toString()))))
        .is(200);
  }

  private static Instant at(JsonNode text) {
    return OffsetDateTime.parse(text.asText()).toInstant();
  }
}
