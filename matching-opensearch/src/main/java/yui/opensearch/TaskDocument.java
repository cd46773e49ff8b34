package yui.opensearch;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import yui.engine.DesiredSkill;
import yui.engine.HalfDays;
import yui.engine.Mesh;
import yui.engine.Place;
import yui.engine.RequiredSkill;
import yui.engine.SlotRow;
import yui.engine.TaskRow;
import yui.engine.TaskWords;
import yui.engine.Weights;

/**
 * A task as the cluster keeps it: words already analysed, what filters and counts, numbers that
 * bound its score, and the row that decides.
 */
final class TaskDocument {
  static final String NO_THANKS = "NONE";

  /** Skills are told by slots of a table; those that share one are taken for held together. */
  static final int SLOTS = 1 << 10;

  private static final double WHOLE = 1 << 30;
  private static final int SHARE_BITS = 32;

  /** Between tokens, and in place of one that is not there. */
  private static final String BETWEEN = "\u001f";

  private static final String HOLE = "\u001e";

  private TaskDocument() {}

  static Map<String, Object> of(TaskRow row, TaskWords words) {
    Map<String, Object> doc = new LinkedHashMap<>();
    doc.put("id", row.id().toString());
    doc.put("community", row.communityId().toString());
    UUID group = row.groupId();
    if (group != null) doc.put("group", group.toString());
    List<String> required = required(row);
    doc.put("requires", required);
    doc.put("requires_count", required.size());
    doc.put("skill", skills(row));
    doc.put(
        "offers",
        row.thanks().isEmpty()
            ? List.of(NO_THANKS)
            : row.thanks().stream().map(Enum::name).toList());
    doc.put("travel_paid", row.travelPaid());
    Place place = row.place();
    if (place != null) place(doc, place.mesh());
    days(doc, row.slots());
    doc.put("created", row.createdAt().toEpochMilli());
    doc.put("asks", asks(row));
    weights(doc, row.weights());
    words(doc, words.analyse(row.text()));
    doc.put("row", RowJson.of(row));
    return doc;
  }

  private static List<String> required(TaskRow row) {
    List<String> required = new ArrayList<>();
    row.requiredSkills()
        .forEach(skill -> required.add(ResidentDocument.can(skill.code(), skill.level())));
    row.requiredLicences().forEach(code -> required.add(ResidentDocument.holds(code)));
    return required;
  }

  private static Set<String> skills(TaskRow row) {
    return Stream.concat(
            row.requiredSkills().stream().map(RequiredSkill::code),
            row.desiredSkills().stream().map(DesiredSkill::code))
        .collect(Collectors.toSet());
  }

  private static void place(Map<String, Object> doc, Mesh cell) {
    doc.put("place", Clauses.point(cell));
    doc.put("cell", cell(cell));
    doc.put("lat", cell.lat());
    doc.put("lon", cell.lon());
  }

  static String cell(Mesh cell) {
    return cell.row() + "," + cell.column();
  }

  private static void days(Map<String, Object> doc, List<SlotRow> slots) {
    Set<Long> days = new TreeSet<>();
    Set<Integer> months = new TreeSet<>();
    Set<Integer> needs = new TreeSet<>();
    Set<Long> starts = new TreeSet<>();
    for (SlotRow slot : slots) {
      starts.add(slot.startsAt().toEpochMilli());
      for (int halfDay : HalfDays.needed(slot.startsAt(), slot.endsAt())) {
        LocalDate day = HalfDays.date(halfDay);
        days.add(day.toEpochDay());
        months.add(month(day));
        if (!slot.full()) needs.add(halfDay);
      }
    }
    doc.put("day", days);
    doc.put("month", months);
    doc.put("needs", needs);
    doc.put("starts", starts);
  }

  static int month(LocalDate day) {
    return Math.toIntExact(day.getYear() * 12L + day.getMonthValue() - 1);
  }

  /** The slot of each skill, and its share of all that is asked, rounded up. */
  private static List<Long> asks(TaskRow row) {
    Map<String, Double> weights = new LinkedHashMap<>();
    row.requiredSkills().forEach(s -> weights.merge(s.code(), s.weight(), Double::sum));
    row.desiredSkills().forEach(s -> weights.merge(s.code(), s.weight(), Double::sum));
    double sum = weights.values().stream().mapToDouble(weight -> weight).sum();
    List<Long> asks = new ArrayList<>();
    weights.forEach(
        (code, weight) ->
            asks.add((long) slot(code) << SHARE_BITS | (long) Math.ceil(weight / sum * WHOLE)));
    return asks;
  }

  static int slot(String code) {
    return (code.hashCode() * 0x9E3779B9) >>> Integer.SIZE - 10;
  }

  private static void weights(Map<String, Object> doc, Weights w) {
    double sum = w.skill() + w.schedule() + w.distance() + w.reliability();
    doc.put("weigh_skill", w.skill() / sum);
    doc.put("weigh_schedule", w.schedule() / sum);
    doc.put("weigh_distance", w.distance() / sum);
    doc.put("weigh_reliability", w.reliability() / sum);
  }

  private static void words(Map<String, Object> doc, TaskWords.Analysed words) {
    doc.put(TaskWords.TITLE, joined(words.title()));
    doc.put(TaskWords.TEXT, words.text().stream().map(TaskDocument::joined).toList());
    doc.put(TaskWords.TITLE_READING, words.titleReading());
    doc.put(TaskWords.READING, words.reading());
    doc.put("spot", words.spots());
    String first = words.firstSpot();
    if (first != null) doc.put("first_spot", first);
    doc.put("name", words.names());
    doc.put(
        "name_key",
        words.names().stream()
            .map(name -> name.substring(0, name.indexOf(TaskWords.THEN)))
            .distinct()
            .toList());
  }

  /** Tokens by their positions as the cluster's analyzer parts them again. */
  static String joined(List<String> positions) {
    return positions.stream()
        .map(token -> token.equals(TaskWords.HOLE) ? HOLE : token)
        .collect(Collectors.joining(BETWEEN));
  }
}
