package yui.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.Lang;
import yui.core.Refusal;
import yui.web.Form;
import yui.web.Json;
import yui.web.Typed;
import yui.web.Words;

/** What was typed into the page of a task, as the body of an operation, and back. */
final class TypedTask {
  static final int MOST_SLOTS = 60;
  static final int MOST_SKILLS = 20;
  private static final List<String> SLOT = List.of("date", "from", "to", "capacity");

  private final Form form;
  private final LocalDate today;
  private final Words words;
  private final @Nullable Task before;
  private final List<FieldError> errors = new ArrayList<>();

  /** Where the operation's names differ from the page's. */
  private final Map<String, String> fields = new HashMap<>();

  TypedTask(Form form, LocalDate today, Words words, @Nullable Task before) {
    this.form = form;
    this.today = today;
    this.words = words;
    this.before = before;
  }

  /** The operation's body as a record; refused with the errors of both, named as the page does. */
  <T> T as(String operation, Class<T> type) {
    ObjectNode body = body();
    List<FieldError> found = new ArrayList<>(errors);
    T typed = null;
    try {
      typed = form.body(operation, body, type);
    } catch (Refusal refusal) {
      for (FieldError error : refusal.errors()) {
        FieldError named = named(error);
        if (found.stream().noneMatch(e -> e.pointer().equals(named.pointer()))) found.add(named);
      }
    }
    if (typed == null || !found.isEmpty()) throw Refusal.invalid(found);
    return typed;
  }

  /** The refusal of a verb, with its fields named as the page does. */
  RuntimeException named(Refusal refusal) {
    return refusal.errors().isEmpty()
        ? refusal
        : Refusal.invalid(refusal.errors().stream().map(this::named).toList());
  }

