package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.engine.Anchor;
import yui.engine.DesiredSkill;
import yui.engine.Findable;
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

/** Rows as the cluster keeps them, whole but for a task's words, which no score reads. */
final class RowJson {
  private RowJson() {}

  static Map<String, Object> of(ResidentRow row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", row.id().toString());
    json.put("active", row.active());
    json.put("all", row.findable().byAll());
    json.put("by", texts(row.findable().communities()));
    json.put("skills", row.skills().stream().map(s -> List.of(s.code(), s.level())).toList());
    json.put("licences", row.licences().stream().map(RowJson::licence).toList());
    json.put("anchors", row.anchors().stream().map(RowJson::anchor).toList());
    json.put("from", row.freeFrom().toString());
    json.put("free", row.freeHalfDays());
    json.put("km", row.maxDistanceKm());
    json.put("wishes", texts(row.wishes()));
    json.put("attended", row.attended());
    json.put("committed", row.committed());
    return json;
  }

  static ResidentRow resident(JsonNode json) {
    return new ResidentRow(
        id(json.path("id")),
        json.path("active").asBoolean(),
        new Findable(json.path("all").asBoolean(), ids(json.path("by"))),
        list(json.path("skills"), s -> new SkillLevel(s.path(0).asText(), s.path(1).asInt())),
        list(json.path("licences"), l -> new Licence(l.path(0).asText(), day(l.path(1)))),
        list(json.path("anchors"), RowJson::anchor),
        LocalDate.parse(json.path("from").asText()),
        new HashSet<>(list(json.path("free"), JsonNode::asInt)),
        json.path("km").isNull() ? null : json.path("km").doubleValue(),
        thanks(json.path("wishes")),
        json.path("attended").asInt(),
        json.path("committed").asInt());
  }

  static Map<String, Object> of(TaskRow row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", row.id().toString());
    json.put("community", row.communityId().toString());
    json.put("group", row.groupId() == null ? null : row.groupId().toString());
    json.put("stage", row.stage().name());
    json.put("place", place(row.place()));
    json.put("slots", row.slots().stream().map(RowJson::slot).toList());
    json.put(
        "required",
        row.requiredSkills().stream().map(s -> List.of(s.code(), s.level(), s.weight())).toList());
    json.put("licences", row.requiredLicences());
    json.put(
        "desired", row.desiredSkills().stream().map(s -> List.of(s.code(), s.weight())).toList());
    json.put("thanks", texts(row.thanks()));
    json.put("travel", row.travelPaid());
    Weights w = row.weights();
    json.put("weights", List.of(w.skill(), w.schedule(), w.distance(), w.reliability()));
    json.put("created", row.createdAt().toString());
    return json;
  }

  static TaskRow task(JsonNode json) {
    JsonNode w = json.path("weights");
    return new TaskRow(
        id(json.path("id")),
        id(json.path("community")),
        json.path("group").isNull() ? null : id(json.path("group")),
        Stage.valueOf(json.path("stage").asText()),
        place(json.path("place")),
        list(json.path("slots"), RowJson::slot),
        list(
            json.path("required"),
            s -> new RequiredSkill(s.path(0).asText(), s.path(1).asInt(), s.path(2).doubleValue())),
        new HashSet<>(list(json.path("licences"), JsonNode::asText)),
        list(
            json.path("desired"),
            s -> new DesiredSkill(s.path(0).asText(), s.path(1).doubleValue())),
        thanks(json.path("thanks")),
        json.path("travel").asBoolean(),
        new Weights(
            w.path(0).doubleValue(),
            w.path(1).doubleValue(),
            w.path(2).doubleValue(),
            w.path(3).doubleValue()),
        Instant.parse(json.path("created").asText()),
        TaskText.NONE);
  }

  private static List<@Nullable Object> licence(Licence licence) {
    List<@Nullable Object> json = new ArrayList<>();
    json.add(licence.code());
    json.add(licence.expiresOn() == null ? null : licence.expiresOn().toString());
    return json;
  }

  private static List<Object> anchor(Anchor anchor) {
    List<Object> json = new ArrayList<>(List.of(anchor.place().lat(), anchor.place().lon()));
    LocalDate from = anchor.from();
    LocalDate to = anchor.to();
    if (from != null && to != null) json.addAll(List.of(from.toString(), to.toString()));
    return json;
  }

  private static Anchor anchor(JsonNode json) {
    return new Anchor(
        new Place(json.path(0).doubleValue(), json.path(1).doubleValue()),
        day(json.path(2)),
        day(json.path(3)));
  }

  private static @Nullable List<Double> place(@Nullable Place place) {
    return place == null ? null : List.of(place.lat(), place.lon());
  }

  private static @Nullable Place place(JsonNode json) {
    return json.isNull() ? null : new Place(json.path(0).doubleValue(), json.path(1).doubleValue());
  }

  private static List<Object> slot(SlotRow slot) {
    return List.of(
        slot.id().toString(), slot.startsAt().toString(), slot.endsAt().toString(), slot.full());
  }

  private static SlotRow slot(JsonNode json) {
    return new SlotRow(
        id(json.path(0)),
        Instant.parse(json.path(1).asText()),
        Instant.parse(json.path(2).asText()),
        json.path(3).asBoolean());
  }

  private static @Nullable LocalDate day(JsonNode json) {
    return json.isTextual() ? LocalDate.parse(json.asText()) : null;
  }

  private static UUID id(JsonNode json) {
    return UUID.fromString(json.asText());
  }

  private static Set<UUID> ids(JsonNode json) {
    return new HashSet<>(list(json, RowJson::id));
  }

  private static Set<Thanks> thanks(JsonNode json) {
    return new HashSet<>(list(json, kind -> Thanks.valueOf(kind.asText())));
  }

  private static List<String> texts(Set<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.toList());
  }

  private static <T> List<T> list(JsonNode json, Function<JsonNode, T> read) {
    List<T> list = new ArrayList<>(json.size());
    json.forEach(one -> list.add(read.apply(one)));
    return list;
  }
}
