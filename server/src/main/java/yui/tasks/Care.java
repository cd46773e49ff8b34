package yui.tasks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import yui.communities.Rules;
import yui.communities.Safety;
import yui.core.Caller;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;

/**
 * What a task does for safety.
 *
 * @param accompaniedBy who goes with those who do such work for the first time; empty for nobody
 * @param verifiedNeeded whether a desk must have seen who somebody is
 */
public record Care(TaskId taskId, String accompaniedBy, boolean verifiedNeeded) {
  private static final String OF =
      "select accompanied_by, verified_needed from task_care where task_id = $1";

  public static Care of(Tx tx, TaskId task) {
    return tx.row(OF, task.value())
        .map(
            row ->
                new Care(task, row.getString("accompanied_by"), row.getBoolean("verified_needed")))
        .orElse(new Care(task, "", false));
  }

  private static final String KEEP =
      """
      insert into task_care (task_id, community_id, accompanied_by, verified_needed, decided_by,
        decided_at)
      values ($1, $2, $3, $4, $5, $6)
      on conflict (task_id) do update set accompanied_by = $3, verified_needed = $4,
        decided_by = $5, decided_at = $6
      """;

  /** Decided by the task's side, and kept in its history. */
  static Care decide(Tx tx, Caller caller, Tasks tasks, Care care) {
    Task task = tasks.ours(tx, caller, care.taskId());
    return tx.actingFor(
        task.communityId(),
        caller,
        () -> {
          tx.change(
              KEEP,
              task.id().value(),
              task.communityId().value(),
              care.accompaniedBy(),
              care.verifiedNeeded(),
              caller.known().value(),
              tx.now());
          TaskStore.tell(
              tx, task.id(), task.communityId(), "care", task.state(), "", caller.known());
          return of(tx, task.id());
        });
  }

  private static final String CLASSES =
      "select code, safety_class from skills where code = any($1)";

  private static Set<String> classes(Tx tx, List<String> codes) {
    Set<String> classes = new HashSet<>();
    tx.rows(CLASSES, (Object) codes.toArray(String[]::new))
        .forEach(row -> classes.add(row.getString("safety_class")));
    return classes;
  }

  /** Work that the community does not ask of helpers, named by its field. */
  static List<FieldError> refused(Tx tx, Rules rules, Task task) {
    Safety safety = rules.safety(tx, task.communityId(), Days.of(tx.now()));
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < task.requiredSkills().size(); i++) {
      Set<String> classes = classes(tx, List.of(task.requiredSkills().get(i).code()));
      if (classes.stream().anyMatch(safety.refused()::contains)) {
        errors.add(new FieldError("/requiredSkills/" + i, "refused_here"));
      }
    }
    return errors;
  }

  private static final String DONE_BEFORE =
      """
      select count(*) as n from safety_done where person_id = $1 and safety_class = $2
      """;

  /** What speaks against it: that the community refuses it, or a first job that nobody joins. */
  public static Optional<Refusal> against(Tx tx, Rules rules, Task task, PersonId person) {
    Safety safety = rules.safety(tx, task.communityId(), Days.of(tx.now()));
    Set<String> classes = classes(tx, task);
    if (classes.stream().anyMatch(safety.refused()::contains)) {
      return Optional.of(Refusal.conflict("work_refused_here"));
    }
    if (!of(tx, task.id()).accompaniedBy().isEmpty()) return Optional.empty();
    return isFirst(tx, safety, classes, person)
        ? Optional.of(Refusal.conflict("accompanied_first"))
        : Optional.empty();
  }

  private static boolean isFirst(Tx tx, Safety safety, Set<String> classes, PersonId person) {
    return classes.stream()
        .filter(safety.accompanied()::contains)
        .anyMatch(kind -> !hasDone(tx, person, kind));
  }

  /** Who goes with somebody for whom it is the first job of its kind. */
  public static Optional<String> companyFor(Tx tx, Rules rules, Task task, PersonId person) {
    String company = of(tx, task.id()).accompaniedBy();
    if (company.isEmpty()) return Optional.empty();
    Safety safety = rules.safety(tx, task.communityId(), Days.of(tx.now()));
    return isFirst(tx, safety, classes(tx, task), person) ? Optional.of(company) : Optional.empty();
  }

  /** What a task says to everybody before they apply, as words of the catalogue. */
  static List<String> notes(Tx tx, Rules rules, Task task) {
    List<String> notes = new ArrayList<>();
    Care care = of(tx, task.id());
    Safety safety = rules.safety(tx, task.communityId(), Days.of(tx.now()));
    if (classes(tx, task).stream().anyMatch(safety.accompanied()::contains)) {
      notes.add(care.accompaniedBy().isEmpty() ? "care.company_missing" : "care.company");
    }
    if (care.verifiedNeeded()) notes.add("care.verified_needed");
    return notes;
  }

  private static Set<String> classes(Tx tx, Task task) {
    return classes(tx, task.requiredSkills().stream().map(RequiredSkill::code).toList());
  }

  private static boolean hasDone(Tx tx, PersonId person, String kind) {
    return tx.asSystem(
            () -> tx.row(DONE_BEFORE, person.value(), kind).map(row -> row.getLong("n")).orElse(0L))
        > 0;
  }
}
