package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;

/** The ledger's words: accounts, causes, what a transfer is about, what the database is asked. */
class WordsOfTheBooksTest {
  private static final UUID ID = UUID.fromString("0197f0e0-0000-7000-8000-000000000001");
  private static final PersonId MIKA = new PersonId(ID);
  private static final CommunityId TOWN = new CommunityId(Ids.next());
  private static final Instant DAY = Instant.parse("2026-12-05T00:00:00Z");
  private static final About WHOLE =
      new About(
          Ids.next(),
          Ids.next(),
          Ids.next(),
          3,
          Ids.next(),
          Ids.next(),
          Ids.next(),
          Ids.next(),
          Ids.next(),
          "rain",
          LocalDate.parse("2026-11-30"),
          "LECTURE");

  @Test
  void accounts_inJournals_areNamedByKindAndOpaqueId() {
    assertEquals("fund:" + ID, Account.fund(new FundId(ID)).name());
    assertEquals("group:" + ID, Account.group(new GroupId(ID)).name());
    assertEquals("owed:person:" + ID, Account.owed(MIKA).name());
    assertEquals("given:person:" + ID, Account.given(MIKA).name());
    assertEquals("withheld:" + ID, Account.withheld(new CommunityId(ID)).name());
    assertTrue(Account.group(new GroupId(ID)).isGroup());
    assertFalse(Account.fund(new FundId(ID)).isGroup());
  }

  @Test
  void causes_theSameWords_areTheSameTransfer() {
    assertEquals(
        Cause.of("promise", ID, 1).transfer(), new Cause("promise/" + ID + "/1").transfer());
    assertNotEquals(Cause.of("promise", ID, 1).transfer(), Cause.of("promise", ID, 2).transfer());
    // Written into every database there is: another namespace would pay everything twice.
    assertEquals(
        "0fbfbcdf-82f9-5fbd-9114-658def3c3bcc", Cause.of("promise", ID, 1).transfer().toString());
  }

  @Test
  void codes_inWords_areReadAgain() {
    for (Code code : Code.values()) assertEquals(code, Code.of(code.word()));
    assertEquals("hand_over", Code.HAND_OVER.word());
  }

  @Test
  void about_wordByWord_changesThatOneAlone() throws Exception {
    UUID other = Ids.next();
    LocalDate day = LocalDate.parse("2026-12-24");
    Map<String, UnaryOperator<About>> verbs =
        Map.of(
            "promiseId", about -> about.corrects(new TransferId(other)),
            "claimId", about -> about.claim(other),
            "handOverId", about -> about.handOver(other),
            "substitutionId", about -> about.instead(other),
            "reason", about -> about.because("snow"),
            "sort", about -> about.sort("THANKS"),
            "happenedOn", about -> about.on(day));
    for (Map.Entry<String, UnaryOperator<About>> verb : verbs.entrySet()) {
      Set<String> changed = new TreeSet<>();
      About after = verb.getValue().apply(WHOLE);
      for (RecordComponent part : About.class.getRecordComponents()) {
        Object before = part.getAccessor().invoke(WHOLE);
        if (!before.equals(part.getAccessor().invoke(after))) changed.add(part.getName());
      }
      assertEquals(Set.of(verb.getKey()), changed);
    }
    assertEquals(other, WHOLE.claim(other).claimId());
    assertEquals(day, WHOLE.on(day).happenedOn());
  }

  @Test
  void about_asJson_isReadAgainAndLeavesOutWhatIsNot() {
    assertEquals(WHOLE, About.of(new JsonObject(WHOLE.json().encode())));
    assertEquals(12, WHOLE.json().size());
    assertEquals(new JsonObject(), About.NOTHING.json());
    assertEquals(About.NOTHING, About.of(new JsonObject()));
    About work = About.application(ID, null, WHOLE.groupId(), 2);
    assertEquals(Set.of("applicationId", "groupId", "line"), work.json().fieldNames());
    assertEquals(Set.of("settlementId"), About.settlement(ID).json().fieldNames());
  }

