package yui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import yui.core.Days;
import yui.web.Json;

/**
 * Plays the demo town's story through the front door: everybody logs in with a code from the
 * mailbox and does what {@code demo/town.yaml} says, each deed at its own time. Played once; at
 * later starts only what lies ahead is filled up, and what people did stays.
 */
final class DemoTown {
  private static final Duration PAINTED = Duration.ofDays(7 * 26 - 1);
  private static final String DESK = "desk@nishiaizu.example";
  private static final String TREASURER = "treasurer@nishiaizu.example";

  private record Deed(Instant at, Act act) {}

  /** Something somebody does over HTTP. */
  private interface Act {
    void play() throws IOException, InterruptedException;
  }

  private final JsonNode story;
  private final DemoClock clock;
  private final DemoPeople people;
  private final Path played;
  private final Consumer<String> progress;
  private final Map<String, String> ids = new HashMap<>();
  private final List<Deed> deeds = new ArrayList<>();
  private final Instant now;
  private final LocalDate today;

  DemoTown(String url, DemoClock clock, Path data, Consumer<String> progress) throws IOException {
    this.clock = clock;
    this.people = new DemoPeople(url);
    this.played = data.resolve("demo-town.json");
    this.progress = progress;
    this.now = clock.instant();
    this.today = Days.of(now);
    this.story = DemoLogins.story();
  }

  /** Who can log in, with what they are, in the story's order. */
  static List<String> logins() throws IOException {
    JsonNode story = DemoLogins.story();
    List<String> lines = new ArrayList<>();
    lines.add("admin@yui.example  ADMIN");
    for (JsonNode community : story.path("communities")) {
      for (JsonNode member : community.path("members")) {
        lines.add(
            "%s  %s %s %s"
                .formatted(
                    member.path("email").asText(),
                    member.path("role").asText(),
                    community.path("name").asText(),
                    member.path("desk").asText()));
      }
    }
    List<JsonNode> residents = new ArrayList<>();
    story.path("residents").forEach(residents::add);
    lines.add(
        "%s … %s  dual residents"
            .formatted(
                residents.getFirst().path("email").asText(),
                residents.getLast().path("email").asText()));
    return lines;
  }

  void play() throws IOException, InterruptedException {
    if (Files.exists(played)) {
      fillUp();
    } else {
      playAll();
    }
    remember();
  }

  private void playAll() throws IOException, InterruptedException {
    progress.accept("people come in");
    people.comeIn(emails());
    progress.accept("communities open");
    for (JsonNode community : story.path("communities")) openCommunity(community);
    for (JsonNode resident : story.path("residents")) {
      settleIn(resident);
      paint(resident, today, today.plusDays(PAINTED.toDays()));
    }
    for (JsonNode need : story.path("needs")) tellNeed(need);
    for (JsonNode task : story.path("tasks")) tell(task, first(task));
    for (JsonNode day : story.path("workDays")) {
      deeds.add(new Deed(at(day.path("posted").asText(), "11:00"), () -> workDay(day)));
    }
    for (JsonNode pledge : story.path("pledges")) {
      deeds.add(new Deed(at(pledge.path("written").asText(), "08:00"), () -> pledge(pledge)));
      deeds.add(new Deed(now.minus(Duration.ofHours(6)), () -> tie(pledge)));
    }
    deeds.add(new Deed(now.minus(Duration.ofHours(5)), this::exchange));
    deeds.add(new Deed(now.minus(Duration.ofHours(30)), this::plan));
    deeds.add(new Deed(at("sat-5", "18:00").plus(Duration.ofDays(2)), this::settleTheSeason));
    progress.accept("a season passes");
    playDeeds();
  }

