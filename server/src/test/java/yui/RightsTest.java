package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import yui.core.Days;
import yui.web.Contract;

/**
 * Every operation of the contract, by everybody: whom the table does not name is refused, and
 * learns from the refusal no more than if the thing were not there.
 */
@TestMethodOrder(OrderAnnotation.class)
class RightsTest {
  /** Told in the tests of logging in; calling them here would end the others' logins. */
  private static final Set<String> LOGINS =
      Set.of(
          "requestLoginCode",
          "login",
          "refreshLogin",
          "logout",
          "loginByPasskey",
          "endOtherLogins");

  /**
   * Operations (of a draft or an open task), who may, and who knows of the thing without being
   * allowed. Whoever is named nowhere gets the same 404 as for a thing that is not there; strangers
   * get 401 unless named.
   */
  private static final String TABLE =
      """
      listCommunities getCommunity listRules listGroups listSkills listLicences | everybody |
      listProduceItems searchTasks getTask:open                       | everybody |
      lookupPostalCode listMunicipalities                             | everybody |
      me changeMe putResident listStays listInvitations               | persons |
      listMyInterests listMyCompanions dropInterest:open              | persons |
      listMyApplications myLedger listMyHandOvers listMyTravelClaims  | persons |
      tellNeed listNeeds checkIn                                      | persons |
      getLetterChoices putLetterChoices                               | persons |
      getBankAccount putBankAccount                                   | persons |
      askPasskeyChallenge                                             | everybody |
      listLogins getSecondFactors proveSecondFactor                   | persons |
      drawTotp addTotp removeTotp drawRecoveryCodes keepRecoveryCodes | persons |
      addPasskey                                                      | persons |
      removePasskey endLogin                                          | owner |
      resetSecondFactors                                              | desk admin | host host2 private auditor
      getPayeeBankAccount putPayeeBankAccount                         | desk | host host2 private auditor
      getBankProfile putBankProfile                                   | desk | host host2 private auditor
      removeBankAccount                                               | persons |
      getCalendarAddress makeCalendarAddress endCalendarAddress       | persons |
      getResident getAvailability putAvailability addStay             | owner other | persons
      getWeek putWeek importBusyTimes                                 | owner other | persons
      recommendTasks apply:open showInterest:open                     | owner other | persons
      listTaskInterests:open orderApplicants:open                     | host desk private auditor admin | persons
      arrangeWaitlist:open drawLots:open                              | host desk private admin | persons
      arrangeWaitlist:draft drawLots:draft                            | host desk private admin | auditor
      listTaskInterests:draft orderApplicants:draft                   | host desk private auditor admin |
      dropInterest:draft                                              | host desk private auditor admin |
      getLots:open getLots:draft showInterest:draft                   | | host desk private auditor admin
      listSavedSearches saveSearch                                    | persons |
      renameSavedSearch removeSavedSearch                             | owner |
      removeStay                                                      | owner |
      confirm withdraw undoWithdraw claimTravel acknowledgeHandOver                | owner | host desk private auditor admin
      apply:draft                                                     | | host desk private auditor admin
      createCommunity                                                 | admin | persons
      getAllFigures exportAllFigures                                  | admin | persons
      getCircular                                                     | host host2 desk private auditor admin | persons
      getThanksSheet                                                  | host desk private auditor admin | persons
      listInsurance                                                   | desk private admin | persons
      getInsuranceList sendInsuranceList                              | desk private admin | persons
      addGroup addMembership removeMembership decideRule withdrawRule | desk private admin | persons
      listMemberships                                                 | desk private auditor admin | persons
      createTask                                                      | host desk private admin | persons
      listCommunityTasks                                              | host host2 desk private auditor admin | persons
      getNeed                                                         | owner host host2 desk private auditor admin |
      addNeedPhoto                                                    | owner desk private admin | host host2 auditor
      addTaskPhoto:draft                                              | host desk private admin | auditor
      addTaskPhoto:open                                               | host desk private admin | persons
      getPhoto                                                        | owner desk private admin |
      removePhoto                                                     | owner desk private admin |
      answerSheet:open                                                | persons |
      holdForWeather:draft decideWeather:draft                        | host desk private admin | auditor
      holdForWeather:open decideWeather:open                          | host desk private admin | persons
      getNeedHousehold                                                | owner desk private admin | host host2 auditor
      answerNeed setNeedAside                                         | desk private admin | owner host host2 auditor
      turnNeed                                                        | host desk private admin | owner host2 auditor
      getTaskHousehold:open                                           | desk private admin |
      releaseHousehold:open                                           | desk private admin | persons
      releaseHousehold:draft                                          | desk private admin | host auditor
      getTask:draft listTaskApplications:draft getTaskAdvice:draft     | host desk private auditor admin |
      changeTask:draft publishTask:draft findCandidates:draft         | host desk private admin | auditor
      invite:draft closeTask:draft postponeTask:draft                 | host desk private admin | auditor
      cancelTask:draft                                                | host desk private admin | auditor
      returnTask:draft                                                | desk private admin | host auditor
      listWebhookDeliveries resendWebhookDelivery                     | desk private admin | persons
      listWebhooks addWebhook removeWebhook                           | desk private admin | persons
      listTaskApplications:open getTaskAdvice:open                    | host desk private auditor admin | persons
      changeTask:open publishTask:open findCandidates:open            | host desk private admin | persons
      invite:open closeTask:open postponeTask:open cancelTask:open    | host desk private admin | persons
      returnTask:open                                                 | desk private admin | persons
      listMessages sendMessage                                        | owner host | desk private auditor admin
      callDesk                                                        | owner host desk private | auditor admin
      getApplication listApplicationEvents listAttendanceEvents       | owner host desk private auditor admin |
      select decline undoDecline waitlist cancel recordAttendance                 | host desk private admin | owner auditor
      listTransfers balances journal listTravelClaims listSettlements | desk private auditor | host host2
      listFunds getFund                                               | host host2 desk private auditor |
      proposeAssignments inviteProposed                               | desk private | host host2 auditor
      getFigures exportFigures searchAudit                            | desk private auditor admin | host host2
      listPeriods fundReport searchLedger traceTransfer listVouchers  | desk private auditor | host host2
      closePeriod limitFund closeFund writeVoucher                    | desk | host host2 private auditor
      approveVoucher refuseVoucher                                    | desk | host host2 private auditor
      addFund openSettlement                                          | desk | host host2 private auditor
      approveTravelClaim returnTravelClaim                            | desk | host host2 private auditor
      getTravelClaim                                                  | owner desk private auditor | host host2
      changeTravelClaim sendTravelClaim dropTravelClaim               | owner | host host2 desk private auditor
      addTravelReceipt removeTravelReceipt                            | owner | host host2 desk private auditor
      getTravelReceipt                                                | owner desk auditor | host host2 private
      buyTravel                                                       | desk | owner host private auditor
      listTravelPurchases                                             | owner desk private auditor | host
      handOver                                                        | host desk private | auditor owner
      listHandOvers                                                   | owner host desk private auditor |
      enterPaperReceipt                                               | host desk private | auditor owner
      getFoodNeeds putFoodNeeds                                       | persons |
      putPartyFoodNeeds                                               | owner | host desk private auditor admin
      getCooksSheet:open                                              | host desk private admin | persons
      getCooksSheet:draft                                             | host desk private admin | auditor
      listPledges                                                     | host host2 desk private auditor |
      addPledge                                                       | host desk private | host2 auditor
      withdrawPledge tiePledge                                        | host desk private | auditor
      getGoodsStatement                                               | host desk private auditor |
      listSubstitutions                                               | owner host desk private auditor admin |
      proposeSubstitution                                             | host desk private | owner auditor admin
      acceptSubstitution declineSubstitution                          | owner | host desk private auditor
      withdrawSubstitution                                            | host desk private | owner auditor
      markAttendance confirmHours                                     | host desk private admin | owner auditor
      reportAbsence tellHours                                         | owner host desk private admin | auditor
      listIncidents listReports report blockGroup listMyBlocks        | persons |
      getCare:open                                                    | everybody |
      putCare:open                                                    | host desk private admin | persons
      getWords                                                        | owner host desk private auditor admin |
      writeWords                                                      | owner host desk private admin | auditor
      liftMyBlock                                                     | owner |
      blockResident listBlocks                                        | host desk private admin | persons
      liftBlock                                                       | host desk private admin | persons
      getReport                                                       | owner desk private admin |
      lookAtReport closeReport                                        | desk private admin | owner
      checkIdentity                                                   | desk private admin | persons
      withdrawIdentity                                                | desk private admin | persons
      getIdentity                                                     | host host2 desk private auditor deskB hostB auditorB admin |
      tellIncident                                                    | owner host host2 desk private auditor admin | persons
      getIncident                                                     | owner host desk private auditor admin |
      respondToIncident                                               | host desk private admin | owner auditor
      closeIncident                                                   | desk private admin | owner host auditor
      answerAttendance                                                | owner | host desk private auditor admin
      copyTask:draft openSeries:draft                                 | host desk private admin | auditor
      copyTask:open openSeries:open                                   | host desk private admin | persons
      listTemplates listSeries listWorkDays                           | host host2 desk private auditor admin | persons
      addTemplate createWorkDay                                       | host desk private admin | persons
      useTemplate                                                     | host desk private admin |
      removeTemplate endSeries publishWorkDay addWalkIn               | host desk private admin | auditor
      removeWalkIn                                                    | host desk private admin |
      getWorkDay                                                      | host desk private auditor admin |
      listSeasons                                                     | everybody |
      listUnfinished keepUnfinished                                   | persons |
      removeUnfinished                                                | owner |
      getSettlement getExport                                         | desk private auditor | host host2
      getReceipt getStatement                                         | owner desk auditor |
      myYear                                                          | persons |
      getMyYearPaper                                                  | owner |
      listYearPayees getYearList                                      | desk auditor |
      makeYearList                                                    | desk | auditor
      checkSettlement freezeSettlement paySettlement createExport     | desk | host host2 private auditor
      discardSettlement                                               | desk | host host2 private auditor
      listDataExports makeDataExport listLooks getErasure             | persons |
      getDataExport                                                   | owner |
      askErasure takeBackErasure                                      | persons |
      getPersonalDataFile                                             | desk private auditor admin | host host2
      holdPayee releasePayee returnPayment                            | desk | host host2 private auditor
      """;

