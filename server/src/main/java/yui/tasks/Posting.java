package yui.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import yui.communities.Communities;
import yui.communities.Group;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.ledger.Funds;
import yui.people.Skills;

/** What hosts and coordinators do with a task before and while it is open. */
public final class Posting {
  private static final String SLOT_HEADS =
      """
      select slot_id, chosen, ever from slot_heads where task_id = $1
      """;

  private static final String WALKED_IN =
      """
      select distinct slot_id from walk_ins where task_id = $1
      """;

  private final Tasks tasks;
  private final Needs needs;
  private final Communities communities;
  private final Rules rules;

  private final Skills skills;
  private final Funds funds;
  private final ReviewLetters letters;
  private final WhenChanged whenChanged;

  /** What a change of a task means to rooms this one does not know: who waits for a place. */
  @FunctionalInterface
  public interface WhenChanged {
    void changed(Tx tx, Task before, Task after);
  }

  public Posting(
      Tasks tasks,
      Needs needs,
      Communities communities,
      Rules rules,
      Skills skills,
      Funds funds,
      ReviewLetters letters,
      WhenChanged whenChanged) {
    this.tasks = tasks;
    this.needs = needs;
    this.communities = communities;
    this.rules = rules;
    this.skills = skills;
    this.funds = funds;
    this.letters = letters;
    this.whenChanged = whenChanged;
  }

  /** Writes a draft for a group the caller acts for. */
  Task write(Tx tx, Caller caller, CommunityId community, TaskEntry entry) {
    communities.get(tx, community);
    if (!caller.isAdmin() && !caller.isStaffOf(community)) throw Refusal.forbidden("forbidden");
    Group group =
        communities
            .group(tx, entry.groupId())
            .filter(found -> found.communityId().equals(community))
            .filter(found -> caller.isAdmin() || caller.actsFor(community, found.id()))
            .orElseThrow(Refusal::notFound);
    return tx.actingFor(
        community,
        caller,
        () -> {
          if (entry.needId() != null) needs.mustBeOf(tx, entry.needId(), community);
          Task task = draft(tx, caller.known(), community, group.id(), entry);
          if (entry.needId() != null) needs.becameTask(tx, caller, entry.needId(), task);
          return task;
        });
  }

  /** The draft itself, within its community; whoever calls says that its writer may. */
  Task draft(Tx tx, PersonId writer, CommunityId community, GroupId group, TaskEntry entry) {
    Task blank = blank(tx, writer, community, group, entry.kind());
    Task task = Drafting.apply(tx, skills, funds, blank, entry.asChange());
    NeedId need = entry.needId();
    if (need != null) task = task.answering(need);
    TaskStore.add(tx, task);
    TaskStore.tell(tx, task.id(), community, "create", TaskState.DRAFT, "", writer);
    return again(tx, task);
  }

  /** What is wrong with an entry beyond its shape. */
  List<FieldError> check(Tx tx, JsonNode entry) {
    return EntryCheck.of(tx, skills, entry);
  }

  private static Task blank(
      Tx tx, PersonId writer, CommunityId community, GroupId group, TaskKind kind) {
    return new Task(
        new TaskId(Ids.next()),
        community,
        group,
        TaskState.DRAFT,
        kind,
        Engagement.usual(kind),
        "",
        "",
        List.of(),
        null,
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Travel.NONE,
        "",
        null,
        null,
        Opening.AT_ONCE,
        List.of(),
        1,
        CheckInCodes.next(),
        "",
        null,
        writer,
        tx.now(),
        null,
        tx.now(),
        1);
  }

  /** Edits a task; what was promised to those already chosen cannot get worse. */
  Task change(Tx tx, Caller caller, TaskId id, TaskChange change, Optional<Integer> read) {
    Task before = tasks.ours(tx, caller, id).mustBeVersion(read);
    switch (before.state()) {
      case DONE, SETTLED, CANCELLED -> throw Refusal.conflict("task_not_editable");
      default -> {}
    }
    return tx.actingFor(
        before.communityId(),
        caller,
        () -> {
          Task after = Drafting.apply(tx, skills, funds, before, change);
          if (before.state() == TaskState.OPEN || before.state() == TaskState.REVIEW) {
            Publishing.check(
                after, tx.now(), officeIsClosed(tx, after), Care.refused(tx, rules, after));
          }
          keepPromises(tx, before, after);
          TaskStore.save(tx, before, after, caller.known());
          TaskStore.tell(
              tx, id, before.communityId(), "change", before.state(), "", caller.known());
          whenChanged.changed(tx, before, after);
          return again(tx, after);
        });
  }