  /** What lies ahead must always be there: open tasks whose days have passed are posted again. */
  private void fillUp() throws IOException, InterruptedException {
    JsonNode before = Json.MAPPER.readTree(Files.readString(played));
    before.path("ids").properties().forEach(e -> ids.put(e.getKey(), e.getValue().asText()));
    LocalDate painted = LocalDate.parse(before.path("paintedUntil").asText());
    LocalDate until = today.plusDays(PAINTED.toDays());
    boolean somethingMissing = false;
    people.comeIn(emails());
    for (JsonNode resident : story.path("residents")) {
      LocalDate from = painted.plusDays(1).isAfter(today) ? painted.plusDays(1) : today;
      if (from.isBefore(until)) paint(resident, from, until);
    }
    for (JsonNode day : story.path("workDays")) {
      String held = ids.get("workDay/" + day.path("title").asText());
      if (held == null || !LocalDate.parse(held).isAfter(today)) workDay(day);
    }
    for (JsonNode task : story.path("tasks")) {
      if (!task.path("open").asBoolean() || isThere(task)) continue;
      if (!somethingMissing) progress.accept("new work is posted");
      somethingMissing = true;
      // Time stands where the demonstration has put it; choosing is left to whoever tries it.
      post(task);
      for (JsonNode application : task.path("applications")) apply(task, application);
    }
  }

  private void tellNeed(JsonNode need) {
    String path = "/communities/" + id(need, "community") + "/needs";
    String key = "need/" + need.path("words").asText();
    deeds.add(
        new Deed(
            at(need.path("day").asText(), "09:30"),
            () -> {
              DemoPeople.Somebody teller = people.as(need.path("by").asText());
              ids.put(key, teller.post(path, pick(need, "words", "place")).path("id").asText());
            }));
    JsonNode answer = need.path("answer");
    if (answer.isMissingNode()) return;
    deeds.add(
        new Deed(
            at(answer.path("day").asText(), "14:00"),
            () ->
                people
                    .as(answer.path("by").asText())
                    .post("/needs/" + ids.get(key) + "/answer", pick(answer, "words"))));
  }

  private void workDay(JsonNode day) throws IOException, InterruptedException {
    DemoPeople.Somebody host = people.as(day.path("by").asText());
    ObjectNode entry =
        pick(
            day,
            "title",
            "words",
            "place",
            "bring",
            "hardParts",
            "insurance",
            "onCall",
            "rewards",
            "jobs");
    String community = day.path("community").asText();
    entry.put("groupId", ids.get(community + "/" + day.path("group").asText()));
    LocalDate held = Days.of(at(day.path("day").asText(), "08:00"));
    entry.put("day", held.toString());
    JsonNode made = host.post("/communities/" + ids.get(community) + "/work-days", entry);
    String path = "/work-days/" + made.path("id").asText();
    host.post(path + "/publish", null);
    for (JsonNode walkIn : day.path("walkIns")) {
      ObjectNode who = pick(walkIn, "name", "heads");
      who.set("taskId", made.at("/jobs/" + walkIn.path("job").asInt() + "/id"));
      host.post(path + "/walk-ins", who);
    }
    ids.put("workDay/" + day.path("title").asText(), held.toString());
  }

  private static String key(JsonNode pledge, String of) {
    return "pledge/" + pledge.path("community").asText() + "/" + of;
  }

  private void pledge(JsonNode pledge) throws IOException, InterruptedException {
    ObjectNode entry = pick(pledge, "unit", "quantity", "name", "place", "hours", "note");
    String community = pledge.path("community").asText();
    entry.put("groupId", ids.get(community + "/" + pledge.path("group").asText()));
    pledge
        .path("days")
        .properties()
        .forEach(
            day ->
                entry.put(day.getKey(), Days.of(at(day.getValue().asText(), "09:00")).toString()));
    String path = "/communities/" + ids.get(community) + "/pledges";
    ids.put(
        key(pledge, pledge.path("name").asText()),
        people.as(pledge.path("by").asText()).post(path, entry).path("id").asText());
  }

  private void tie(JsonNode pledge) throws IOException, InterruptedException {
    String path = "/pledges/" + ids.get(key(pledge, pledge.path("name").asText())) + "/lines";
    for (JsonNode line : pledge.path("lines")) {
      ObjectNode entry = Json.MAPPER.createObjectNode();
      entry.put("taskId", ids.get("task/" + line.path("task").asText()));
      entry.put("rewardLine", line.path("line").asInt());
      people.as(pledge.path("by").asText()).post(path, entry);
    }
  }