  private static final List<String> PEOPLE =
      List.of(
          "stranger",
          "plain",
          "owner",
          "other",
          "host",
          "host2",
          "desk",
          "private",
          "auditor",
          "deskB",
          "hostB",
          "auditorB",
          "admin");

  /** An operation on one thing: who may, who knows of it. */
  private record Row(String id, String task, Set<String> may, Set<String> knows) {}

  /** An operation's place in the contract. */
  private record Place(String method, String path) {}

  private static final Map<String, Visitor> WHO = new LinkedHashMap<>();
  private static final Map<String, String> THINGS = new HashMap<>();
  private static Town town;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
    Visitor admin = town.as("admin@yui.example");
    Visitor desk = town.as("desk@town.example");
    Visitor ward = town.as("ward@town.example");
    String a = "/communities/" + town.community();
    String b =
        "/communities/"
            + admin
                .post(
                    "/communities",
                    Map.of("code", "142107", "name", "三浦市", "lat", 35.14, "lon", 139.62))
                .is(201)
                .id();
    String group2 = admin.post(a + "/groups", Map.of("name", "野沢の会")).is(201).id();
    String groupB = admin.post(b + "/groups", Map.of("name", "三浦の会")).is(201).id();
    THINGS.put("group", town.group());
    THINGS.put(
        "membershipId",
        member(admin, a, "host2@town.example", Map.of("role", "HOST", "groupId", group2)));
    member(admin, a, "private@town.example", Map.of("role", "COORDINATOR", "desk", "PRIVATE"));
    member(admin, a, "auditor@town.example", Map.of("role", "AUDITOR"));
    member(admin, b, "desk@miura.example", Map.of("role", "COORDINATOR", "desk", "OFFICIAL"));
    member(admin, b, "host@miura.example", Map.of("role", "HOST", "groupId", groupB));
    member(admin, b, "auditor@miura.example", Map.of("role", "AUDITOR"));

