package yui.matching;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Caller;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.engine.Excluded;
import yui.engine.Match;
import yui.engine.MatchEngine;
import yui.engine.Reason;
import yui.engine.ResidentRow;
import yui.engine.TaskRow;
import yui.engine.Weights;
import yui.people.Blocks;
import yui.people.Licence;
import yui.people.People;
import yui.people.Resident;
import yui.people.Skill;
import yui.people.Skills;
import yui.tasks.Journey;
import yui.tasks.JourneyWords;
import yui.tasks.Journeys;
import yui.tasks.Task;
import yui.tasks.TaskCard;
import yui.tasks.TaskId;
import yui.tasks.TaskState;
import yui.tasks.TaskSummary;
import yui.tasks.Tasks;
import yui.web.Cursor;
import yui.web.Words;

/**
 * Search, recommendations and candidates. Opens its own transactions, for none may be held while
 * the engine is asked: before it what is asked about, after it what the caller may see of the
 * answer.
 */
public final class Matching {
  /** How often an hour one person may look for candidates. */
  private static final int LOOKS_AN_HOUR = 300;

  private static final String APPLIED_TASKS = "select task_id from applied where person_id = $1";
  private static final String APPLICANTS = "select person_id from applied where task_id = $1";
  private static final String INVITED = "select person_id from invitations where task_id = $1";
  private static final String LOOKS =
      """
      select count(*) as looks from audit_log
      where deed = 'candidates_seen' and person_id = $1 and at > $2
      """;
  private static final String SKILLS_OF =
      """
      select id, skills from feed_residents where id = any($1)
      """;

  private final Database database;
  private final Index index;
  private final Tasks tasks;
  private final People people;
  private final Skills skills;
  private final Communities communities;
  private final Words words;

  public Matching(
      Database database,
      Index index,
      Tasks tasks,
      People people,
      Skills skills,
      Communities communities,
      Words words) {
    this.database = database;
    this.index = index;
    this.tasks = tasks;
    this.people = people;
    this.skills = skills;
    this.communities = communities;
    this.words = words;
  }

  private static boolean isOpen(TaskSummary task, Instant now) {
    return task.state() == TaskState.OPEN
        && (task.applyUntil() == null || task.applyUntil().toInstant().isAfter(now));
  }

  /** What is known before the engine is asked for tasks. */
  private record Asking(ResidentRow row, Excluded excluded, Instant now) {}

  /** The open tasks that suit the caller, best first. */
  public Cursor<Recommendation> recommend(Caller caller, int limit, Optional<String> cursor) {
    UUID me = caller.known().value();
    int from = offset(cursor);
    Asking asking =
        reading(
            caller,
            tx ->
                new Asking(
                    Rows.resident(tx, me).orElseThrow(() -> Refusal.conflict("resident_needed")),
                    Excluded.of(notFor(tx, me)),
                    tx.now()));
    List<Match> best =
        index.ask(
            Index.Asked.TASKS_FOR_RESIDENT,
            engine ->
                engine.tasksFor(asking.row(), asking.excluded(), most(from, limit), asking.now()));
    Cursor<Match> page = page(best, from, limit);
    return reading(caller, tx -> shown(tx, caller, page));
  }

  private Cursor<Recommendation> shown(Tx tx, Caller caller, Cursor<Match> page) {
    Map<UUID, Match> matches = byId(page.items());
    ReasonWords reasons = new ReasonWords(words, names(tx, caller.lang()), caller.lang());
    List<Recommendation> items = new ArrayList<>();
    List<TaskId> ids = page.items().stream().map(match -> new TaskId(match.id())).toList();
    for (TaskSummary task : tasks.cards(tx, caller, ids)) {
      Match match = matches.get(task.id().value());
      if (match == null || !isOpen(task, tx.now())) continue;
      List<ShownReason> why = new ArrayList<>(reasons.of(match));
      if (task.journey() != null) why.add(reasons.ofNet(task.journey()));
      items.add(
          new Recommendation(
              task.at(match.distanceKm()), match.score(), ShownParts.of(match.parts()), why));
    }
    return new Cursor<>(items, page.nextCursor());
  }

  /** What is known before the engine is asked for residents. */
  private record Looking(Task task, TaskRow row, Excluded excluded, Instant now) {}