  /** Something else for what is owed, and what some cannot eat. */
  private void exchange() throws IOException, InterruptedException {
    for (JsonNode one : story.path("substitutions")) {
      String application =
          ids.get("task/" + one.path("task").asText() + "/" + one.path("resident").asText());
      people
          .as(one.path("by").asText())
          .post(
              "/applications/" + application + "/substitutions",
              pick(one, "rewardLine", "newUnit", "newQuantity", "reason"));
    }
    for (JsonNode told : story.path("food")) {
      people.as(told.path("by").asText()).put("/me/food-needs", pick(told, "words"));
    }
  }

  /** What is kept to begin from, and what comes again. */
  private void plan() throws IOException, InterruptedException {
    for (JsonNode template : story.path("templates")) {
      DemoPeople.Somebody host = people.as(template.path("by").asText());
      String task = ids.getOrDefault("task/" + template.path("of").asText(), "");
      JsonNode of = host.get("/tasks/" + task);
      ObjectNode entry = pick(template, "name");
      entry.put("taskId", task).set("groupId", of.path("groupId"));
      host.post("/communities/" + of.path("communityId").asText() + "/templates", entry);
    }
    for (JsonNode series : story.path("series")) {
      ObjectNode entry = pick(series, "rule");
      entry.put("from", Days.of(at(series.path("from").asText(), "09:00")).toString());
      String task = ids.getOrDefault("task/" + series.path("of").asText(), "");
      people.as(series.path("by").asText()).post("/tasks/" + task + "/series", entry);
    }
  }

  private boolean isThere(JsonNode task) throws IOException, InterruptedException {
    String id = ids.get("task/" + task.path("title").asText());
    if (id == null) return false;
    JsonNode posted = people.as(task.path("by").asText()).get("/tasks/" + id);
    if (!posted.path("state").asText().equals("OPEN")) return false;
    if (posted.has("applyUntil") && instant(posted.path("applyUntil")).isAfter(now)) return true;
    for (JsonNode slot : posted.path("slots")) {
      if (instant(slot.path("startsAt")).isAfter(now)) return true;
    }
    return false;
  }

  private static Instant instant(JsonNode text) {
    return OffsetDateTime.parse(text.asText()).toInstant();
  }

  private void playDeeds() throws IOException, InterruptedException {
    deeds.sort(Comparator.comparing(Deed::at));
    try {
      for (Deed deed : deeds) {
        clock.travel(deed.at());
        deed.act().play();
      }
    } finally {
      clock.travel(now);
    }
  }

  private void remember() throws IOException {
    ObjectNode kept = Json.MAPPER.createObjectNode();
    kept.put("paintedUntil", today.plusDays(PAINTED.toDays()).toString());
    ids.forEach(kept.putObject("ids")::put);
    Files.writeString(played, kept.toString());
  }

  private List<String> emails() {
    List<String> emails = new ArrayList<>();
    emails.add("admin@yui.example");
    for (JsonNode community : story.path("communities")) {
      community.path("members").forEach(member -> emails.add(member.path("email").asText()));
    }
    story.path("residents").forEach(resident -> emails.add(resident.path("email").asText()));
    return emails;
  }

  private void openCommunity(JsonNode community) throws IOException, InterruptedException {
    DemoPeople.Somebody admin = people.as("admin@yui.example");
    ObjectNode entry =
        pick(
            community,
            "code",
            "name",
            "nameEn",
            "lat",
            "lon",
            "about",
            "officeName",
            "officePhone",
            "reviewsTasks");
    String key = community.path("key").asText();
    String id = admin.post("/communities", entry).path("id").asText();
    ids.put(key, id);
    for (JsonNode group : community.path("groups")) {
      ids.put(
          key + "/" + group.path("key").asText(),
          admin
              .post("/communities/" + id + "/groups", pick(group, "name", "about"))
              .path("id")
              .asText());
    }
    for (JsonNode member : community.path("members")) {
      ObjectNode entryOfMember = pick(member, "email", "role", "desk");
      if (member.has("group")) {
        entryOfMember.put("groupId", ids.get(key + "/" + member.path("group").asText()));
      }
      admin.post("/communities/" + id + "/memberships", entryOfMember);
      people.as(member.path("email").asText()).patch("/me", pick(member, "name"));
    }
    DemoPeople.Somebody desk = people.as(community.at("/members/0/email").asText());
    for (JsonNode fund : community.path("funds")) {
      ids.put(
          key + "/fund/" + fund.path("key").asText(),
          desk.post(
                  "/communities/" + id + "/funds",
                  pick(fund, "name", "budgetLine", "source", "sourceName", "limit", "softLimit"))
              .path("id")
              .asText());
    }
    for (JsonNode rule : community.path("rules")) {
      ObjectNode decided = pick(rule, "rule", "value", "source");
      desk.post("/communities/" + id + "/rules", decided.put("from", today.toString()));
    }
  }

