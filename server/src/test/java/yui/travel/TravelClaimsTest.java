package yui.travel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Visitor;
import yui.applications.Village;
import yui.core.Days;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.ledger.Ledger;

/** Travel claimed with receipts, for one task or several of a stay; and what the desk buys. */
class TravelClaimsTest {
  private static Village village;

  @BeforeAll
  static void open() throws Exception {
    village = Village.open();
  }

  @AfterAll
  static void close() {
    village.close();
  }

  /** Chosen for a task of its own fund, whose travel is paid up to a cap; the application. */
  private static String chosen(String name, int weeks, Map<String, Object> travel)
      throws Exception {
    Map<String, Object> task =
        village.mowing(
            village.group,
            List.of(Village.slot(village.saturday(8).plusSeconds(604_800L * weeks), 3, 9)));
    task.put("title", "草刈り" + weeks);
    task.put("travel", travel);
    return village.coming(name, village.publish(task), 0);
  }

  private static String upTo(String name, int weeks, int cap) throws Exception {
    return chosen(name, weeks, Map.of("policy", "ACTUAL", "capYen", cap));
  }

  private static Visitor.Reply claim(String name, String application, Object body)
      throws Exception {
    return village.resident(name).post("/applications/" + application + "/travel-claims", body);
  }

  static byte[] photo() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }

  static byte[] pdf(int pages, String password) throws Exception {
    try (PDDocument document = new PDDocument()) {
      for (int i = 0; i < pages; i++) document.addPage(new PDPage());
      if (!password.isEmpty()) {
        document.protect(new StandardProtectionPolicy(password, password, new AccessPermission()));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    }
  }

  @Test
  void approve_forThreeTasks_paysEachPartFromItsOwnPromise() throws Exception {
    List<String> work = new ArrayList<>();
    for (int week = 0; week < 3; week++) work.add(upTo("mika", week, 5_000));
    Map<String, Object> body = Map.of("amountYen", 10_000, "applicationIds", work.subList(1, 3));
    JsonNode split =
        village
            .resident("mika")
            .post("/applications/" + work.getFirst() + "/travel-claims?preview=true", body)
            .is(200)
            .body();
    assertEquals(15_000, split.path("capYen").asInt());
    assertEquals(3_334, split.at("/parts/0/partYen").asInt());
    assertEquals(3_333, split.at("/parts/2/partYen").asInt());
    String id = claim("mika", work.getFirst(), body).is(201).id();
    claim("mika", work.get(1), Map.of("amountYen", 1)).refuses(409, "travel_claimed_already");
    village
        .desk()
        .post("/travel-claims/" + id + "/approve", null)
        .refuses(409, "travel_still_to_come");
    afterTheWork(work);
    JsonNode approved =
        village.desk().post("/travel-claims/" + id + "/approve", null).is(200).body();
    assertEquals(10_000, approved.path("grantedYen").asInt());
    // 9,000 of thanks are still promised; what was not granted of the travel went back.
    assertEquals(List.of(9_000L, 10_000L, 0L), village.balance("mika", "JPY"));
    String letter = village.town.letter("mika@tokyo.example", "10,000円の申請に対して、10,000円");
    assertFalse(letter.isEmpty());
    village
        .desk()
        .post("/travel-claims/" + id + "/approve", null)
        .refuses(409, "travel_claim_decided");
  }

  @Test
  void approve_beyondTheCap_paysTheCapAndSaysWhatIsNotCovered() throws Exception {
    String work = upTo("nao", 0, 5_000);
    JsonNode made = claim("nao", work, Map.of("amountYen", 6_200)).is(201).body();
    assertEquals(1_200, made.path("notCoveredYen").asInt());
    Reader desk = village.town.reader().comesIn(Village.DESK);
    String page = "/travel-claims/" + made.path("id").asText();
    desk.get(page).is(200).says("6,200円").says("1,200円").says("領収書がまだありません");
    afterTheWork(List.of(work));
    desk.get(page).is(200).says("まだ記録されていません");
    desk.post(page + "/approve").leadsTo("/communities/" + village.community + "/desk");
    assertEquals(5_000, village.balance("nao", "JPY").get(1));
  }

  @Test
  void returned_keepsWhatWasTypedAndTheReceipts_andIsMended() throws Exception {
    String first = upTo("yumi", 0, 5_000);
    String second = upTo("yumi", 1, 4_000);
    Reader yumi = village.town.reader().comesIn("yumi@tokyo.example");
    String html = yumi.get("/me/travel").is(200).says("草刈り0").says("4,000円まで").html();
    assertTrue(html.contains("multipart/form-data"));
    yumi.postFiles(
            "/me/travel-claims",
            "receipt",
            List.of(photo(), pdf(2, "")),
            "communityId",
            village.community,
            "applicationIds",
            first,
            "amountYen",
            "4620",
            "receipts",
            "磐越西線 往復")
        .is(303);
    String page = draftOf("yumi");
    yumi.get(page).is(200).says("4,620円").says("領収書 1（写真）").says("領収書 2（PDF・2ページ）");
    Reader desk = village.town.reader().comesIn(Village.DESK);
    desk.get(page).is(404);
    yumi.get(page);
    yumi.post(page + "/send").leadsTo("/me/travel");
    desk.get(page).is(200).says("領収書 1（写真）");
    desk.post(page + "/return", "reason", "").is(400).says("入れてください");
    desk.get(page);
    desk.post(page + "/return", "reason", "　").is(400);
    desk.get(page);
    desk.post(page + "/return", "reason", "復路の領収書もお願いします。").is(303);
    String letter = village.town.letter("yumi@tokyo.example", "(?s)復路の領収書もお願いします.*travel-claims");
    assertFalse(letter.isEmpty());
    yumi.get(page).is(200).says("復路の領収書もお願いします").says("磐越西線 往復").says("領収書 1（写真）");
    yumi.postFiles(
            page + "/change",
            "receipt",
            List.of(photo()),
            "applicationIds",
            first,
            "applicationIds",
            second,
            "amountYen",
            "多い")
        .is(400)
        .says("value=\"多い\"");
    yumi.get(page);
    yumi.postFiles(
            page + "/change",
            "receipt",
            List.of(photo()),
            "applicationIds",
            first,
            "applicationIds",
            second,
            "amountYen",
            "7,200円")
        .leadsTo(page);
    yumi.get(page).says("4,000円").says("3,200円").says("領収書 3（写真）");
    yumi.post(page + "/send").leadsTo("/me/travel");
    afterTheWork(List.of(first, second));
    desk.get(page);
    desk.post(page + "/approve").is(303);
    assertEquals(7_200, village.balance("yumi", "JPY").get(1));
    yumi.get(page).is(200).says("承認");
    yumi.post(page + "/send").is(409);
  }

  /** The work is put into the past, and nobody has said who came. */
  private static void afterTheWork(List<String> applications) throws Exception {
    move(
        applications,
        "update slots set starts_at = starts_at - interval '90 days', "
            + "ends_at = ends_at - interval '90 days' where id in "
            + "(select slot_id from application_slots where application_id::text = ?)");
  }

  private static void move(List<String> applications, String sql) throws Exception {
    try (Connection all = village.town.superuser();
        PreparedStatement moved = all.prepareStatement(sql)) {
      for (String application : applications) {
        moved.setString(1, application);
        assertTrue(moved.executeUpdate() > 0);
      }
    }
  }

  @Test
  void approve_ofWhoeverDidNotCome_isRefusedUntilTheRecordIsPutRight() throws Exception {
    JsonNode task = village.mowing(3);
    String work = village.coming("kei", task, 0);
    String id = claim("kei", work, Map.of("amountYen", 4_000)).is(201).id();
    String page = "/travel-claims/" + id;
    village.town.reach(village.saturday(12));
    village.attendance(work, task, Map.of("state", "ABSENT_UNTOLD"), false).is(200);
    village.desk().post(page + "/approve", null).refuses(409, "travel_not_attended");
    Reader desk = village.town.reader().comesIn(Village.DESK);
    desk.get(page).is(200).says("来なかった（連絡なし）");
    desk.post(page + "/approve").is(409).says("来なかったと記録されています");
    assertEquals(0, village.balance("kei", "JPY").get(1));
    village.attendance(work, task, Map.of("state", "ATTENDED"), false).is(200);
    village.desk().post(page + "/approve", null).is(200);
    assertEquals(7_000, village.balance("kei", "JPY").get(1));
  }

  @Test
  void leaveOut_ofWorkNobodyCameTo_letsTheRestBePaid() throws Exception {
    Instant noon = village.saturday(12);
    JsonNode missed = village.mowing(3);
    String first = village.coming("sora", missed, 0);
    String second = upTo("sora", 1, 5_000);
    String id =
        claim("sora", first, Map.of("amountYen", 6_000, "applicationIds", List.of(second)))
            .is(201)
            .id();
    String page = "/travel-claims/" + id;
    village.town.reach(noon);
    afterTheWork(List.of(second));
    village.attendance(first, missed, Map.of("state", "ABSENT_TOLD"), false).is(200);
    Reader desk = village.town.reader().comesIn(Village.DESK);
    desk.get(page).is(200).says("申請から外す");
    desk.post(page + "/leave-out", "application", second).is(409);
    desk.post(page + "/leave-out", "application", first).leadsTo(page);
    desk.post(page + "/approve").is(303);
    assertEquals(5_000, village.balance("sora", "JPY").get(1));
  }

  private static String draftOf(String name) throws Exception {
    for (JsonNode one :
        village.resident(name).get("/me/travel-claims").is(200).body().path("items")) {
      if (one.path("state").asText().equals("DRAFT")) {
        return "/travel-claims/" + one.path("id").asText();
      }
    }
    throw new AssertionError("no draft");
  }

  @Test
  void receipt_thatIsNone_isRefusedInWords() throws Exception {
    String work = upTo("ken", 0, 5_000);
    String id = claim("ken", work, Map.of("amountYen", 100)).is(201).id();
    String path = "/travel-claims/" + id + "/receipts";
    Visitor ken = village.resident("ken");
    byte[] html = "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
    assertCode("receipt_unreadable", ken.upload(path, "receipt", List.of(html)));
    assertCode(
        "receipt_unreadable",
        ken.upload(path, "receipt", List.of("%PDF-1.7 nothing".getBytes(StandardCharsets.UTF_8))));
    assertCode("receipt_locked", ken.upload(path, "receipt", List.of(pdf(1, "secret"))));
    assertCode("receipt_too_many_pages", ken.upload(path, "receipt", List.of(pdf(21, ""))));
    byte[] large = Arrays.copyOf(pdf(1, ""), Paper.MOST_PDF_BYTES + 1);
    assertCode("receipt_too_large", ken.upload(path, "receipt", List.of(large)));
    ken.upload(path, "receipt", Collections.nCopies(20, photo())).refuses(400, "too_many_files");
    ken.upload(path, "other", List.of(photo())).is(400);
    for (int i = 0; i < 10; i++) ken.upload(path, "receipt", List.of(photo())).is(201);
    ken.upload(path, "receipt", List.of(photo())).refuses(409, "receipts_too_many");
    assertEquals(10, ken.get("/travel-claims/" + id).is(200).body().path("files").size());
  }

  private static void assertCode(String code, Visitor.Reply reply) {
    assertEquals(code, reply.is(400).body().at("/errors/0/code").asText());
    assertEquals("/receipt", reply.body().at("/errors/0/pointer").asText());
  }

  @Test
  void receipt_isSeenByTheClaimantTheOfficialDeskAndTheAuditorAlone() throws Exception {
    String work = upTo("aya", 0, 5_000);
    String id = claim("aya", work, Map.of("amountYen", 100)).is(201).id();
    Visitor aya = village.resident("aya");
    String path = "/travel-claims/" + id + "/receipts";
    String photo = fileOf(aya.upload(path, "receipt", List.of(photo())), 0);
    String pdf = fileOf(aya.upload(path, "receipt", List.of(pdf(1, ""))), 1);
    Visitor.Reply mine = aya.get("/travel-receipts/" + pdf).is(200);
    assertEquals(List.of("application/pdf"), mine.headers().get("content-type"));
    assertEquals(List.of("nosniff"), mine.headers().get("x-content-type-options"));
    assertTrue(mine.headers().get("content-disposition").getFirst().startsWith("attachment"));
    Visitor.Reply look = village.desk().get("/travel-receipts/" + photo).is(200);
    assertEquals(List.of("image/jpeg"), look.headers().get("content-type"));
    village.ward().get("/travel-receipts/" + photo).is(403);
    village.resident("other").get("/travel-receipts/" + photo).is(404);
    village.resident("other").get("/travel-claims/" + id).is(404);
    claim("other", work, Map.of("amountYen", 1)).is(404);
    try (Connection all = village.town.superuser();
        ResultSet seen =
            all.createStatement()
                .executeQuery(
                    "select count(*) from audit_log where deed = 'travel_receipt_seen'")) {
      seen.next();
      assertEquals(1, seen.getInt(1), "the desk's look is kept, one's own is not");
    }
  }

  private static String fileOf(Visitor.Reply reply, int place) {
    return reply.is(201).body().at("/files/" + place + "/id").asText();
  }

  @Test
  void forget_afterTheYears_erasesReceiptsAndDraftsThatNobodySent() throws Exception {
    Visitor mio = village.resident("mio");
    String id = claim("mio", upTo("mio", 0, 5_000), Map.of("amountYen", 100)).is(201).id();
    String path = "/travel-claims/" + id;
    mio.upload(path + "/receipts", "receipt", List.of(photo())).is(201);
    Map<String, Object> unsent = Map.of("amountYen", 100, "draft", true);
    String draft = claim("mio", upTo("mio", 1, 5_000), unsent).is(201).id();
    LocalDate today = Days.of(village.town.now());
    forget(today.plusYears(5));
    assertEquals(1, mio.get(path).is(200).body().path("files").size(), "kept to the last day");
    mio.get("/travel-claims/" + draft).is(404);
    forget(today.plusYears(5).plusDays(1));
    assertEquals(0, mio.get(path).is(200).body().path("files").size());
  }

  private static void forget(LocalDate day) {
    onAnotherDay(day, tx -> ClaimStore.forget(tx, Days.of(tx.now())));
  }

  /** The job of another server on the town's database, on another day. */
  private static void onAnotherDay(LocalDate day, Function<Tx, Integer> job) {
    Vertx vertx = Vertx.vertx();
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .connectingTo(village.town.app())
            .using(vertx)
            .build();
    Instant then = Days.startOf(day);
    new Database(pool, () -> then).write(Scope.ofSystem(), job);
    pool.close().await();
    vertx.close().await();
  }

  @Test
  void claim_afterItsTime_saysUntilWhenItWas() throws Exception {
    String work = upTo("hana", 0, 5_000);
    String off = upTo("hana", 1, 5_000);
    village.verb(village.resident("hana"), off, "withdraw").is(200);
    onAnotherDay(Days.of(village.town.now()).plusDays(120), tx -> new Ledger().expire(tx, 1000));
    Visitor.Reply late = claim("hana", work, Map.of("amountYen", 100));
    late.refuses(409, "travel_claim_too_late");
    assertTrue(late.body().path("detail").asText().matches(".*\\d+月\\d+日（.）.*"));
    claim("hana", off, Map.of("amountYen", 100)).refuses(409, "travel_not_offered");
  }

  @Test
  void claim_ofWhatIsNoAmount_isRefused() throws Exception {
    String work = upTo("rin", 0, 5_000);
    for (Object bad : List.of(0, -1, 1.5, "千円", 1e15, "")) {
      claim("rin", work, Map.of("amountYen", bad)).is(400);
    }
    claim("rin", work, Map.of("amountYen", 1, "applicationIds", List.of("x"))).is(400);
    String fixed = chosen("rin", 1, Map.of("policy", "FIXED", "amountYen", 800));
    claim("rin", fixed, Map.of("amountYen", 1)).refuses(409, "travel_not_offered");
    claim("rin", work, Map.of("amountYen", 1, "applicationIds", List.of(fixed)))
        .refuses(409, "travel_not_offered");
  }

  @Test
  void buy_byTheDesk_isGivenAtOnceAndInNoSettlement() throws Exception {
    Map<String, Object> direct = Map.of("policy", "ACTUAL", "capYen", 10_000, "paidDirectly", true);
    String work = chosen("sho", 0, direct);
    claim("sho", work, Map.of("amountYen", 1)).refuses(409, "travel_bought_for_you");
    String path = "/applications/" + work + "/travel-purchases";
    Map<String, Object> bus = Map.of("amountYen", 7_000, "what", "高速バス 往復");
    village.ward().post(path, bus).is(403);
    village.desk().post(path, bus).is(201);
    village
        .desk()
        .post(path, Map.of("amountYen", 3_001, "what", "タクシー"))
        .refuses(409, "travel_beyond_promise");
    assertEquals(List.of(6_000L, 0L, 7_000L), village.balance("sho", "JPY"));
    Reader desk = village.town.reader().comesIn(Village.DESK);
    desk.get(path).is(200).says("3,000円").says("高速バス 往復");
    desk.post(path, "amountYen", "-5", "what", "タクシー").is(400);
    desk.get(path);
    desk.post(path, "amountYen", "３，０００", "what", "タクシー").leadsTo(path);
    village.desk().post(path, bus).refuses(409, "travel_not_promised");
    assertEquals(List.of(3_000L, 0L, 10_000L), village.balance("sho", "JPY"));
    Reader sho = village.town.reader().comesIn("sho@tokyo.example");
    sho.get("/me/travel").is(200).says("地域が買ったもの").says("タクシー");
    sho.get("/me/ledger").is(200).says("交通費（地域が買ったもの）");
    String tae = upTo("tae", 1, 5_000);
    String claim = claim("tae", tae, Map.of("amountYen", 100)).is(201).id();
    afterTheWork(List.of(tae));
    village.desk().post("/travel-claims/" + claim + "/approve", null).is(200);
    String settlements = "/communities/" + village.community + "/settlements";
    String until = Days.of(village.town.now()).toString();
    JsonNode run =
        village.desk().post(settlements, Map.of("kind", "CASH", "until", until)).is(201).body();
    List<String> names = new ArrayList<>();
    run.path("lines").forEach(line -> names.add(line.path("name").asText()));
    assertTrue(names.contains("tae"), "what was claimed and granted is settled: " + names);
    assertFalse(names.contains("sho"), "what was bought is in no settlement: " + names);
    try (Connection all = village.town.superuser()) {
      all.createStatement().execute("set yui.system = 'on'");
      try (ResultSet found =
          all.createStatement()
              .executeQuery("select count(*) from verify_ledger('" + village.community + "')")) {
        found.next();
        assertEquals(0, found.getInt(1));
      }
    }
  }
}