  /** The residents who suit a task and let its community find them, best first; looked up, kept. */
  Cursor<Candidate> candidates(Caller caller, TaskId id, int limit, Optional<String> cursor) {
    int from = offset(cursor);
    Looking looking = database.write(Scope.of(caller), tx -> looking(tx, caller, id));
    List<Match> best =
        index.ask(
            Index.Asked.RESIDENTS_FOR_TASK,
            engine ->
                engine.residentsFor(
                    looking.row(), looking.excluded(), most(from, limit), looking.now()));
    Cursor<Match> page = page(best, from, limit);
    List<Candidate> shown =
        database.write(
            Scope.of(caller),
            tx -> {
              List<Candidate> found =
                  tx.actingFor(
                      looking.task().communityId(),
                      caller,
                      () -> shown(tx, looking.task(), caller, page.items()));
              told(tx, caller, looking.task(), found);
              return found;
            });
    return new Cursor<>(shown, page.nextCursor());
  }

  // Each of them may read that they were seen.
  private static void told(Tx tx, Caller caller, Task task, List<Candidate> found) {
    if (found.isEmpty()) return;
    Audit.write(
        tx,
        caller.known(),
        task.communityId(),
        "candidates_shown",
        Map.of(
            "task",
            task.id().toString(),
            "persons",
            found.stream().map(one -> one.residentId().toString()).toList()));
  }

  private Looking looking(Tx tx, Caller caller, TaskId id) {
    Task task = tasks.visible(tx, caller, id);
    if (!tasks.acts(caller, task)) throw Refusal.forbidden("forbidden");
    task.mustBe(TaskState.REVIEW, TaskState.OPEN);
    countLook(tx, caller, task);
    return tx.actingFor(
        task.communityId(),
        caller,
        () ->
            new Looking(
                task,
                Rows.task(tx, id.value()).orElseThrow(Refusal::notFound),
                Excluded.of(away(tx, id)),
                tx.now()));
  }

  private static void countLook(Tx tx, Caller caller, Task task) {
    PersonId person = caller.known();
    long looks =
        tx.asSystem(
            () ->
                tx.row(LOOKS, person.value(), tx.now().minus(Duration.ofHours(1)))
                    .map(row -> row.getLong("looks"))
                    .orElse(0L));
    if (looks >= LOOKS_AN_HOUR) throw Refusal.of(Refusal.Kind.TOO_MANY, "too_many_requests");
    Audit.write(
        tx, person, task.communityId(), "candidates_seen", Map.of("task", task.id().toString()));
  }

  /** A task and how its community weighs, for the page of its candidates. */
  record Weighed(Task task, Weights weights) {}

  Weighed weighed(Caller caller, TaskId id) {
    return reading(
        caller,
        tx -> {
          Task task = tasks.visible(tx, caller, id);
          if (!tasks.acts(caller, task)) throw Refusal.forbidden("forbidden");
          return tx.actingFor(
              task.communityId(),
              caller,
              () ->
                  new Weighed(
                      task,
                      Rows.task(tx, id.value()).map(TaskRow::weights).orElse(Weights.DEFAULT)));
        });
  }

  /** Tasks that are not recommended: applied for, or of a group one does not meet. */
  private static Set<UUID> notFor(Tx tx, UUID person) {
    Set<UUID> tasks = new HashSet<>(tx.list(APPLIED_TASKS, row -> row.getUUID("task_id"), person));
    tasks.addAll(Blocks.tasksBarred(tx, new PersonId(person)));
    return tasks;
  }

  /** Residents who are no candidates: they applied, or they and the group do not meet. */
  static Set<UUID> away(Tx tx, TaskId id) {
    Set<UUID> away = applicants(tx, id);
    away.addAll(Blocks.personsBarred(tx, id.value()));
    return away;
  }

  static Set<UUID> applicants(Tx tx, TaskId id) {
    return new HashSet<>(tx.list(APPLICANTS, row -> row.getUUID("person_id"), id.value()));
  }

  /** What a host may see of those who suit a task. */
  List<Candidate> shown(Tx tx, Task task, Caller caller, List<Match> matches) {
    List<PersonId> ids = matches.stream().map(match -> new PersonId(match.id())).toList();
    Map<PersonId, String> displayed = people.displayNames(tx, ids);
    Map<UUID, List<Candidate.Held>> held = held(tx, matches);
    Set<UUID> invited =
        new HashSet<>(tx.list(INVITED, row -> row.getUUID("person_id"), task.id().value()));
    Map<UUID, Journey> journeys = journeys(tx, task, ids);
    ReasonWords reasons = new ReasonWords(words, names(tx, caller.lang()), caller.lang());
    List<Candidate> items = new ArrayList<>();
    for (Match match : matches) {
      PersonId person = new PersonId(match.id());
      String name = displayed.get(person);
      if (name == null) continue;
      List<ShownReason> why = new ArrayList<>(reasons.of(match));
      Journey journey = journeys.get(match.id());
      if (journey != null) why.add(reasons.of(journey));
      items.add(
          new Candidate(
              person,
              name,
              match.score(),
              ShownParts.of(match.parts()),
              why,
              match.distanceKm(),
              held.getOrDefault(match.id(), List.of()),
              attended(match),
              invited.contains(match.id())));
    }
    return items;
  }