    // One piece of work is done: claimed, handed over and in a settlement.
    Visitor owner = town.as("r1@town.example");
    owner.patch("/me", Map.of("name", "高橋", "phone", "090-1111-2222")).is(200);
    owner
        .put(
            "/me/resident",
            Map.of(
                "displayName",
                "住民1",
                "findable",
                "ALL",
                "skills",
                List.of(Map.of("code", "mowing", "level", 3)),
                "bases",
                List.of(
                    Map.of("kind", "HOME", "label", "隠れ家", "lat", 35.712345, "lon", 139.754321))))
        .is(200);
    renewWebhook();
    THINGS.put(
        "searchId",
        owner
            .post("/me/searches", Map.of("name", "隠れ家のそば", "search", Map.of("q", "草刈り")))
            .is(201)
            .id());
    Map<String, Object> mowing = town.mowing();
    String done = town.posted(mowing);
    String slot = slot(done);
    String application =
        owner
            .post(
                "/tasks/" + done + "/applications",
                Map.of("slotIds", List.of(slot), "companions", List.of(Map.of("name", "同行の花子"))))
            .is(201)
            .id();
    ward.post("/applications/" + application + "/select", null).is(200);
    owner.post("/applications/" + application + "/confirm", null).is(200);
    town.reach(town.saturday(12).plus(Duration.ofHours(1)));
    ward.put("/applications/" + application + "/attendance/" + slot, Map.of("state", "ATTENDED"))
        .is(200);
    THINGS.put(
        "deliveryId",
        desk.get(a + "/webhooks/" + thing("webhookId") + "/deliveries")
            .is(200)
            .body()
            .at("/items/0/id")
            .asText());
    THINGS.put(
        "incidentId",
        owner
            .post(
                a + "/incidents", Map.of("severity", "MINOR", "words", "鎌で指を切りました", "taskId", done))
            .is(201)
            .id());
    THINGS.put(
        "reportId",
        owner
            .post(a + "/reports", Map.of("aboutKind", "TASK", "aboutId", done, "words", "ちがいました"))
            .is(201)
            .id());
    THINGS.put("copyId", owner.post("/me/data-exports", null).is(201).id());
    THINGS.put("slotId", slot);
    THINGS.put("applicationId", application);
    THINGS.put(
        "travelClaimId",
        owner
            .post("/applications/" + application + "/travel-claims", Map.of("amountYen", 100))
            .is(201)
            .id());
    THINGS.put(
        "travelReceiptId",
        owner
            .upload(
                "/travel-claims/" + thing("travelClaimId") + "/receipts",
                "receipt",
                List.of(picture()))
            .is(201)
            .body()
            .at("/files/0/id")
            .asText());
    THINGS.put(
        "handOverId",
        ward.post(
                "/hand-overs",
                Map.of("applicationId", application, "rewardLine", 3, "quantity", 10))
            .is(201)
            .id());
    String settlement =
        desk.post(
                a + "/settlements", Map.of("kind", "CASH", "until", Days.of(town.now()).toString()))
            .is(201)
            .id();
    desk.post("/settlements/" + settlement + "/check", null).is(200);
    Visitor treasurer = town.as("treasurer@town.example");
    treasurer.post("/settlements/" + settlement + "/freeze", null).is(200);
    THINGS.put("settlementId", settlement);
    THINGS.put("payee", owner.get("/me").is(200).id());
    THINGS.put(
        "giving", desk.post(a + "/funds", Map.of("name", "寸志", "budgetLine", "報償費")).is(201).id());
    JsonNode voucher =
        desk.post(
                a + "/vouchers",
                Map.of(
                    "code",
                    "GIFT",
                    "personId",
                    thing("payee"),
                    "fundId",
                    thing("giving"),
                    "amount",
                    10,
                    "reason",
                    "十周年"))
            .is(201)
            .body();
    THINGS.put("voucherId", voucher.path("id").asText());
    THINGS.put("transferId", voucher.path("transferId").asText());
    THINGS.put(
        "fundId", desk.post(a + "/funds", Map.of("name", "寄付", "budgetLine", "報償費")).is(201).id());
    THINGS.put(
        "exportId",
        treasurer
            .post("/settlements/" + settlement + "/exports", Map.of("format", "CSV"))
            .is(201)
            .id());
    treasurer.post("/settlements/" + settlement + "/pay", null).is(200);
    String today = Days.of(town.now()).toString();
    THINGS.put("today", today);
    THINGS.put("tomorrow", Days.of(town.now()).plusDays(1).toString());
    THINGS.put(
        "listId",
        desk.post(a + "/years/" + today.substring(0, 4) + "/lists", Map.of("format", "CSV"))
            .is(201)
            .id());
    THINGS.put(
        "stayId",
        owner
            .post("/me/stays", Map.of("lat", 37.6, "lon", 139.6, "from", today, "to", today))
            .is(201)
            .id());
    THINGS.put("communityId", town.community());
    THINGS.put("resident", town.as("r3@town.example").get("/me").is(200).id());
    THINGS.put("residentId", thing("resident"));
    THINGS.put("groupId", town.group());
    owner.put("/me/food-needs", Map.of("words", "隠れた卵アレルギー")).is(200);
    renewPledge();
    renewSubstitution();
    THINGS.put("group2", group2);
    THINGS.put("r2", town.as("r2@town.example").get("/me").is(200).id());
    renewBlocks();
    renewIdentity();
    renewLogin();

