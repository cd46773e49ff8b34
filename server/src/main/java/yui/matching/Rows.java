package yui.matching;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Days;
import yui.db.Tx;
import yui.engine.Anchor;
import yui.engine.BadQuery;
import yui.engine.DesiredSkill;
import yui.engine.Findable;
import yui.engine.HalfDays;
import yui.engine.Licence;
import yui.engine.Place;
import yui.engine.RequiredSkill;
import yui.engine.ResidentRow;
import yui.engine.SkillLevel;
import yui.engine.SlotRow;
import yui.engine.Stage;
import yui.engine.TaskRow;
import yui.engine.TaskText;
import yui.engine.Thanks;
import yui.engine.Weights;

/** Rows of the views feed_residents and feed_tasks as the engine takes them. */
final class Rows {
  private static final Logger LOG = LoggerFactory.getLogger(Rows.class);

  static final String RESIDENT =
      """
      select id, findable, findable_communities, max_distance_km, reward_wishes, skills, licences,
        bases, stays, free, busy, attended, committed
      from feed_residents
      """;
  static final String TASK =
      """
      select id, community_id, group_id, stage, kind, title, description, lat, lon, place_label,
        required_skills, desired_skills, required_licences, travel_paid, created_at, slots, thanks,
        produce_words, skill_words, community_name, group_name, weights
      from feed_tasks
      """;
  private static final String ONE_RESIDENT = RESIDENT + " where id = $1";
  private static final String ONE_TASK = TASK + " where id = $1";

  private Rows() {}

  /** A resident as the transaction's caller may read them; only they and the system read all. */
  static Optional<ResidentRow> resident(Tx tx, UUID id) {
    return residents(tx.rows(ONE_RESIDENT, id), tx.now()).stream().findFirst();
  }

  static Optional<TaskRow> task(Tx tx, UUID id) {
    return tasks(tx.rows(ONE_TASK, id)).stream().findFirst();
  }

  static List<ResidentRow> residents(List<Row> rows, Instant now) {
    return each(rows, row -> resident(row, now));
  }

  static List<TaskRow> tasks(List<Row> rows) {
    return each(rows, Rows::task);
  }

  // One row that the engine refuses must not keep all others from the index.
  private static <T> List<T> each(List<Row> rows, Function<Row, T> shape) {
    List<T> shaped = new ArrayList<>(rows.size());
    for (Row row : rows) {
      try {
        shaped.add(shape.apply(row));
      } catch (BadQuery e) {
        LOG.error("left out of the index: {} {}", row.getUUID("id"), e.code());
      }
    }
    return shaped;
  }

  private static ResidentRow resident(Row row, Instant now) {
    List<Anchor> anchors = new ArrayList<>();
    for (JsonObject base : objects(row, "bases")) {
      anchors.add(Anchor.base(base.getDouble("lat"), base.getDouble("lon")));
    }
    for (JsonObject stay : objects(row, "stays")) {
      anchors.add(
          Anchor.stay(
              stay.getDouble("lat"),
              stay.getDouble("lon"),
              LocalDate.parse(stay.getString("from")),
              LocalDate.parse(stay.getString("to"))));
    }
    return new ResidentRow(
        row.getUUID("id"),
        true,
        findable(row),
        objects(row, "skills").stream()
            .map(s -> new SkillLevel(s.getString("code"), s.getInteger("level")))
            .toList(),
        objects(row, "licences").stream()
            .map(l -> new Licence(l.getString("code"), day(l.getString("expiresOn"))))
            .toList(),
        anchors,
        Days.of(now),
        free(row),
        row.getDouble("max_distance_km"),
        thanks(row.getArrayOfStrings("reward_wishes")),
        row.getInteger("attended"),
        row.getInteger("committed"));
  }

  private static Findable findable(Row row) {
    return switch (row.getString("findable")) {
      case "ALL" -> Findable.ALL;
      case "COMMUNITIES" -> Findable.by(Set.of(row.getArrayOfUUIDs("findable_communities")));
      default -> Findable.NOBODY;
    };
  }

  /** Painted half-days without those that confirmed work needs. */
  private static Set<Integer> free(Row row) {
    Set<Integer> free = new HashSet<>(Arrays.asList(row.getArrayOfIntegers("free")));
    for (JsonObject work : objects(row, "busy")) {
      HalfDays.needed(
              Instant.ofEpochSecond(work.getLong("from")),
              Instant.ofEpochSecond(work.getLong("to")))
          .forEach(free::remove);
    }
    return free;
  }

  private static TaskRow task(Row row) {
    Double lat = row.getDouble("lat");
    Double lon = row.getDouble("lon");
    boolean remote = row.getString("kind").equals("REMOTE");
    return new TaskRow(
        row.getUUID("id"),
        row.getUUID("community_id"),
        row.getUUID("group_id"),
        Stage.valueOf(row.getString("stage")),
        remote || lat == null || lon == null ? null : new Place(lat, lon),
        objects(row, "slots").stream()
            .map(
                slot ->
                    new SlotRow(
                        UUID.fromString(slot.getString("id")),
                        Instant.ofEpochSecond(slot.getLong("from")),
                        Instant.ofEpochSecond(slot.getLong("to")),
                        slot.getBoolean("full")))
            .toList(),
        objects(row, "required_skills").stream()
            .map(
                s ->
                    new RequiredSkill(
                        s.getString("code"), s.getInteger("level"), s.getDouble("weight")))
            .toList(),
        Set.of(row.getArrayOfStrings("required_licences")),
        objects(row, "desired_skills").stream()
            .map(s -> new DesiredSkill(s.getString("code"), s.getDouble("weight")))
            .toList(),
        thanks(row.getArrayOfStrings("thanks")),
        row.getBoolean("travel_paid"),
        weights(row),
        row.getOffsetDateTime("created_at").toInstant(),
        new TaskText(
            row.getString("title"),
            row.getString("description"),
            row.getString("place_label"),
            row.getString("community_name"),
            row.getString("group_name"),
            List.of(row.getArrayOfStrings("skill_words")),
            List.of(row.getArrayOfStrings("produce_words"))));
  }

  private static Weights weights(Row row) {
    JsonObject decided = row.getJsonObject("weights");
    if (decided == null) return Weights.DEFAULT;
    return new Weights(
        decided.getDouble("skill"),
        decided.getDouble("schedule"),
        decided.getDouble("distance"),
        decided.getDouble("reliability"));
  }

  private static Set<Thanks> thanks(String[] kinds) {
    return Arrays.stream(kinds).map(Thanks::valueOf).collect(Collectors.toSet());
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    return text == null ? null : LocalDate.parse(text);
  }

  private static List<JsonObject> objects(Row row, String column) {
    JsonArray array = row.getJsonArray(column);
    return IntStream.range(0, array.size()).mapToObj(array::getJsonObject).toList();
  }
}
