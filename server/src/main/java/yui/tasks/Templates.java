package yui.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Json;

/** Tasks written once to begin others from: a group's own, or the whole community's. */
final class Templates {
  /** Which task, what it is called, and whose it is; without a group the community's. */
  record Entry(TaskId taskId, String name, @Nullable GroupId groupId) {}

  /** Who posts it and, unless it has none, on which day. */
  record UseEntry(GroupId groupId, @Nullable LocalDate day) {}

  /** A template as lists show it. */
  record Template(
      UUID id, CommunityId communityId, @Nullable GroupId groupId, String name, String title) {}

  private static final String ADD =
      """
      insert into task_templates (id, community_id, group_id, name, body, by_person, created_at)
      values ($1, $2, $3::uuid, $4, $5, $6, $7)
      """;
  private static final String LIST =
      """
      select id, community_id, group_id, name, body from task_templates
      where community_id = $1 and removed_at is null order by name, id
      """;
  private static final String FIND =
      """
      select id, community_id, group_id, name, body from task_templates
      where id = $1 and removed_at is null
      """;
  private static final String REMOVE =
      """
      update task_templates set removed_at = $2, removed_by = $3 where id = $1
      """;

  private final Tasks tasks;
  private final Copies copies;
  private final Communities communities;

  Templates(Tasks tasks, Copies copies, Communities communities) {
    this.tasks = tasks;
    this.copies = copies;
    this.communities = communities;
  }

  Template add(Tx tx, Caller caller, CommunityId community, Entry entry) {
    if (!caller.isAdmin() && !caller.isStaffOf(community)) throw Refusal.forbidden("forbidden");
    Task task = tasks.visible(tx, caller, entry.taskId());
    if (!tasks.acts(caller, task) || !task.communityId().equals(community)) {
      throw Refusal.notFound();
    }
    GroupId group = entry.groupId();
    boolean may = group == null ? Needs.isDesk(caller, community) : group.equals(task.groupId());
    if (!may) throw Refusal.forbidden("forbidden");
    ObjectNode body = Copies.body(task);
    body.set("hours", Json.MAPPER.valueToTree(Copies.hours(task)));
    UUID id = Ids.next();
    return tx.actingFor(
        community,
        caller,
        () -> {
          tx.change(
              ADD,
              id,
              community.value(),
              group == null ? null : group.value(),
              entry.name(),
              new JsonObject(body.toString()),
              caller.known().value(),
              tx.now());
          return template(tx.row(FIND, id).orElseThrow());
        });
  }

  /** The community's, and those of the groups that the caller acts for. */
  List<Template> list(Tx tx, Caller caller, CommunityId community) {
    communities.get(tx, community);
    if (!caller.isAdmin() && !caller.isStaffOf(community)) throw Refusal.forbidden("forbidden");
    return tx.seenBy(caller, () -> tx.list(LIST, Templates::template, community.value())).stream()
        .filter(template -> isFor(caller, template))
        .toList();
  }

  private static boolean isFor(Caller caller, Template template) {
    GroupId group = template.groupId();
    return group == null
        || caller.isAdmin()
        || caller.audits(template.communityId())
        || caller.actsFor(template.communityId(), group);
  }

  /** Another draft of it; without a day one without days. */
  Task use(Tx tx, Caller caller, UUID id, UseEntry entry) {
    Row row = found(tx, caller, id);
    ObjectNode body = body(row);
    List<Copies.Hours> hours = hours(body);
    body.remove("hours");
    LocalDate on = entry.day();
    return copies.write(
        tx,
        caller,
        new CommunityId(row.getUUID("community_id")),
        Copies.entry(
            body,
            entry.groupId(),
            Copies.slots(on == null ? List.of() : hours, on == null ? LocalDate.EPOCH : on)));
  }

  private static List<Copies.Hours> hours(ObjectNode body) {
    return List.of(Json.read(body.path("hours").toString(), Copies.Hours[].class));
  }

  private static ObjectNode body(Row row) {
    return Json.read(row.getJsonObject("body").encode(), ObjectNode.class);
  }

  void remove(Tx tx, Caller caller, UUID id) {
    Template template = template(found(tx, caller, id));
    if (!mayRemove(caller, template)) throw Refusal.forbidden("forbidden");
    tx.actingFor(
        template.communityId(),
        caller,
        () -> tx.change(REMOVE, id, tx.now(), caller.known().value()));
  }

  static boolean mayRemove(Caller caller, Template template) {
    GroupId group = template.groupId();
    return group == null
        ? Needs.isDesk(caller, template.communityId())
        : caller.isAdmin() || caller.actsFor(template.communityId(), group);
  }

  private static Row found(Tx tx, Caller caller, UUID id) {
    return tx.seenBy(caller, () -> tx.row(FIND, id))
        .filter(row -> isFor(caller, template(row)))
        .orElseThrow(Refusal::notFound);
  }

  private static Template template(Row row) {
    UUID group = row.getUUID("group_id");
    return new Template(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        group == null ? null : new GroupId(group),
        row.getString("name"),
        row.getJsonObject("body").getString("title"));
  }
}