  private void settleIn(JsonNode resident) throws IOException, InterruptedException {
    DemoPeople.Somebody somebody = people.as(resident.path("email").asText());
    somebody.patch("/me", pick(resident, "name"));
    ObjectNode profile = resident.path("profile").deepCopy();
    for (JsonNode base : profile.path("bases")) {
      JsonNode community = ((ObjectNode) base).remove("community");
      if (community != null) ((ObjectNode) base).put("communityId", ids.get(community.asText()));
    }
    somebody.put("/me/resident", profile);
  }

  private void paint(JsonNode resident, LocalDate from, LocalDate to)
      throws IOException, InterruptedException {
    String free = resident.path("free").asText();
    ArrayNode halfDays = Json.MAPPER.createArrayNode();
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      boolean wanted =
          switch (free) {
            case "everyday" -> true;
            case "saturdays" -> day.getDayOfWeek() == DayOfWeek.SATURDAY;
            case "sundays" -> day.getDayOfWeek() == DayOfWeek.SUNDAY;
            default -> day.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue();
          };
      if (wanted) halfDays.add(day + ".AM").add(day + ".PM");
    }
    ObjectNode window = Json.MAPPER.createObjectNode();
    window.put("from", from.toString()).put("to", to.toString()).set("halfDays", halfDays);
    people.as(resident.path("email").asText()).put("/me/resident/availability", window);
  }

  private Instant first(JsonNode task) {
    return at(task.path("posted").asText(), "10:00");
  }

  /** Puts a task's whole life into the deeds, as far as the story tells it. */
  private void tell(JsonNode task, Instant posted) {
    String key = key(task);
    DemoPeople.Somebody host = people.as(task.path("by").asText());
    deeds.add(new Deed(posted, () -> post(task)));
    int number = 0;
    for (JsonNode application : task.path("applications")) {
      number++;
      if (application.has("came")) came(task, key, application, posted, number);
      else waits(task, key, application, number);
    }
    switch (task.path("then").asText()) {
      case "cancel" ->
          deeds.add(
              new Deed(
                  posted.plus(Duration.ofDays(2)),
                  () -> host.post("/tasks/" + ids.get(key) + "/cancel", pick(task, "reason"))));
      case "close" ->
          deeds.add(
              new Deed(
                  posted.plus(Duration.ofDays(3)),
                  () -> host.post("/tasks/" + ids.get(key) + "/close", null)));
      default -> {}
    }
  }

  /** An application of the past: chosen, confirmed, and what became of it on the day. */
  private void came(JsonNode task, String key, JsonNode application, Instant posted, int number) {
    String id = key + "/" + application.path("by").asText();
    Instant applied = posted.plus(Duration.ofHours(6)).plusSeconds(60L * number);
    Instant over = at(task.at("/slots/0/day").asText(), task.at("/slots/0/to").asText());
    DemoPeople.Somebody host = people.as(task.path("by").asText());
    DemoPeople.Somebody resident = people.as(application.path("by").asText());
    deeds.add(new Deed(applied, () -> apply(task, application)));
    deeds.add(
        new Deed(
            applied.plus(Duration.ofDays(1)),
            () -> host.post("/applications/" + ids.get(id) + "/select", null)));
    deeds.add(
        new Deed(
            applied.plus(Duration.ofHours(26)),
            () -> resident.post("/applications/" + ids.get(id) + "/confirm", null)));
    deeds.add(
        new Deed(
            over.plus(Duration.ofHours(2)).plusSeconds(60L * number),
            () -> {
              ObjectNode entry = Json.MAPPER.createObjectNode();
              entry.put("state", application.path("came").asText());
              if (application.has("note")) entry.put("note", application.path("note").asText());
              host.put(
                  "/applications/" + ids.get(id) + "/attendance/" + ids.get(key + "/slot"), entry);
            }));
    if (application.has("claim")) {
      deeds.add(
          new Deed(
              over.plus(Duration.ofDays(2)),
              () -> claim(resident, ids.getOrDefault(id, ""), application.path("claim"))));
    }
    if (!application.path("handOver").asBoolean()) return;
    deeds.add(
        new Deed(
            over.plus(Duration.ofHours(3)).plusSeconds(60L * number),
            () -> handOver(task, ids.getOrDefault(id, ""), host, resident)));
  }

  /** Travel money with its receipt; the desk has not looked at it yet. */
  private static void claim(DemoPeople.Somebody resident, String application, JsonNode claim)
      throws IOException, InterruptedException {
    String id =
        resident.post("/applications/" + application + "/travel-claims", claim).path("id").asText();
    try (InputStream receipt = DemoTown.class.getResourceAsStream("/demo/receipt.jpg")) {
      resident.send(
          "/travel-claims/" + id + "/receipts",
          "receipt",
          Objects.requireNonNull(receipt).readAllBytes());
    }
  }

  private void handOver(
      JsonNode task, String application, DemoPeople.Somebody host, DemoPeople.Somebody resident)
      throws IOException, InterruptedException {
    JsonNode of = host.get("/applications/" + application);
    long heads = 1 + of.path("companions").size();
    int line = 0;
    for (JsonNode reward : task.path("rewards")) {
      line++;
      if (reward.path("kind").asText().equals("CASH")) continue;
      long each =
          reward.path("kind").asText().equals("MEAL")
              ? reward.path("count").asLong()
              : reward.path("quantity").asLong()
                  * (reward.path("unit").asText().equals("kg") ? 1000 : 1);
      ObjectNode entry = Json.MAPPER.createObjectNode();
      entry.put("applicationId", application).put("rewardLine", line).put("quantity", each * heads);
      String id = host.post("/hand-overs", entry).path("id").asText();
      resident.post("/hand-overs/" + id + "/receipt", null);
    }
  }

  /** An application of these days, as far as it has come. */
  private void waits(JsonNode task, String key, JsonNode application, int number) {
    String id = key + "/" + application.path("by").asText();
    String until = application.path("until").asText();
    DemoPeople.Somebody host = people.as(task.path("by").asText());
    Instant applied = now.minus(Duration.ofHours(20)).plusSeconds(60L * number);
    deeds.add(new Deed(applied, () -> apply(task, application)));
    if (until.equals("APPLIED")) return;
    deeds.add(
        new Deed(
            now.minus(Duration.ofHours(3)),
            () -> host.post("/applications/" + ids.get(id) + "/select", null)));
    if (until.equals("SELECTED")) return;
    deeds.add(
        new Deed(
            now.minus(Duration.ofHours(2)),
            () ->
                people
                    .as(application.path("by").asText())
                    .post("/applications/" + ids.get(id) + "/confirm", null)));
  }

  private static String key(JsonNode task) {
    return "task/" + task.path("title").asText();
  }

  private void post(JsonNode task) throws IOException, InterruptedException {
    DemoPeople.Somebody host = people.as(task.path("by").asText());
    String path = "/communities/" + id(task, "community") + "/tasks";
    String made = host.post(path, entry(task)).path("id").asText();
    ids.put(key(task), made);
    if (!task.path("then").asText().equals("draft")) {
      host.post("/tasks/" + made + "/publish", null);
    }
  }

  private void apply(JsonNode task, JsonNode application) throws IOException, InterruptedException {
    DemoPeople.Somebody resident = people.as(application.path("by").asText());
    String path = "/tasks/" + ids.get(key(task));
    JsonNode slots = resident.get(path).path("slots");
    ids.put(key(task) + "/slot", slots.path(0).path("id").asText());
    ObjectNode entry = pick(application, "message", "companions");
    ArrayNode chosen = entry.putArray("slotIds");
    for (JsonNode slot : slots) chosen.add(slot.path("id").asText());
    ids.put(
        key(task) + "/" + application.path("by").asText(),
        resident.post(path + "/applications", entry).path("id").asText());
  }

  private void settleTheSeason() throws IOException, InterruptedException {
    DemoPeople.Somebody desk = people.as(DESK);
    DemoPeople.Somebody treasurer = people.as(TREASURER);
    ObjectNode entry = Json.MAPPER.createObjectNode();
    entry.put("kind", "CASH").put("until", Days.of(at("sat-6", "12:00")).toString());
    String id =
        desk.post("/communities/" + ids.get("nishiaizu") + "/settlements", entry)
            .path("id")
            .asText();
    desk.post("/settlements/" + id + "/check", null);
    treasurer.post("/settlements/" + id + "/freeze", null);
    ObjectNode csv = Json.MAPPER.createObjectNode();
    csv.put("format", "CSV");
    treasurer.post("/settlements/" + id + "/exports", csv);
    treasurer.post("/settlements/" + id + "/pay", null);
  }

  /** The body of createTask: days become instants, keys become ids. */
  private ObjectNode entry(JsonNode task) {
    ObjectNode entry =
        pick(
            task,
            "title",
            "description",
            "kind",
            "engagement",
            "place",
            "bring",
            "hardParts",
            "requiredSkills",
            "desiredSkills",
            "onCall",
            "insurance");
    String community = task.path("community").asText();
    entry.put("groupId", ids.get(community + "/" + task.path("group").asText()));
    ArrayNode slots = Json.MAPPER.createArrayNode();
    for (JsonNode slot : task.path("slots")) {
      slots
          .addObject()
          .put("startsAt", at(slot.path("day").asText(), slot.path("from").asText()).toString())
          .put("endsAt", at(slot.path("day").asText(), slot.path("to").asText()).toString())
          .put("capacity", slot.path("capacity").asInt());
    }
    if (!slots.isEmpty()) entry.set("slots", slots);
    if (task.has("applyUntil")) {
      entry.put("applyUntil", at(task.path("applyUntil").asText(), "18:00").toString());
    }
    ArrayNode rewards = Json.MAPPER.createArrayNode();
    for (JsonNode reward : task.path("rewards")) rewards.add(paidByFund(reward, community));
    entry.set("rewards", rewards);
    ObjectNode travel = task.path("travel").deepCopy();
    JsonNode fund = travel.remove("fund");
    if (fund != null) travel.put("fundId", ids.get(community + "/fund/" + fund.asText()));
    entry.set("travel", travel);
    return entry;
  }

  private ObjectNode paidByFund(JsonNode reward, String community) {
    ObjectNode paid = reward.deepCopy();
    JsonNode fund = paid.remove("fund");
    if (fund != null) {
      paid.putObject("payer").put("fundId", ids.get(community + "/fund/" + fund.asText()));
    }
    return paid;
  }

  /** {@code sat+1} is the Saturday after the next one, {@code sun-1} the last Sunday. */
  private Instant at(String day, String time) {
    int sign = Math.max(day.indexOf('+'), day.indexOf('-'));
    int count = Integer.parseInt(day.substring(sign).replace("+", ""));
    LocalDate date =
        switch (day.substring(0, sign)) {
          case "sat" -> nextSaturday().plusWeeks(count);
          case "sun" -> nextSaturday().plusDays(1).plusWeeks(count);
          default -> today.plusDays(count);
        };
    return date.atTime(LocalTime.parse(time)).atZone(Days.TOKYO).toInstant();
  }

  private LocalDate nextSaturday() {
    return today.with(TemporalAdjusters.next(DayOfWeek.SATURDAY));
  }

  private String id(JsonNode node, String field) {
    return ids.getOrDefault(node.path(field).asText(), "");
  }

  private static ObjectNode pick(JsonNode node, String... fields) {
    ObjectNode picked = Json.MAPPER.createObjectNode();
    for (String field : fields) if (node.has(field)) picked.set(field, node.path(field));
    return picked;
  }
}
