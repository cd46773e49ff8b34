package yui.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.db.Instants;
import yui.db.Tx;
import yui.web.Json;

/** What somebody is still writing, as it was typed, right or wrong: nobody else reads it. */
public final class Unfinished {
  /** One field of a form and what stands in it. */
  record Field(String name, List<String> values) {}

  /** A form for a community's new task, or for one that is there. */
  record Entry(CommunityId communityId, @Nullable TaskId taskId, List<Field> fields) {}

  /** Kept, and since when. */
  record Kept(
      UUID id,
      CommunityId communityId,
      @Nullable TaskId taskId,
      List<Field> fields,
      OffsetDateTime changedAt) {

    Map<String, List<String>> values() {
      Map<String, List<String>> values = new LinkedHashMap<>();
      for (Field field : fields) values.put(field.name(), field.values());
      return values;
    }

    String title() {
      return values().getOrDefault("title", List.of("")).stream().findFirst().orElse("");
    }
  }

  private static final int MOST = 20;
  private static final String FIELDS =
      """
      select id, community_id, task_id, fields, changed_at from unfinished
      """;
  private static final String KEEP =
      """
      insert into unfinished (id, person_id, community_id, task_id, fields, changed_at)
      values ($1, $2, $3, $4::uuid, $5, $6)
      on conflict (person_id, id) do update
        set community_id = excluded.community_id, task_id = excluded.task_id,
          fields = excluded.fields, changed_at = excluded.changed_at
      """;
  private static final String FIND = FIELDS + "where id = $1 and person_id = $2";
  private static final String LIST =
      FIELDS + "where person_id = $1 order by changed_at desc, id limit $2";
  private static final String REMOVE = "delete from unfinished where id = $1 and person_id = $2";
  private static final String REMOVE_OLDEST =
      """
      delete from unfinished where person_id = $1 and id in (
        select id from unfinished where person_id = $1 order by changed_at desc, id offset $2)
      """;

  private static final String FORGET = "delete from unfinished where changed_at < $1";
  private static final String FORGET_MADE = "delete from begun_tasks where made_at < $1";
  private static final String BECAME =
      """
      insert into begun_tasks (person_id, unfinished_id, community_id, task_id, made_at)
      values ($1, $2, $3, $4, $5) on conflict do nothing
      """;
  private static final String MADE =
      """
      select task_id from begun_tasks where person_id = $1 and unfinished_id = $2
      """;
  private static final Duration KEPT = Duration.ofDays(90);

  private Unfinished() {}

  /** What nobody went on writing for three months; whoever calls is the system. */
  public static int forget(Tx tx) {
    tx.change(FORGET_MADE, tx.now().minus(KEPT));
    return tx.change(FORGET, tx.now().minus(KEPT));
  }

  static Kept keep(Tx tx, Caller caller, UUID id, Entry entry) {
    UUID person = caller.known().value();
    TaskId task = entry.taskId();
    tx.change(
        KEEP,
        id,
        person,
        entry.communityId().value(),
        task == null ? null : task.value(),
        new JsonArray(Json.write(entry.fields())),
        tx.now());
    tx.change(REMOVE_OLDEST, person, MOST);
    return find(tx, caller, id).orElseThrow();
  }

  static Optional<Kept> find(Tx tx, Caller caller, UUID id) {
    return tx.row(FIND, id, caller.known().value()).map(Unfinished::kept);
  }

  static List<Kept> list(Tx tx, Caller caller) {
    return tx.list(LIST, Unfinished::kept, caller.known().value(), MOST);
  }

  static boolean remove(Tx tx, Caller caller, UUID id) {
    return tx.change(REMOVE, id, caller.known().value()) > 0;
  }

  /** What was being written is a task now; sent again, it is this one. */
  static void became(Tx tx, Caller caller, UUID id, Task task) {
    tx.change(
        BECAME,
        caller.known().value(),
        id,
        task.communityId().value(),
        task.id().value(),
        tx.now());
  }

  static Optional<TaskId> made(Tx tx, Caller caller, UUID id) {
    return tx.row(MADE, caller.known().value(), id).map(row -> new TaskId(row.getUUID("task_id")));
  }

  private static Kept kept(Row row) {
    UUID task = row.getUUID("task_id");
    List<Field> fields = new ArrayList<>();
    for (Object field : row.getJsonArray("fields")) {
      JsonNode node = Json.read(((JsonObject) field).encode(), JsonNode.class);
      List<String> values = new ArrayList<>();
      node.path("values").forEach(value -> values.add(value.asText()));
      fields.add(new Field(node.path("name").asText(), values));
    }
    return new Kept(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        task == null ? null : new TaskId(task),
        fields,
        Days.at(Instants.of(row, "changed_at")));
  }
}