    // One problem about a house.
    String need =
        owner
            .post(
                a + "/needs",
                Map.of(
                    "words",
                    "屋根の雪下ろし",
                    "household",
                    Map.of("name", "隠れた佐藤", "address", "奥川字隠 一番地")))
            .is(201)
            .id();
    THINGS.put("needId", need);
    THINGS.put("photoId", owner.upload("/needs/" + need + "/photos", picture(), "屋根").is(201).id());

    // One draft that nobody else knows of, one task that everybody sees.
    Map<String, Object> coming = town.mowing();
    coming.put(
        "onCall",
        Map.of(
            "name",
            "区長",
            "phone",
            "0241-99-8888",
            "backup",
            Map.of("name", "副区長", "phone", "090-0000-0009")));
    Instant next = town.saturday(9).plus(Duration.ofDays(7));
    coming.put(
        "slots",
        List.of(
            Map.of(
                "startsAt", next.toString(),
                "endsAt", next.plus(Duration.ofHours(3)).toString(),
                "capacity", 3)));
    coming.put("needId", need);
    THINGS.put("draft", ward.post(a + "/tasks", coming).is(201).id());
    THINGS.put("open", town.posted(coming));
    coming.remove("needId");
    THINGS.put("later", next.plus(Duration.ofDays(7)).toString());
    THINGS.put("laterEnd", next.plus(Duration.ofDays(7)).plus(Duration.ofHours(3)).toString());

    THINGS.put("laterDay", Days.of(Instant.parse(thing("later"))).toString());
    THINGS.put(
        "seriesId",
        ward.post(
                "/tasks/" + thing("draft") + "/series",
                Map.of("rule", "FREQ=YEARLY", "from", thing("laterDay")))
            .is(201)
            .id());
    renewTemplate();
    JsonNode day = ward.post(a + "/work-days", workDay()).is(201).body();
    THINGS.put("workDayId", day.path("id").asText());
    THINGS.put("jobId", day.at("/jobs/0/id").asText());
    ward.post("/work-days/" + thing("workDayId") + "/publish", null).is(200);
    renewWalkIn();
    THINGS.put("unfinishedId", UUID.randomUUID().toString());
    owner
        .put(
            "/me/unfinished/" + thing("unfinishedId"),
            Map.of("communityId", town.community(), "fields", List.of(field("書きかけの秘密"))))
        .is(200);

    WHO.put("stranger", town.stranger());
    WHO.put("plain", town.as("plain@town.example"));
    WHO.put("owner", owner);
    WHO.put("other", town.as("r2@town.example"));
    WHO.put("host", ward);
    WHO.put("host2", town.as("host2@town.example"));
    WHO.put("desk", desk);
    WHO.put("private", town.as("private@town.example"));
    WHO.put("auditor", town.as("auditor@town.example"));
    WHO.put("deskB", town.as("desk@miura.example"));
    WHO.put("hostB", town.as("host@miura.example"));
    WHO.put("auditorB", town.as("auditor@miura.example"));
    WHO.put("admin", admin);
    for (String who : PEOPLE) {
      if (who.equals("stranger")) continue;
      Objects.requireNonNull(WHO.get(who))
          .put("/me/bank-account", Objects.requireNonNull(body("putBankAccount", false)))
          .is(200);
    }
    desk.put(a + "/bank-profile", Objects.requireNonNull(body("putBankProfile", false))).is(200);
    THINGS.put("personId", owner.get("/me").is(200).id());
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  @Order(1)
  void table_always_namesEveryOperation() {
    Set<String> told = new TreeSet<>(LOGINS);
    for (Row row : rows()) told.add(row.id());
    assertEquals(new TreeSet<>(PLACES.keySet()), told);
  }

  /** What nobody may read but those whom the work entitles. */
  @Test
  @Order(2)
  void privateWords_readByEverybody_reachOnlyTheEntitled() throws Exception {
    Set<String> side = Set.of("owner", "host", "desk", "private", "admin");
    Set<String> readers = Set.of("owner", "host", "desk", "private", "admin", "auditor");
    Set<String> staff = Set.of("host", "desk", "private", "admin", "auditor");
    Map<String, Set<String>> canaries =
        Map.of(
            "隠れ家",
            Set.of("owner"),
            "35.712345",
            Set.of("owner"),
            "139.754321",
            Set.of("owner"),
            "r1@town.example",
            side,
            "090-1111-2222",
            side,
            "公民館の前",
            readers,
            "0241-99-8888",
            staff,
            "同行の花子",
            readers,
            "隠れた佐藤",
            Set.of("owner", "desk", "private", "admin"),
            "奥川字隠",
            Set.of("owner", "desk", "private", "admin"));
    List<String> leaks = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (Row row : rows()) {
      if (!place(row).method().equals("get")) continue;
      for (String who : PEOPLE) {
        String text = call(row, who, false).text();
        canaries.forEach(
            (word, entitled) -> {
              if (!text.contains(word)) return;
              seen.add(word);
              if (!entitled.contains(who)) leaks.add(word + " by " + row.id() + " to " + who);
            });
      }
    }
    assertEquals(List.of(), leaks);
    assertEquals(new TreeSet<>(canaries.keySet()), seen, "each is seen by somebody");
  }