  @Test
  void move_asItIsAsked_namesBothSides() {
    Account from = Account.fund(new FundId(Ids.next()));
    Account to = Account.owed(MIKA);
    TransferId id = Cause.of("a").transfer();
    Event.Move move =
        new Event.Move(
            true, id, TOWN, Code.PROMISE, Purpose.TRAVEL, from, to, "JPY", 3000, WHOLE, DAY, null);
    Map<String, Object> asked = new TreeMap<>(move.json().getMap());
    assertEquals(WHOLE.json(), asked.remove("about"));
    assertEquals(
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("id", id.toString()),
                Map.entry("kind", "PENDING"),
                Map.entry("community_id", TOWN.toString()),
                Map.entry("code", "promise"),
                Map.entry("purpose", "TRAVEL"),
                Map.entry("debit_kind", "FUND"),
                Map.entry("debit_owner", from.owner().toString()),
                Map.entry("credit_kind", "OWED"),
                Map.entry("credit_owner", ID.toString()),
                Map.entry("unit", "JPY"),
                Map.entry("amount", 3000L),
                Map.entry("happened_at", "2026-12-05T00:00:00Z"))),
        asked);
    JsonObject direct =
        new Event.Move(
                false, id, TOWN, Code.GIFT, Purpose.THANKS, from, to, "JPY", 1, WHOLE, DAY, DAY)
            .json();
    assertEquals("DIRECT", direct.getString("kind"));
    assertEquals("2026-12-05T00:00:00Z", direct.getString("expires_at"));
  }

  @Test
  void resolutions_asTheyAreAsked_nameTheirPromise() {
    TransferId id = Cause.of("b").transfer();
    TransferId promise = Cause.of("a").transfer();
    JsonObject posted =
        new Event.Post(id, TOWN, promise, Code.EARN, 2500, About.NOTHING, DAY).json();
    JsonObject expected =
        new JsonObject()
            .put("id", id.toString())
            .put("kind", "POST_PENDING")
            .put("community_id", TOWN.toString())
            .put("pending_id", promise.toString())
            .put("code", "earn")
            .put("about", new JsonObject())
            .put("happened_at", "2026-12-05T00:00:00Z")
            .put("amount", 2500L);
    assertEquals(expected, posted);
    JsonObject gone = new Event.Void(id, TOWN, promise, Code.VOID, About.NOTHING, DAY).json();
    expected.put("kind", "VOID_PENDING").put("code", "void").remove("amount");
    assertEquals(expected, gone);
  }

  @Test
  void kept_ofAPromise_isEarnedLessWhatWentBack() {
    Promised promised =
        new Promised(
            Cause.of("a").transfer(),
            TOWN,
            Account.owed(MIKA),
            MIKA,
            Purpose.THANKS,
            "RICE_G",
            3000,
            2500,
            800,
            Promised.State.POSTED,
            0,
            About.NOTHING,
            null);
    assertEquals(1700, promised.kept());
  }

  @Test
  void left_ofALine_isEarnedLessWhatWasHandedOver() {
    OwedLine line =
        new OwedLine(
            ID, ID, "稲刈り", TOWN, new GroupId(ID), MIKA, 0, "MEAL", Account.owed(MIKA), 5, 3);
    assertEquals(2, line.left());
  }

  @Test
  void fund_atItsSoftLimit_warnsOnlyBeyond() {
    assertFalse(fund(1000L, 600, 400).isSoftPassed());
    assertTrue(fund(1000L, 600, 401).isSoftPassed());
    assertTrue(fund(1000L, 1001, 0).isSoftPassed());
    assertFalse(fund(null, 600, 400_000).isSoftPassed());
  }

  private static Fund fund(Long soft, long promised, long spent) {
    return new Fund(
        new FundId(ID),
        TOWN,
        "一般",
        "",
        Fund.Source.CITY,
        "",
        "JPY",
        null,
        soft,
        null,
        null,
        promised,
        spent,
        null,
        null);
  }

  @Test
  void tax_keptBack_isAPartBelowTheLimitAndAnotherAbove() {
    Withholding shipped = new Withholding(Set.of("LECTURE"), true, 1021, 1_000_000, 2042, null);
    assertEquals(0, shipped.of(0));
    assertEquals(0, shipped.of(-5000));
    assertEquals(0, shipped.of(9));
    assertEquals(1, shipped.of(10));
    assertEquals(1021, shipped.of(10_000));
    assertEquals(3063, shipped.of(30_000));
    assertEquals(1260, shipped.of(12_345));
    assertEquals(102_100, shipped.of(1_000_000));
    // 102,100 and 20.42 % of 1, of 5, of 123,456.
    assertEquals(102_100, shipped.of(1_000_001));
    assertEquals(102_101, shipped.of(1_000_005));
    assertEquals(127_309, shipped.of(1_123_456));
    assertEquals(941_706_284_962_770_509L, shipped.of(1L << 62));
  }

  @Test
  void tax_asItIsKept_namesItsRule() {
    assertEquals(
        JsonObject.of(
            "engagements",
            new JsonArray().add("CONTRACT").add("LECTURE"),
            "withTravel",
            true,
            "basisPoints",
            1021,
            "limitYen",
            1_000_000L,
            "aboveBasisPoints",
            2042),
        new Withholding(Set.of("LECTURE", "CONTRACT"), true, 1021, 1_000_000, 2042, null).json());
  }

  @Test
  void pickUpCodes_ofManyPeople_differAndAreReadAsTheyAreTyped() {
    Set<String> codes =
        IntStream.range(0, 2000)
            .mapToObj(i -> PickUpCode.of(new PersonId(new UUID(7, i))))
            .collect(Collectors.toSet());
    assertEquals(2000, codes.size());
    for (String code : codes) assertTrue(code.matches("[A-HJKMNP-Z2-9]{8}"), code);
    String spoken = PickUpCode.spoken(MIKA);
    assertTrue(spoken.matches("[A-Z2-9]{4}-[A-Z2-9]{4}"), spoken);
    assertEquals(PickUpCode.of(MIKA), PickUpCode.typed(spoken));
    assertEquals("K7QP3M2X", PickUpCode.typed(" ｋ７ｑｐ ー 3m2x"));
    assertNull(About.NOTHING.sort());
  }
}
