package yui.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a transfer is about: opaque ids of other rooms' things, each if there is one.
 *
 * @param groupId the host's group; its hosts may hand over what was earned
 * @param line the reward line of the task
 * @param promiseId the promise that a correction corrects
 * @param happenedOn the true day of a deed whose month was closed before it was said
 * @param sort what sort of payment it is to the rules about payments; opaque here as well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record About(
    @Nullable UUID applicationId,
    @Nullable UUID slotId,
    @Nullable UUID groupId,
    @Nullable Integer line,
    @Nullable UUID promiseId,
    @Nullable UUID claimId,
    @Nullable UUID handOverId,
    @Nullable UUID settlementId,
    @Nullable UUID substitutionId,
    @Nullable String reason,
    @Nullable LocalDate happenedOn,
    @Nullable String sort) {

  public static final About NOTHING =
      new About(null, null, null, null, null, null, null, null, null, null, null, null);

  /** What a host's thanks are about: an application, for one slot or (travel) for all. */
  public static About application(
      UUID application, @Nullable UUID slot, UUID group, @Nullable Integer line) {
    return new About(
        application, slot, group, line, null, null, null, null, null, null, null, null);
  }

  static About settlement(UUID settlement) {
    return new About(null, null, null, null, null, null, null, settlement, null, null, null, null);
  }

  About corrects(TransferId promise) {
    return new About(
        applicationId,
        slotId,
        groupId,
        line,
        promise.value(),
        claimId,
        handOverId,
        settlementId,
        substitutionId,
        reason,
        happenedOn,
        sort);
  }

  About claim(UUID claim) {
    return new About(
        applicationId,
        slotId,
        groupId,
        line,
        promiseId,
        claim,
        handOverId,
        settlementId,
        substitutionId,
        reason,
        happenedOn,
        sort);
  }

  About handOver(UUID handOver) {
    return new About(
        applicationId,
        slotId,
        groupId,
        line,
        promiseId,
        claimId,
        handOver,
        settlementId,
        substitutionId,
        reason,
        happenedOn,
        sort);
  }

  /** Adds that something else is given instead, with whose consent. */
  About instead(UUID substitution) {
    return new About(
        applicationId,
        slotId,
        groupId,
        line,
        promiseId,
        claimId,
        handOverId,
        settlementId,
        substitution,
        reason,
        happenedOn,
        sort);
  }

  /** Adds the words of whoever corrected or gave. */
  public About because(@Nullable String reason) {
    return new About(
        applicationId,
        slotId,
        groupId,
        line,
        promiseId,
        claimId,
        handOverId,
        settlementId,
        substitutionId,
        reason,
        happenedOn,
        sort);
  }

  /** Says what sort of payment it is. */
  public About sort(String sort) {
    return new About(
        applicationId,
        slotId,
        groupId,
        line,
        promiseId,
        claimId,
        handOverId,
        settlementId,
        substitutionId,
        reason,
        happenedOn,
        sort);
  }

  /** Keeps the true day of what is dated later. */
  About on(@Nullable LocalDate day) {
    return new About(
        applicationId,
        slotId,
        groupId,
        line,
        promiseId,
        claimId,
        handOverId,
        settlementId,
        substitutionId,
        reason,
        day,
        sort);
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    put(json, "applicationId", applicationId);
    put(json, "slotId", slotId);
    put(json, "groupId", groupId);
    if (line != null) json.put("line", line);
    put(json, "promiseId", promiseId);
    put(json, "claimId", claimId);
    put(json, "handOverId", handOverId);
    put(json, "settlementId", settlementId);
    put(json, "substitutionId", substitutionId);
    if (reason != null) json.put("reason", reason);
    if (happenedOn != null) json.put("happenedOn", happenedOn.toString());
    if (sort != null) json.put("sort", sort);
    return json;
  }

  static About of(JsonObject json) {
    String day = json.getString("happenedOn");
    return new About(
        id(json, "applicationId"),
        id(json, "slotId"),
        id(json, "groupId"),
        json.getInteger("line"),
        id(json, "promiseId"),
        id(json, "claimId"),
        id(json, "handOverId"),
        id(json, "settlementId"),
        id(json, "substitutionId"),
        json.getString("reason"),
        day == null ? null : LocalDate.parse(day),
        json.getString("sort"));
  }

  private static void put(JsonObject json, String name, @Nullable UUID id) {
    if (id != null) json.put(name, id.toString());
  }

  private static @Nullable UUID id(JsonObject json, String name) {
    String text = json.getString(name);
    return text == null ? null : UUID.fromString(text);
  }
}