  @Test
  @Order(3)
  void operations_byThoseNotNamed_areRefusedAsIfNothingWereThere() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows()) {
      for (String who : PEOPLE) {
        if (row.may().contains(who)) continue;
        Visitor.Reply real = call(row, who, false);
        Visitor.Reply absent = call(row, who, true);
        String code = real.body().path("code").asText();
        boolean good =
            switch (real.status()) {
              case 401 -> who.equals("stranger");
              case 403 -> row.knows().contains(who);
              case 404 -> !who.equals("stranger") || row.id().startsWith("get");
              case 409 -> code.equals("resident_needed");
              default -> false;
            };
        boolean alike =
            row.knows().contains(who)
                || real.status() == absent.status() && said(real).equals(said(absent));
        if (!good || !alike) {
          wrong.add(row + " " + who + ": " + real.text() + " | absent: " + absent.text());
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  @Order(4)
  void operations_byThoseNamed_areNotRefusedForWantOfRights() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows()) {
      for (String who : row.may()) {
        if (row.id().endsWith("Substitution")) renewSubstitution();
        if (row.id().endsWith("Pledge")) renewPledge();
        if (Set.of("removeMembership", "resetSecondFactors").contains(row.id())) renewMembership();
        if (row.id().equals("removePasskey") || row.id().equals("endLogin")) renewLogin();
        if (row.id().equals("liftMyBlock") || row.id().equals("liftBlock")) renewBlocks();
        if (row.id().equals("withdrawIdentity")) renewIdentity();
        if (row.id().equals("removeWebhook")) renewWebhook();
        if (row.id().equals("removeTemplate")) renewTemplate();
        if (row.id().equals("removeWalkIn")) renewWalkIn();
        if (row.id().equals("withdrawRule")) renewRule();
        Visitor.Reply reply = call(row, who, false);
        boolean read = place(row).method().equals("get");
        // What the one before has ended is a conflict for the next, not a want of rights.
        boolean good =
            reply.status() / 100 == 2 || reply.status() == 409 || !read && reply.status() == 400;
        if (!good) wrong.add(row + " " + who + ": " + reply.text());
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  /** What anybody may read of a community: that it is there, what it offers and by which rules. */
  private static final Set<String> PUBLIC =
      Set.of(
          "community_rules",
          "withdrawn_rules",
          "groups",
          "accounts",
          "tasks",
          "slots",
          "task_rewards",
          "task_care",
          "photos",
          "task_sheets",
          "weather_holds");

  /** What of a person staff may read who may find them: what they can do. */
  private static final Set<String> FINDABLE =
      Set.of("residents", "resident_skills", "resident_licences");

  /** If the code forgot whom it serves, the database would not: row-level security. */
  @Test
  @Order(5)
  void tables_asTheServerForAnotherCommunity_showAndChangeNothing() throws Exception {
    String desk = UUID.randomUUID().toString(); // of whom nothing lies in our town
    String community =
        WHO.get("deskB").get("/me").is(200).body().at("/memberships/0/communityId").asText();
    String owner = WHO.get("owner").get("/me").is(200).id();
    try (Connection server = town.asServer();
        Connection all = town.superuser()) {
      server.setAutoCommit(false);
      Map<String, String> ours =
          Map.of("community_id", town.community(), "person_id", owner, "teller_id", owner);
      Set<String> seen = new TreeSet<>();
      List<String> changed = new ArrayList<>();
      int tables = 0;
      for (String[] column : columns(all)) {
        String mine = " where " + column[1] + " = '" + ours.get(column[1]) + "'";
        if (count(all, "select count(*) from " + column[0] + mine) == 0) continue;
        tables++;
        enter(server, desk, community);
        if (count(server, "select count(*) from " + column[0] + mine) > 0) seen.add(column[0]);
        for (String statement :
            List.of(
                "update " + column[0] + " set " + column[1] + " = " + column[1] + mine,
                "delete from " + column[0] + mine)) {
          enter(server, desk, community);
          if (changed(server, statement) > 0) changed.add(statement);
        }
      }
      Set<String> allowed = new TreeSet<>(PUBLIC);
      allowed.addAll(FINDABLE);
      seen.removeAll(allowed);
      assertEquals(Set.of(), seen);
      assertEquals(List.of(), changed);
      assertTrue(tables > 20, "only " + tables + " tables hold anything of theirs");
    }
  }

  private static List<String[]> columns(Connection all) throws SQLException {
    List<String[]> columns = new ArrayList<>();
    try (Statement statement = all.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select c.relname, a.attname from pg_class c
                  join pg_attribute a on a.attrelid = c.oid
                  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                    and has_table_privilege('yui_app', c.oid, 'select')
                    and a.attname in ('community_id', 'person_id', 'teller_id')
                """)) {
      while (rows.next()) columns.add(new String[] {rows.getString(1), rows.getString(2)});
    }
    return columns;
  }

  /** A new transaction with the scope that a request of this caller would have. */
  private static void enter(Connection server, String person, String communities)
      throws SQLException {
    server.rollback();
    try (PreparedStatement scope =
        server.prepareStatement(
            """
            select set_config('yui.person', ?, true), set_config('yui.communities', ?, true),
              set_config('yui.system', '', true), set_config('yui.now', now()::text, true)
            """)) {
      scope.setString(1, person);
      scope.setString(2, communities);
      scope.execute();
    }
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static int changed(Connection server, String sql) {
    try (Statement statement = server.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      return 0; // not even permitted
    }
  }

  private static JsonNode said(Visitor.Reply reply) {
    return reply.body() instanceof ObjectNode problem ? problem.without("requestId") : reply.body();
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String line : TABLE.split("\n")) {
      String[] cells = line.split("\\|", -1);
      for (String operation : cells[0].strip().split(" +")) {
        String[] parts = operation.split(":");
        rows.add(
            new Row(
                parts[0], parts.length == 1 ? "" : parts[1], people(cells[1]), people(cells[2])));
      }
    }
    return rows;
  }

  private static Set<String> people(String names) {
    Set<String> people = new TreeSet<>();
    for (String name : names.strip().split(" +")) {
      if (name.equals("everybody") || name.equals("persons")) people.addAll(PEOPLE);
      else if (!name.isEmpty()) people.add(name);
      if (name.equals("persons")) people.remove("stranger");
    }
    return people;
  }

  private static final Map<String, Place> PLACES = places();

  private static Map<String, Place> places() {
    Map<String, Place> places = new HashMap<>();
    for (Map.Entry<String, JsonNode> path : Contract.load().tree().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        String id = method.getValue().path("operationId").asText();
        if (!id.isEmpty()) places.put(id, new Place(method.getKey(), path.getKey()));
      }
    }
    return places;
  }

  private static Place place(Row row) {
    return Objects.requireNonNull(PLACES.get(row.id()));
  }

  private static Visitor.Reply call(Row row, String who, boolean absent) throws Exception {
    String path = place(row).path();
    String task = row.task();
    String at = row.id().equals("liftMyBlock") && !absent ? mine(path) : path;
    String last =
        path.contains("{") ? path.substring(path.lastIndexOf('{') + 1, path.lastIndexOf('}')) : "";
    if (last.equals("slotId")) last = "applicationId";
    for (Map.Entry<String, String> thing : THINGS.entrySet()) {
      String id = thing.getValue();
      if (absent && thing.getKey().equals(last)) id = UUID.randomUUID().toString();
      at = at.replace("{" + thing.getKey() + "}", id);
    }
    if (!task.isEmpty()) {
      at = at.replace("{taskId}", absent ? UUID.randomUUID().toString() : THINGS.get(task));
    }
    at = at.replace("{postalCode}", absent ? "0000000" : "9694406");
    if (row.id().equals("listMunicipalities")) at += "?prefecture=07";
    at = at.replace("{size}", "SMALL").replace("{year}", thing("today").substring(0, 4));
    if (last.equals("year") && absent) {
      at = at.replace(thing("communityId"), UUID.randomUUID().toString());
    }
    if (last.equals("size") && absent) {
      at = at.replace(thing("photoId"), UUID.randomUUID().toString());
    }
    if (row.id().equals("addTravelReceipt")) {
      return Objects.requireNonNull(WHO.get(who)).upload(at, "receipt", List.of(picture()));
    }
    if (row.id().equals("importBusyTimes")) {
      return Objects.requireNonNull(WHO.get(who)).upload(at, "calendar", List.of(calendar()));
    }
    if (row.id().endsWith("Photo") && place(row).method().equals("post")) {
      return Objects.requireNonNull(WHO.get(who)).upload(at, picture(), "屋根");
    }
    if (row.id().equals("removePhoto") && !absent && row.may().contains(who)) {
      at =
          "/photos/"
              + WHO.get("owner")
                  .upload("/needs/" + thing("needId") + "/photos", picture(), "屋根")
                  .is(201)
                  .id();
    }
    if (row.id().equals("journal")) at += "?format=hledger";
    if (row.id().equals("getThanksSheet")) {
      at += "?from=" + thing("today") + "&to=" + thing("today");
    }
    if (row.id().equals("getGoodsStatement")) {
      at += "?groupId=" + thing("group") + "&from=" + thing("today") + "&to=" + thing("today");
    }
    return Objects.requireNonNull(WHO.get(who))
        .raw(place(row).method().toUpperCase(Locale.ROOT), "/api/v1" + at, body(row.id(), absent));
  }

  private static byte[] calendar() {
    return "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".getBytes(StandardCharsets.UTF_8);
  }

  private static String mine(String path) {
    return path.replace("{blockId}", thing("myBlockId"));
  }

  private static @Nullable Object body(String op, boolean absent) throws Exception {
    return switch (op) {
      case "askPasskeyChallenge" -> Map.of("purpose", "LOGIN");
      case "changeMe" -> Map.of("lang", "JA");
      case "proveSecondFactor" -> Map.of("code", "000000");
      case "addTotp" -> Map.of("secret", "A".repeat(32), "code", "000000");
      case "keepRecoveryCodes" -> Map.of("codes", Collections.nCopies(10, "A".repeat(16)));
      case "addPasskey" ->
          Map.of(
              "name",
              "鍵",
              "credential",
              Map.of("id", "A", "type", "public-key", "response", Map.of("clientDataJSON", "A")));
      case "resetSecondFactors" -> Map.of("how", "IN_PERSON");
      case "putResident" -> Map.of();
      case "putWeek" -> Map.of("halfDays", List.of("SAT.AM"));
      case "putAvailability" ->
          Map.of("from", thing("today"), "to", thing("today"), "halfDays", List.of());
      case "addStay" ->
          Map.of("lat", 37.6, "lon", 139.6, "from", thing("today"), "to", thing("today"));
      case "createCommunity" ->
          Map.of("code", "072028", "name", "会津若松市", "lat", 37.5, "lon", 139.9);
      case "sendInsuranceList" -> Map.of("note", "メールで送りました");
      case "withdrawRule" ->
          Map.of("rule", "WORDS_DAYS", "from", thing("tomorrow"), "reason", "日を間違えました");
      case "decideRule" -> Map.of("rule", "WORDS_DAYS", "from", thing("today"), "value", 14);
      case "addGroup" -> Map.of("name", "新しい会");
      case "addMembership" ->
          Map.of("email", "new@town.example", "role", "COORDINATOR", "desk", "PRIVATE");
      case "arrangeWaitlist" -> Map.of("applicationIds", List.of());
      case "tellNeed" -> Map.of("words", "困りごと");
      case "answerSheet" -> Map.of("answer", "YES");
      case "holdForWeather" -> Map.of("decideAt", thing("later"), "decider", "区長");
      case "decideWeather" -> Map.of("decision", "GO");
      case "answerNeed", "setNeedAside" -> Map.of("words", "伺います");
      case "turnNeed" ->
          Map.of("groupId", thing("group"), "drafts", List.of(Map.of("title", "雪下ろし")));
      case "copyTask" -> Map.of("day", thing("laterDay"));
      case "openSeries" -> Map.of("rule", "FREQ=YEARLY", "from", thing("laterDay"));
      case "addTemplate" ->
          Map.of("taskId", thing("draft"), "name", "いつもの", "groupId", thing("group"));
      case "useTemplate" -> Map.of("groupId", thing("group"));
      case "createWorkDay" -> workDay();
      case "addWalkIn" -> Map.of("taskId", thing("jobId"), "name", "飛び入りの太郎");
      case "keepUnfinished" ->
          Map.of("communityId", thing("communityId"), "fields", List.of(field("書きかけの秘密")));
      case "createTask" -> town.mowing();
      case "changeTask" -> Map.of("title", "草刈り");
      case "returnTask", "cancelTask", "returnTravelClaim" -> Map.of("reason", "雨");
      case "postponeTask" ->
          Map.of("slots", List.of(Map.of("startsAt", thing("later"), "endsAt", thing("laterEnd"))));
      case "invite" -> Map.of("residentId", thing("resident"));
      case "proposeAssignments" -> Map.of("from", thing("today"), "to", thing("today"));
      case "inviteProposed" ->
          Map.of("rows", List.of(Map.of("taskId", thing("open"), "residentId", thing("resident"))));
      case "apply" -> slots(UUID.randomUUID().toString());
      case "cancel", "withdraw" -> Map.of("reason", "雨");
      case "addWebhook" ->
          Map.of("url", "https://example.org/" + UUID.randomUUID(), "events", List.of("TASK"));
      case "saveSearch" ->
          Map.of("name", "雪かき", "search", Map.of("q", UUID.randomUUID().toString()));
      case "renameSavedSearch" -> Map.of("name", "隠れ家のそば");
      case "holdPayee" -> Map.of("reason", "確認中");
      case "returnPayment" -> Map.of("personId", thing("personId"), "reason", "口座番号の誤り");
      case "putBankAccount", "putPayeeBankAccount" ->
          Map.of(
              "bankCode",
              "9900",
              "branchCode",
              "008",
              "kind",
              "ORDINARY",
              "number",
              "1234567",
              "holder",
              "ヤマダ");
      case "putBankProfile" ->
          Map.of(
              "requester",
              "1234567890",
              "bankCode",
              "9900",
              "branchCode",
              "008",
              "kind",
              "ORDINARY",
              "number",
              "7654321",
              "holder",
              "ニシアイヅマチ");
      case "putLetterChoices" -> Map.of("wanted", List.of("REMINDERS"));
      case "sendMessage" -> Map.of("body", "こんにちは");
      case "callDesk" -> Map.of("reason", "行きちがい");
      case "checkIn" -> Map.of("code", "ABCD-EFGH");
      case "recordAttendance", "markAttendance" -> Map.of("state", "ATTENDED");
      case "writeVoucher" ->
          Map.of(
              "code",
              "GIFT",
              "personId",
              thing("resident"),
              "fundId",
              thing("giving"),
              "amount",
              10,
              "reason",
              "十周年");
      case "limitFund", "closeFund", "refuseVoucher" -> Map.of("reason", "補正予算");
      case "closePeriod" -> Map.of("month", "2026-01");
      case "addFund" -> Map.of("name", "財源", "budgetLine", "報償費");
      case "tellIncident" -> Map.of("severity", "MINOR", "words", "鎌で指を切りました");
      case "respondToIncident", "closeIncident" -> Map.of("words", "見ています");
      case "writeWords", "closeReport" -> Map.of("words", "ありがとう");
      case "blockGroup" -> Map.of("groupId", thing("group"));
      case "blockResident" -> Map.of("residentId", thing("resident"));
      case "report" -> Map.of("aboutKind", "TASK", "aboutId", thing("open"), "words", "ちがう");
      case "checkIdentity" -> Map.of("communityId", thing("communityId"), "how", "窓口で見た");
      case "putCare" -> Map.of("accompaniedBy", "区長");
      case "reportAbsence", "answerAttendance" -> Map.of("words", "熱が出ました");
      case "tellHours" -> Map.of("minutes", 150);
      case "confirmHours" -> Map.of();
      case "claimTravel" -> Map.of("amountYen", 10);
      case "changeTravelClaim" ->
          Map.of("amountYen", 10, "applicationIds", List.of(thing("applicationId")));
      case "buyTravel" -> Map.of("amountYen", 10, "what", "高速バス");
      case "handOver" ->
          Map.of(
              "applicationId",
              absent ? UUID.randomUUID().toString() : thing("applicationId"),
              "rewardLine",
              3,
              "quantity",
              1);
      case "putFoodNeeds", "putPartyFoodNeeds" -> Map.of("words", "隠れた卵アレルギー");
      case "addPledge" -> pledge();
      case "tiePledge" -> Map.of("taskId", thing("open"), "rewardLine", 3);
      case "proposeSubstitution" -> substitution();
      case "openSettlement" -> Map.of("kind", "CASH", "until", thing("today"));
      case "createExport", "makeYearList" -> Map.of("format", "CSV");
      default -> null;
    };
  }

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  private static Map<String, Object> field(String value) {
    return Map.of("name", "title", "values", List.of(value));
  }

  private static Map<String, Object> workDay() {
    return Map.of(
        "groupId",
        thing("group"),
        "title",
        "秋の人足",
        "day",
        thing("laterDay"),
        "hardParts",
        "坂が急です",
        "place",
        Map.of("lat", 37.66, "lon", 139.63, "label", "奥川"),
        "onCall",
        Town.onCall(),
        "jobs",
        List.of(Map.of("title", "泥上げ", "from", "09:00", "to", "12:00", "capacity", 50)));
  }

  private static void renewTemplate() throws Exception {
    Map<String, Object> entry =
        Map.of("taskId", thing("draft"), "name", "いつもの", "groupId", thing("group"));
    THINGS.put(
        "templateId",
        town.as("ward@town.example")
            .post("/communities/" + town.community() + "/templates", entry)
            .is(201)
            .id());
  }

  private static void renewWalkIn() throws Exception {
    THINGS.put(
        "walkInId",
        town.as("ward@town.example")
            .post(
                "/work-days/" + thing("workDayId") + "/walk-ins",
                Map.of("taskId", thing("jobId"), "name", "飛び入りの太郎"))
            .is(201)
            .id());
  }

  private static void renewBlocks() throws Exception {
    String mine =
        town.as("r1@town.example")
            .post("/me/blocks", Map.of("groupId", thing("group2")))
            .body()
            .path("id")
            .asText();
    if (!mine.isEmpty()) THINGS.put("myBlockId", mine);
    String groups =
        town.as("ward@town.example")
            .post("/groups/" + town.group() + "/blocks", Map.of("residentId", thing("r2")))
            .body()
            .path("id")
            .asText();
    if (!groups.isEmpty()) THINGS.put("blockId", groups);
  }

  private static void renewIdentity() throws Exception {
    town.as("desk@town.example")
        .post(
            "/residents/" + thing("resident") + "/identity",
            Map.of("communityId", town.community(), "how", "窓口で見た"))
        .is(201);
  }

  private static Map<String, Object> pledge() {
    return Map.of("groupId", thing("group"), "unit", "RICE_G", "quantity", 30_000);
  }

  private static Map<String, Object> substitution() {
    return Map.of(
        "rewardLine", 3, "quantity", 1, "newUnit", "MISO_G", "newQuantity", 1, "reason", "雨");
  }

  private static void renewPledge() throws Exception {
    THINGS.put(
        "pledgeId",
        town.as("ward@town.example")
            .post("/communities/" + town.community() + "/pledges", pledge())
            .is(201)
            .id());
  }

  private static void renewSubstitution() throws Exception {
    String made =
        town.as("ward@town.example")
            .post("/applications/" + thing("applicationId") + "/substitutions", substitution())
            .body()
            .path("id")
            .asText();
    if (!made.isEmpty()) THINGS.put("substitutionId", made);
  }

  private static void renewMembership() throws Exception {
    THINGS.put(
        "membershipId",
        member(
            town.as("admin@yui.example"),
            "/communities/" + town.community(),
            "passing" + UUID.randomUUID() + "@town.example",
            Map.of("role", "COORDINATOR", "desk", "PRIVATE")));
  }

  /** A passkey and a login that the owner can do without. */
  private static void renewLogin() throws Exception {
    THINGS.put("passkeyId", UUID.randomUUID().toString());
    THINGS.put("loginId", UUID.randomUUID().toString());
    try (Connection all = town.superuser();
        PreparedStatement key =
            all.prepareStatement(
                "insert into passkeys (id, person_id, credential_id, credential, counter, name,"
                    + " added_at) values (?::uuid, ?::uuid, uuid_send(?::uuid), '', 0, 'k', now())");
        PreparedStatement login =
            all.prepareStatement(
                "insert into logins (id, person_id, kind, created_at, seen_at, expires_at)"
                    + " values (?::uuid, ?::uuid, 'API', now(), now(), now() + interval '1 day')")) {
      for (PreparedStatement add : new PreparedStatement[] {key, login}) {
        String id = thing(add == key ? "passkeyId" : "loginId");
        add.setString(1, id);
        add.setString(2, thing("payee"));
        if (add == key) add.setString(3, id);
        add.executeUpdate();
      }
    }
  }

  private static void renewRule() throws Exception {
    town.as("desk@town.example")
        .post(
            "/communities/" + town.community() + "/rules",
            Map.of("rule", "WORDS_DAYS", "from", thing("tomorrow"), "value", 15))
        .is(201);
  }

  private static void renewWebhook() throws Exception {
    Map<String, Object> webhook =
        Map.of("url", "https://hooks.invalid/" + UUID.randomUUID(), "events", List.of("TASK"));
    THINGS.put(
        "webhookId",
        town.as("desk@town.example")
            .post("/communities/" + town.community() + "/webhooks", webhook)
            .is(201)
            .id());
  }

  private static String thing(String name) {
    return Objects.requireNonNull(THINGS.get(name));
  }

  private static Map<String, Object> slots(String slot) {
    return Map.of("slotIds", List.of(slot));
  }

  private static String slot(String task) throws Exception {
    return town.stranger().get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
  }

  private static String member(
      Visitor admin, String community, String email, Map<String, Object> what) throws Exception {
    Map<String, Object> entry = new HashMap<>(what);
    entry.put("email", email);
    return admin.post(community + "/memberships", entry).is(201).id();
  }
}