  private FieldError named(FieldError error) {
    String pointer = error.pointer();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      if (pointer.equals(field.getKey()) || pointer.startsWith(field.getKey() + "/")) {
        pointer = field.getValue();
        break;
      }
    }
    return new FieldError(pointer, error.code(), error.values());
  }

  private ObjectNode body() {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (before == null) {
      body.put("groupId", form.text("groupId"));
      form.filled("needId").ifPresent(id -> body.put("needId", id));
    }
    body.put("title", form.text("title"));
    body.put("description", form.text("description"));
    body.put("kind", form.text("kind"));
    form.filled("engagement").ifPresent(answer -> body.put("engagement", answer));
    place(body);
    body.put("bring", form.text("bring"));
    body.put("insurance", form.text("insurance"));
    onCall(body);
    slots(body);
    applyUntil(body);
    opening(body);
    equipment(body);
    hardParts(body);
    skills(body);
    rewards(body);
    travel(body);
    return body;
  }

  private void place(ObjectNode body) {
    boolean remote = form.text("kind").equals(TaskKind.REMOTE.name());
    if (remote && form.text("place.label").isEmpty()) return;
    ObjectNode place = body.putObject("place");
    place.put("label", form.text("place.label"));
    place.put("meetingPoint", form.text("place.meetingPoint"));
    for (String axis : List.of("lat", "lon")) {
      String typed = TypedWords.fold(form.text("place." + axis));
      if (typed.matches("\\d{1,3}(\\.\\d{1,12})?")) place.put(axis, new BigDecimal(typed));
      else if (!typed.isEmpty()) place.put(axis, typed);
    }
  }

  private void onCall(ObjectNode body) {
    String name = form.text("onCall.name");
    String phone = TypedWords.fold(form.text("onCall.phone"));
    if (name.isEmpty() && phone.isEmpty()) return;
    ObjectNode onCall = body.putObject("onCall").put("name", name).put("phone", phone);
    String backup = form.text("onCall.backup.name");
    String backupPhone = TypedWords.fold(form.text("onCall.backup.phone"));
    if (backup.isEmpty() && backupPhone.isEmpty()) return;
    onCall.putObject("backup").put("name", backup).put("phone", backupPhone);
  }

  private void slots(ObjectNode body) {
    ArrayNode slots = body.putArray("slots");
    for (int n = 0; n < MOST_SLOTS; n++) {
      String row = "slots." + n + ".";
      if (SLOT.stream().allMatch(field -> form.text(row + field).isEmpty())) continue;
      String at = "/slots/" + slots.size();
      fields.put(at + "/startsAt", "/slots/" + n + "/date");
      fields.put(at + "/endsAt", "/slots/" + n + "/to");
      fields.put(at + "/capacity", "/slots/" + n + "/capacity");
      ObjectNode slot = slots.addObject();
      Task known = before;
      if (known != null && n < known.slots().size()) {
        slot.put("id", known.slots().get(n).id().toString());
      }
      Optional<LocalDate> day = day("/slots/" + n + "/date", form.text(row + "date"));
      Optional<LocalTime> from = time("/slots/" + n + "/from", form.text(row + "from"));
      Optional<LocalTime> to = time("/slots/" + n + "/to", form.text(row + "to"));
      LocalDate on = day.orElse(today);
      slot.put("startsAt", at(on, from.orElse(LocalTime.MIDNIGHT)));
      slot.put("endsAt", at(on, to.orElse(LocalTime.NOON)));
      number(slot, "capacity", form.text(row + "capacity"));
    }
  }

  private void applyUntil(ObjectNode body) {
    form.filled("applyUntil")
        .flatMap(typed -> day("/applyUntil", typed))
        .ifPresent(day -> body.put("applyUntil", at(day, LocalTime.of(23, 59))));
  }

  private void opening(ObjectNode body) {
    form.filled("opensAt")
        .flatMap(typed -> day("/opensAt", typed))
        .ifPresent(day -> body.put("opensAt", at(day, LocalTime.of(9, 0))));
    Optional<String> places = form.filled("far.places");
    Task known = before;
    if (places.isEmpty()) {
      if (known != null && known.opening().farPlaces() > 0) {
        body.putObject("far").put("places", 0).put("km", 0);
      }
      return;
    }
    ObjectNode far = body.putObject("far");
    number(far, "places", places.get());
    number(far, "km", form.filled("far.km").orElse("100"));
    form.filled("far.nearUntil")
        .flatMap(typed -> day("/far/nearUntil", typed))
        .ifPresent(day -> far.put("nearUntil", at(day, LocalTime.of(23, 59))));
  }

  /** A thing a line. */
  private void equipment(ObjectNode body) {
    ArrayNode things = body.putArray("equipment");
    for (Equipment.By by : Equipment.By.values()) {
      String field = by == Equipment.By.HOST ? "equipmentHost" : "equipmentHelper";
      for (String line : form.text(field).split("\\R")) {
        if (line.isBlank()) continue;
        fields.put("/equipment/" + things.size(), "/" + field);
        things.addObject().put("name", line.strip()).put("by", by.name());
      }
    }
  }

  private Optional<LocalDate> day(String pointer, String typed) {
    Optional<LocalDate> day = TypedWords.day(typed, today);
    if (day.isEmpty()) errors.add(new FieldError(pointer, "format_date"));
    return day;
  }

  private Optional<LocalTime> time(String pointer, String typed) {
    Optional<LocalTime> time = TypedWords.time(typed);
    if (time.isEmpty()) errors.add(new FieldError(pointer, "format_time"));
    return time;
  }

  static String at(LocalDate day, LocalTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(day.atTime(time).atZone(Days.TOKYO));
  }

  private void hardParts(ObjectNode body) {
    ArrayNode parts = body.putArray("hardParts");
    for (String code : form.all("hardParts")) {
      fields.put("/hardParts/" + parts.size() + "/note", "/hardNotes/" + code);
      parts
          .addObject()
          .put("code", code)
          .put(
              "note",
              form.filled("hardNotes." + code)
                  .orElse(words.find(Lang.JA, "hard." + code).orElse(code).strip()));
    }
    fields.put("/hardParts/" + parts.size() + "/note", "/hardPartsNote");
    form.filled("hardPartsNote")
        .ifPresent(note -> parts.addObject().put("code", "OTHER").put("note", note));
  }

  private void skills(ObjectNode body) {
    ArrayNode skills = body.putArray("requiredSkills");
    for (int n = 0; n < MOST_SKILLS; n++) {
      String code = form.text("requiredSkills." + n + ".code");
      if (code.isEmpty()) continue;
      fields.put("/requiredSkills/" + skills.size(), "/requiredSkills/" + n + "/code");
      ObjectNode skill = skills.addObject().put("code", code);
      number(skill, "level", form.filled("requiredSkills." + n + ".level").orElse("1"));
      Task known = before;
      if (known == null) continue;
      known.requiredSkills().stream()
          .filter(old -> old.code().equals(code))
          .findFirst()
          .ifPresent(old -> skill.put("weight", old.weight()));
    }
    ArrayNode desired = body.putArray("desiredSkills");
    for (int n = 0; n < MOST_SKILLS; n++) {
      String code = form.text("desiredSkills." + n + ".code");
      if (code.isEmpty()) continue;
      fields.put("/desiredSkills/" + desired.size(), "/desiredSkills/" + n + "/code");
      ObjectNode skill = desired.addObject().put("code", code);
      Task known = before;
      if (known == null) continue;
      known.desiredSkills().stream()
          .filter(old -> old.code().equals(code))
          .findFirst()
          .ifPresent(old -> skill.put("weight", old.weight()));
    }
    ArrayNode licences = body.putArray("requiredLicences");
    form.all("requiredLicences").forEach(licences::add);
  }

  /** The page has one line a kind; further lines of a task that was written otherwise stay. */
  private void rewards(ObjectNode body) {
    ArrayNode rewards = body.putArray("rewards");
    Map<RewardKind, ObjectNode> typed = new LinkedHashMap<>();
    cash().ifPresent(line -> typed.put(RewardKind.CASH, line));
    meal().ifPresent(line -> typed.put(RewardKind.MEAL, line));
    produce().ifPresent(line -> typed.put(RewardKind.PRODUCE, line));
    List<RewardKind> shown = new ArrayList<>();
    Task known = before;
    for (RewardLine line : known == null ? List.<RewardLine>of() : known.rewards()) {
      if (shown.contains(line.kind())) {
        rewards.add(as(line));
      } else {
        shown.add(line.kind());
        ObjectNode now = typed.remove(line.kind());
        if (now != null) add(rewards, line.kind(), payer(now, line));
      }
    }
    typed.forEach((kind, line) -> add(rewards, kind, line));
  }

  private void add(ArrayNode rewards, RewardKind kind, ObjectNode line) {
    String at = "/rewards/" + rewards.size();
    switch (kind) {
      case CASH -> {
        fields.put(at + "/payer", "/cash/payer");
        fields.put(at + "/amountYen", "/cash/amountYen");
      }
      case MEAL -> {
        fields.put(at + "/count", "/meal/count");
        fields.put(at + "/note", "/meal/note");
      }
      case PRODUCE -> {
        fields.put(at + "/item", "/produce/item");
        fields.put(at + "/quantity", "/produce/quantity");
        fields.put(at + "/unit", "/produce/unit");
        fields.put(at + "/availableFrom", "/produce/availableFrom");
      }
    }
    rewards.add(line);
  }

  private static ObjectNode payer(ObjectNode now, RewardLine line) {
    if (line.kind() != RewardKind.CASH) {
      now.put("per", line.per().name());
      payer(now, line.payerFund() == null ? "" : line.payerFund().toString(), line);
    }
    return now;
  }

  private static void payer(ObjectNode now, String fund, RewardLine line) {
    ObjectNode payer = now.putObject("payer");
    if (!fund.isEmpty()) payer.put("fundId", fund);
    else payer.put("groupId", String.valueOf(line.payerGroup()));
  }

  static ObjectNode as(Travel travel) {
    ObjectNode node = Json.MAPPER.createObjectNode().put("policy", travel.policy().name());
    if (travel.amountYen() != null) node.put("amountYen", travel.amountYen());
    if (travel.capYen() != null) node.put("capYen", travel.capYen());
    if (travel.policy() != Travel.Policy.NONE) node.put("paidDirectly", travel.paidDirectly());
    if (travel.fund() != null) node.put("fundId", travel.fund().toString());
    return node;
  }

  static ObjectNode as(RewardLine line) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("kind", line.kind().name()).put("per", line.per().name());
    payer(node, line.payerFund() == null ? "" : line.payerFund().toString(), line);
    if (!line.note().isEmpty()) node.put("note", line.note());
    switch (line.kind()) {
      case CASH -> node.put("amountYen", line.amount());
      case MEAL -> node.put("count", line.amount());
      case PRODUCE -> {
        node.put("item", line.item());
        node.put("quantity", line.quantity());
        node.put("unit", line.shownUnit());
        if (line.availableFrom() != null) {
          node.put("availableFrom", line.availableFrom().toString());
        }
      }
    }
    return node;
  }

  private Optional<ObjectNode> cash() {
    return form.filled("cash.amountYen")
        .map(
            typed -> {
              ObjectNode line = line(RewardKind.CASH);
              number(line, "amountYen", typed);
              form.filled("cash.per").ifPresent(per -> line.put("per", per));
              form.filled("cash.payer")
                  .ifPresent(
                      payer -> {
                        ObjectNode node = line.putObject("payer");
                        if (payer.equals("group")) node.put("groupId", groupId());
                        else node.put("fundId", payer);
                      });
              return line;
            });
  }

  private String groupId() {
    Task known = before;
    return known == null ? form.text("groupId") : known.groupId().toString();
  }

  private Optional<ObjectNode> meal() {
    return form.filled("meal.count")
        .map(
            typed -> {
              ObjectNode line = line(RewardKind.MEAL);
              number(line, "count", typed);
              form.filled("meal.note").ifPresent(note -> line.put("note", note));
              return line;
            });
  }

  private Optional<ObjectNode> produce() {
    return form.filled("produce.quantity")
        .map(
            typed -> {
              ObjectNode line = line(RewardKind.PRODUCE);
              line.put("item", form.text("produce.item"));
              number(line, "quantity", typed);
              line.put("unit", form.text("produce.unit"));
              form.filled("produce.availableFrom")
                  .flatMap(from -> day("/produce/availableFrom", from))
                  .ifPresent(day -> line.put("availableFrom", day.toString()));
              return line;
            });
  }

  private static ObjectNode line(RewardKind kind) {
    return Json.MAPPER.createObjectNode().put("kind", kind.name());
  }

  private void travel(ObjectNode body) {
    String policy = form.filled("travel.policy").orElse(Travel.Policy.NONE.name());
    ObjectNode travel = body.putObject("travel").put("policy", policy);
    if (policy.equals(Travel.Policy.NONE.name())) return;
    if (policy.equals(Travel.Policy.FIXED.name())) {
      form.filled("travel.amountYen").ifPresent(typed -> number(travel, "amountYen", typed));
    } else if (policy.equals(Travel.Policy.ACTUAL.name())) {
      form.filled("travel.capYen").ifPresent(typed -> number(travel, "capYen", typed));
    }
    form.filled("travel.fundId").ifPresent(fund -> travel.put("fundId", fund));
    travel.put("paidDirectly", form.ticked("travel.paidDirectly"));
  }

  /** A number as a number; anything else as it stands, for the schema to refuse. */
  static void number(ObjectNode node, String name, String typed) {
    Optional<Long> number = TypedWords.number(typed);
    if (number.isPresent()) node.put(name, number.get());
    else if (!typed.isEmpty()) node.set(name, Typed.number(typed));
  }

  /** A stored task as the page's fields. */
  static Map<String, Object> stored(Task task, boolean withDates) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("groupId", task.groupId().toString());
    values.put("title", task.title());
    values.put("description", task.description());
    values.put("kind", task.kind().name());
    values.put("engagement", task.engagement().name());
    Spot spot = task.spot();
    if (spot != null) {
      values.put("place.label", spot.label());
      values.put("place.meetingPoint", spot.meetingPoint());
      values.put("place.lat", plain(spot.lat()));
      values.put("place.lon", plain(spot.lon()));
    }
    values.put("bring", task.bring());
    values.put("insurance", task.insurance());
    OnCall onCall = task.onCall();
    if (onCall != null) {
      values.put("onCall.name", onCall.name());
      values.put("onCall.phone", onCall.phone());
      if (onCall.backup() != null) {
        values.put("onCall.backup.name", onCall.backup().name());
        values.put("onCall.backup.phone", onCall.backup().phone());
      }
    }
    List<String> hard = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (HardPart part : task.hardParts()) {
      if (part.code().equals("OTHER")) notes.add(part.note());
      else hard.add(part.code());
      values.put("hardNotes." + part.code(), part.note());
    }
    opening(values, task, withDates);
    values.put("hardParts", hard);
    values.put("hardPartsNote", String.join("\n", notes));
    for (int n = 0; n < task.slots().size(); n++) {
      Slot slot = task.slots().get(n);
      var starts = slot.startsAt().atZone(Days.TOKYO);
      if (withDates) values.put("slots." + n + ".date", starts.toLocalDate().toString());
      values.put("slots." + n + ".from", clock(starts.toLocalTime()));
      values.put("slots." + n + ".to", clock(slot.endsAt().atZone(Days.TOKYO).toLocalTime()));
      values.put("slots." + n + ".capacity", slot.capacity());
    }
    if (withDates && task.applyUntil() != null) {
      values.put("applyUntil", Days.of(task.applyUntil()).toString());
    }
    for (int n = 0; n < task.requiredSkills().size(); n++) {
      values.put("requiredSkills." + n + ".code", task.requiredSkills().get(n).code());
      values.put("requiredSkills." + n + ".level", task.requiredSkills().get(n).level());
    }
    for (int n = 0; n < task.desiredSkills().size(); n++) {
      values.put("desiredSkills." + n + ".code", task.desiredSkills().get(n).code());
    }
    values.put("requiredLicences", task.requiredLicences());
    rewards(values, task);
    travel(values, task.travel());
    return values;
  }

  private static void opening(Map<String, Object> values, Task task, boolean withDates) {
    Opening opening = task.opening();
    if (withDates && opening.opensAt() != null) {
      values.put("opensAt", Days.of(opening.opensAt()).toString());
    }
    if (opening.farPlaces() > 0) {
      values.put("far.places", opening.farPlaces());
      values.put("far.km", opening.farKm());
      if (withDates && opening.nearUntil() != null) {
        values.put("far.nearUntil", Days.of(opening.nearUntil()).toString());
      }
    }
    values.put("equipmentHost", things(task, Equipment.By.HOST));
    values.put("equipmentHelper", things(task, Equipment.By.HELPER));
  }

  private static String things(Task task, Equipment.By by) {
    return task.equipment().stream()
        .filter(thing -> thing.by() == by)
        .map(Equipment::name)
        .collect(Collectors.joining("\n"));
  }

  private static void rewards(Map<String, Object> values, Task task) {
    for (RewardLine line : task.rewards().reversed()) {
      switch (line.kind()) {
        case CASH -> {
          values.put("cash.amountYen", line.amount());
          values.put("cash.per", line.per().name());
          values.put(
              "cash.payer", line.payerFund() == null ? "group" : line.payerFund().toString());
        }
        case MEAL -> {
          values.put("meal.count", line.amount());
          values.put("meal.note", line.note());
        }
        case PRODUCE -> {
          values.put("produce.item", String.valueOf(line.item()));
          values.put("produce.quantity", String.valueOf(line.quantity()));
          values.put("produce.unit", String.valueOf(line.shownUnit()));
          if (line.availableFrom() != null) {
            values.put("produce.availableFrom", line.availableFrom().toString());
          }
        }
      }
    }
  }

  private static void travel(Map<String, Object> values, Travel travel) {
    values.put("travel.policy", travel.policy().name());
    if (travel.amountYen() != null) values.put("travel.amountYen", travel.amountYen());
    if (travel.capYen() != null) values.put("travel.capYen", travel.capYen());
    if (travel.fund() != null) values.put("travel.fundId", travel.fund().toString());
    if (travel.paidDirectly()) values.put("travel.paidDirectly", "true");
  }

  private static String clock(LocalTime time) {
    return String.format(Locale.ROOT, "%02d:%02d", time.getHour(), time.getMinute());
  }

  static String plain(double degrees) {
    return BigDecimal.valueOf(degrees).stripTrailingZeros().toPlainString();
  }
}