  // The home stays hidden: what leaves is a cost in steps of 500 yen.
  private Map<UUID, Journey> journeys(Tx tx, Task task, Collection<PersonId> ids) {
    Map<UUID, Journey> journeys = new HashMap<>();
    if (task.spot() == null) return journeys;
    tx.asSystem(
        () -> {
          for (PersonId id : ids) {
            Resident resident = people.resident(tx, id).orElse(null);
            if (resident != null) {
              Journeys.from(resident)
                  .to(tx, task)
                  .ifPresent(journey -> journeys.put(id.value(), journey));
            }
          }
          return true;
        });
    return journeys;
  }

  private static int attended(Match match) {
    return match.reasons().stream()
        .filter(Reason.Reliability.class::isInstance)
        .map(Reason.Reliability.class::cast)
        .mapToInt(Reason.Reliability::attended)
        .findFirst()
        .orElse(0);
  }

  private static Map<UUID, List<Candidate.Held>> held(Tx tx, List<Match> matches) {
    Map<UUID, List<Candidate.Held>> held = new HashMap<>();
    UUID[] ids = matches.stream().map(Match::id).toArray(UUID[]::new);
    for (Row row : tx.rows(SKILLS_OF, (Object) ids)) {
      List<Candidate.Held> skills = new ArrayList<>();
      row.getJsonArray("skills")
          .forEach(
              skill -> {
                var one = (JsonObject) skill;
                skills.add(new Candidate.Held(one.getString("code"), one.getInteger("level")));
              });
      held.put(row.getUUID("id"), skills);
    }
    return held;
  }

  /** Names of skills and licences by code. */
  Map<String, String> names(Tx tx, Lang lang) {
    Map<String, String> names = skillNames(tx, lang);
    for (Licence licence : skills.licences(tx))
      names.putIfAbsent(licence.code(), licence.name(lang));
    return names;
  }

  Map<String, String> communityNames(Tx tx, Lang lang) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Community community : communities.all(tx)) {
      names.put(community.id().toString(), community.name(lang));
    }
    return names;
  }

  TaskCard.Maker cardMaker(Lang lang) {
    return new TaskCard.Maker(words, communities, lang);
  }

  /** What coming to a task leaves the reader, in a line; empty where nobody knows. */
  String line(TaskSummary task, Lang lang) {
    Journey journey = task.journey();
    return journey == null ? "" : new JourneyWords(words, lang).line(journey);
  }

  Optional<Resident> resident(Tx tx, PersonId person) {
    return people.resident(tx, person);
  }

  String fit(double score, Lang lang) {
    return Fit.spoken(score, words, lang);
  }

  String comparedFit(double score, Lang lang) {
    return Fit.compared(score, words, lang);
  }

  String say(Lang lang, String key) {
    return words.say(lang, key);
  }

  String say(Lang lang, String key, Map<String, ?> values) {
    return words.say(lang, key, values);
  }

  LocalDate today(Caller caller) {
    return Days.of(database.now());
  }

  /** In the order of the list. */
  Map<String, String> skillNames(Tx tx, Lang lang) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Skill skill : skills.skills(tx)) names.put(skill.code(), skill.name(lang));
    return names;
  }

  private static int offset(Optional<String> cursor) {
    if (cursor.isEmpty()) return 0;
    try {
      int from = Integer.parseInt(Cursor.decode(cursor.get()));
      if (from > 0 && from < MatchEngine.MOST) return from;
    } catch (NumberFormatException e) {
      // not one of ours: answered below
    }
    throw Refusal.invalid("#/query/cursor", "cursor_unknown");
  }

  private static int most(int from, int limit) {
    return Math.min(MatchEngine.MOST, from + limit + 1);
  }

  private static Cursor<Match> page(List<Match> best, int from, int limit) {
    int to = Math.min(best.size(), from + limit);
    return new Cursor<>(
        from >= to ? List.of() : List.copyOf(best.subList(from, to)),
        best.size() > to ? Cursor.encode(Integer.toString(to)) : null);
  }

  private static Map<UUID, Match> byId(List<Match> matches) {
    return matches.stream().collect(Collectors.toMap(Match::id, Function.identity()));
  }

  <T> T reading(Caller caller, Function<Tx, T> work) {
    return database.read(Scope.of(caller), work);
  }
}
