package yui.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.GroupId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Json;

/** A task as another is begun from it: all that was written, without its days. */
final class Copies {
  /** The day of the new one; the others follow as they did. */
  record Entry(LocalDate day) {}

  /** A slot by the days after the first and the hours of the clock. */
  record Hours(int day, LocalTime from, LocalTime to, int daysLong, int capacity) {}

  private final Tasks tasks;
  private final Posting posting;

  Copies(Tasks tasks, Posting posting) {
    this.tasks = tasks;
    this.posting = posting;
  }

  /** The same as last time, on another day: a draft. */
  Task copy(Tx tx, Caller caller, TaskId id, LocalDate on) {
    Task task = tasks.visible(tx, caller, id);
    if (!tasks.acts(caller, task)) throw Refusal.forbidden("forbidden");
    TaskEntry entry = entry(body(task), task.groupId(), slots(hours(task), on));
    return write(tx, caller, task.communityId(), entry);
  }

  /** A draft whose days are counted from one: what is wrong with them is wrong with it. */
  Task write(Tx tx, Caller caller, CommunityId community, TaskEntry entry) {
    try {
      return posting.write(tx, caller, community, entry);
    } catch (Refusal refusal) {
      if (refusal.errors().stream().noneMatch(error -> error.pointer().startsWith("/slots/"))) {
        throw refusal;
      }
      throw Refusal.invalid(
          refusal.errors().stream()
              .map(
                  e ->
                      e.pointer().startsWith("/slots/")
                          ? new FieldError("/day", e.code(), e.values())
                          : e)
              .distinct()
              .toList());
    }
  }

  /** What createTask takes, but for the group and the days. */
  static ObjectNode body(Task task) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("title", task.title());
    body.put("description", task.description());
    body.set("hardParts", Json.MAPPER.valueToTree(task.hardParts()));
    body.put("kind", task.kind().name());
    body.put("engagement", task.engagement().name());
    if (task.spot() != null) body.set("place", Json.MAPPER.valueToTree(task.spot()));
    body.put("bring", task.bring());
    body.set("requiredSkills", Json.MAPPER.valueToTree(task.requiredSkills()));
    body.set("requiredLicences", Json.MAPPER.valueToTree(task.requiredLicences()));
    body.set("desiredSkills", Json.MAPPER.valueToTree(task.desiredSkills()));
    ArrayNode rewards = body.putArray("rewards");
    for (RewardLine line : task.rewards()) rewards.add(TypedTask.as(line));
    body.set("travel", TypedTask.as(task.travel()));
    body.put("insurance", task.insurance());
    if (task.onCall() != null) body.set("onCall", Json.MAPPER.valueToTree(task.onCall()));
    if (task.opening().farPlaces() > 0) {
      body.putObject("far")
          .put("places", task.opening().farPlaces())
          .put("km", task.opening().farKm());
    }
    body.set("equipment", Json.MAPPER.valueToTree(task.equipment()));
    return body;
  }

  static TaskEntry entry(ObjectNode body, GroupId group, ArrayNode slots) {
    ObjectNode whole = body.deepCopy();
    whole.put("groupId", group.toString());
    whole.set("slots", slots);
    return Json.read(Json.write(whole), TaskEntry.class);
  }

  static List<Hours> hours(Task task) {
    if (task.slots().isEmpty() || task.slots().getFirst().whole()) return List.of();
    LocalDate first = Days.of(task.slots().getFirst().startsAt());
    return task.slots().stream()
        .map(
            slot -> {
              ZonedDateTime from = slot.startsAt().atZone(Days.TOKYO);
              ZonedDateTime to = slot.endsAt().atZone(Days.TOKYO);
              return new Hours(
                  (int) ChronoUnit.DAYS.between(first, from.toLocalDate()),
                  from.toLocalTime(),
                  to.toLocalTime(),
                  (int) ChronoUnit.DAYS.between(from.toLocalDate(), to.toLocalDate()),
                  slot.capacity());
            })
        .toList();
  }

  static ArrayNode slots(List<Hours> hours, LocalDate on) {
    ArrayNode slots = Json.MAPPER.createArrayNode();
    for (Hours at : hours) {
      LocalDate day = on.plusDays(at.day());
      slots
          .addObject()
          .put("startsAt", TypedTask.at(day, at.from()))
          .put("endsAt", TypedTask.at(day.plusDays(at.daysLong()), at.to()))
          .put("capacity", at.capacity());
    }
    return slots;
  }
}