  private boolean officeIsClosed(Tx tx, Task task) {
    return task.slots().stream()
        .filter(slot -> !slot.whole() && slot.endsAt().isAfter(tx.now()))
        .anyMatch(
            slot -> !rules.officeIsOpen(tx, task.communityId(), slot.startsAt(), slot.endsAt()));
  }

  private static void keepPromises(Tx tx, Task before, Task after) {
    Map<SlotId, Integer> ever = new HashMap<>();
    int chosen = 0;
    for (Row row : tx.rows(SLOT_HEADS, before.id().value())) {
      ever.put(new SlotId(row.getUUID("slot_id")), row.getInteger("ever"));
      chosen += row.getInteger("chosen");
    }
    for (Row row : tx.rows(WALKED_IN, before.id().value())) {
      ever.merge(new SlotId(row.getUUID("slot_id")), 1, Integer::sum);
    }
    for (Slot old : before.slots()) {
      if (ever.getOrDefault(old.id(), 0) == 0) continue;
      Slot now = after.slot(old.id()).orElse(null);
      // Whoever applied did so for these hours; moving them is postponing, which asks again.
      if (now == null
          || !now.startsAt().equals(old.startsAt())
          || !now.endsAt().equals(old.endsAt())) {
        throw Refusal.conflict("slot_has_applications");
      }
    }
    if (chosen == 0) return;
    if (before.engagement() != after.engagement()) {
      throw Refusal.conflict("engagement_already_promised");
    }
    for (RewardLine old : before.rewards()) {
      if (after.reward(old.line()).filter(now -> now.isAtLeast(old)).isEmpty()) {
        throw Refusal.conflict("reward_already_promised");
      }
    }
    Travel was = before.travel();
    if (after.travel().mostYen() < was.mostYen()
        || was.policy() != Travel.Policy.NONE && after.travel().policy() != was.policy()) {
      throw Refusal.conflict("reward_already_promised");
    }
  }

  /** By a host: for review where the community reviews; by a coordinator: open. */
  Task publish(Tx tx, Caller caller, TaskId id, Optional<Integer> read) {
    Task task = tasks.ours(tx, caller, id).mustBeVersion(read);
    boolean approves = caller.isAdmin() || caller.coordinates(task.communityId());
    if (approves) {
      task.mustBe(TaskState.DRAFT, TaskState.RETURNED, TaskState.POSTPONED, TaskState.REVIEW);
    } else {
      task.mustBe(TaskState.DRAFT, TaskState.RETURNED, TaskState.POSTPONED);
    }
    Instant now = tx.now();
    Publishing.check(task, now, officeIsClosed(tx, task), Care.refused(tx, rules, task));
    Instant deadline = task.applyUntil();
    if (task.slots().isEmpty() && deadline != null) {
      tx.actingFor(
          task.communityId(),
          caller,
          () -> {
            TaskStore.addWhole(tx, task, deadline);
            return task;
          });
    }
    boolean opens = approves || !rules.reviewsTasks(tx, task.communityId(), Days.of(now));
    if (!opens) {
      Task waiting = tasks.enter(tx, caller, task, TaskState.REVIEW, "submit", "");
      letters.submitted(tx, waiting);
      return waiting;
    }
    Task open = tasks.enter(tx, caller, task, TaskState.OPEN, "publish", "");
    if (task.state() == TaskState.REVIEW) letters.approved(tx, open);
    return open;
  }

  /** The desk gives a task in review back to its host, with the reason. */
  Task giveBack(Tx tx, Caller caller, TaskId id, String reason, Optional<Integer> read) {
    Task task = tasks.ours(tx, caller, id);
    if (!caller.isAdmin() && !caller.coordinates(task.communityId())) {
      throw Refusal.forbidden("forbidden");
    }
    task.mustBeVersion(read).mustBe(TaskState.REVIEW);
    Task returned = tasks.enter(tx, caller, task, TaskState.RETURNED, "return", reason);
    letters.returned(tx, returned, reason);
    return returned;
  }

  /** Nobody applies any more; those who did can still be selected. */
  Task close(Tx tx, Caller caller, TaskId id, Optional<Integer> read) {
    Task task = tasks.ours(tx, caller, id).mustBeVersion(read).mustBe(TaskState.OPEN);
    return tasks.enter(tx, caller, task, TaskState.CLOSED, "close", task.reason());
  }

  /** The groups of a community that the caller writes tasks for. */
  List<Group> groups(Tx tx, Caller caller, CommunityId community) {
    return communities.groups(tx, community).stream()
        .filter(group -> caller.isAdmin() || caller.actsFor(community, group.id()))
        .toList();
  }

  private Task again(Tx tx, Task task) {
    return tasks.find(tx, task.id()).orElseThrow(Refusal::notFound);
  }
}
