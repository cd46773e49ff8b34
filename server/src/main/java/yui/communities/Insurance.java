package yui.communities;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import yui.core.FieldError;

/**
 * By which plans a community insures those who help, and which work each plan covers. As shipped:
 * what two plans in use say of themselves – the councils of social welfare's insurance of events
 * (ボランティア行事用保険, plan A), which leaves out machines, and the forest volunteers' (グリーンボランティア保険, type
 * 2), which takes in brush cutters and chainsaws.
 *
 * @param usual the plan of work that asks for nothing else
 */
public record Insurance(List<Plan> plans, String usual) {
  /**
   * One plan.
   *
   * @param yenPerDay a person and day; 0 where nobody said
   * @param covers classes of the list of skills
   */
  public record Plan(String code, String name, int yenPerDay, List<String> covers) {}

  /**
   * The plan of some work.
   *
   * @param uncovered classes that no single plan covers with the others
   */
  public record Choice(Plan plan, Set<String> uncovered) {}

  static final Set<String> NAMES = Set.of("plans", "usual");
  private static final Set<String> OF_PLAN = Set.of("code", "name", "yenPerDay", "covers");
  private static final int MOST = 10;
  private static final int LONGEST = 100;

  static final Insurance SHIPPED =
      new Insurance(
          List.of(
              new Plan("EVENT", "ボランティア行事用保険（Aプラン）", 0, List.of("TOOLS", "FOOD", "CARE", "WATER")),
              new Plan(
                  "MACHINE",
                  "動力工具を使う活動の保険（グリーンボランティア保険 第2種など）",
                  0,
                  List.of("TOOLS", "FOOD", "WATER", "MACHINE", "CHAINSAW"))),
          "EVENT");

  /** The usual plan where it covers the work, else the first that does. */
  public Choice choice(Collection<String> classes) {
    Plan first = plan(usual);
    if (first.covers().containsAll(classes)) return new Choice(first, Set.of());
    for (Plan plan : plans) {
      if (plan.covers().containsAll(classes)) return new Choice(plan, Set.of());
    }
    Set<String> uncovered = new TreeSet<>(classes);
    plans.forEach(plan -> uncovered.removeAll(plan.covers()));
    return new Choice(first, uncovered.isEmpty() ? new TreeSet<>(classes) : uncovered);
  }

  private Plan plan(String code) {
    return plans.stream().filter(plan -> plan.code().equals(code)).findFirst().orElseThrow();
  }

  static void check(JsonNode value, List<FieldError> errors) {
    JsonNode plans = value.path("plans");
    if (!plans.isArray() || plans.isEmpty()) {
      errors.add(new FieldError("/value/plans", "missing"));
      return;
    }
    if (plans.size() > MOST) {
      errors.add(new FieldError("/value/plans", "too_many"));
      return;
    }
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < plans.size(); i++) {
      check(plans.path(i), "/value/plans/" + i, errors);
      if (!codes.add(plans.path(i).path("code").asText())) {
        errors.add(new FieldError("/value/plans/" + i + "/code", "repeated"));
      }
    }
    if (!codes.contains(value.path("usual").asText())) {
      errors.add(new FieldError("/value/usual", "not_in_list"));
    }
  }

  private static void check(JsonNode plan, String at, List<FieldError> errors) {
    for (String name : List.of("code", "name")) {
      String told = plan.path(name).asText("").strip();
      if (!plan.path(name).isTextual() || told.isEmpty()) {
        errors.add(new FieldError(at + "/" + name, "missing"));
      } else if (told.length() > LONGEST) {
        errors.add(new FieldError(at + "/" + name, "too_long", Map.of("max", LONGEST)));
      }
    }
    JsonNode yen = plan.path("yenPerDay");
    if (!yen.isIntegralNumber() || !yen.canConvertToInt() || yen.asInt() < 0) {
      errors.add(new FieldError(at + "/yenPerDay", "wrong_type", Map.of("type", "integer")));
    } else if (yen.asInt() > 100_000) {
      errors.add(new FieldError(at + "/yenPerDay", "too_large", Map.of("max", 100_000)));
    }
    JsonNode covers = plan.path("covers");
    if (!covers.isArray()) errors.add(new FieldError(at + "/covers", "missing"));
    for (int i = 0; i < covers.size(); i++) {
      if (!Safety.CLASSES.contains(covers.path(i).asText())) {
        errors.add(new FieldError(at + "/covers/" + i, "not_in_list"));
      }
    }
    plan.fieldNames()
        .forEachRemaining(
            name -> {
              if (!OF_PLAN.contains(name)) errors.add(new FieldError(at + "/" + name, "unknown"));
            });
  }

  static Insurance of(JsonObject value) {
    JsonArray plans = value.getJsonArray("plans");
    List<Plan> read = new ArrayList<>();
    IntStream.range(0, plans.size())
        .mapToObj(plans::getJsonObject)
        .forEach(
            plan ->
                read.add(
                    new Plan(
                        plan.getString("code"),
                        plan.getString("name"),
                        plan.getInteger("yenPerDay"),
                        plan.getJsonArray("covers").stream().map(Object::toString).toList())));
    return new Insurance(List.copyOf(read), value.getString("usual"));
  }
}
