package yui.matching;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
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
import yui.engine.Opening;
import yui.engine.Prices;
import yui.engine.Proposal;
import yui.engine.TaskRow;
import yui.people.People;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Words;

/**
 * Proposes to a desk who could fill its open places. Decides nothing: what may follow are
 * invitations. Opens its own transactions, as {@link Matching} does.
 */
public final class Proposals {
  /** Slots a proposal may have; more are a matter of a narrower window. */
  static final int MOST_SLOTS = 300;

  /** How often an hour one person may have a proposal made. */
  private static final int LOOKS_AN_HOUR = 60;

  /** How many candidates are looked at for a slot at first. */
  private static final int CANDIDATES = 50;

  private static final String LOOKS =
      """
      select count(*) as looks from audit_log
      where deed = 'proposal_seen' and person_id = $1 and at > $2
      """;
  private static final String INVITED =
      "select task_id, person_id from invitations where task_id = any($1)";

  private final Database database;
  private final Index index;
  private final Tasks tasks;
  private final Matching matching;
  private final People people;
  private final Words words;
  private final InvitingSeveral inviting;

  public Proposals(
      Database database,
      Index index,
      Tasks tasks,
      People people,
      Matching matching,
      Invitations invitations,
      Words words) {
    this.database = database;
    this.index = index;
    this.tasks = tasks;
    this.people = people;
    this.matching = matching;
    this.words = words;
    this.inviting = new InvitingSeveral(invitations, tasks, words);
  }

  /** A desk's own work: whoever is not of the community does not learn that it is there. */
  static void coordinating(Caller caller, CommunityId community) {
    caller.known();
    if (!caller.coordinates(community)) {
      throw caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
    }
  }

  /** What is known before the engine is asked. */
  private record Asking(
      List<Vacancies.Vacancy> vacancies,
      Map<TaskId, TaskRow> rows,
      Map<TaskId, Excluded> excluded,
      List<Vacancies.Engaged> engaged,
      @Nullable Integer perSlot,
      Instant now) {}

  ShownProposal propose(Caller caller, CommunityId community, ProposalEntry entry) {
    coordinating(caller, community);
    Asking asking = database.write(Scope.of(caller), tx -> asking(tx, caller, community, entry));
    List<Opening> openings = new ArrayList<>();
    for (Vacancies.Vacancy vacancy : asking.vacancies()) {
      openings.add(opening(asking, vacancy, CANDIDATES));
    }
    Proposal proposal = proposal(openings, Prices.NONE);
    Set<UUID> open = deepened(asking, openings, proposal);
    Proposal best = open.isEmpty() ? proposal : proposal(openings, proposal.prices());
    return database.read(Scope.of(caller), tx -> shown(tx, caller, asking, best));
  }

  private Asking asking(Tx tx, Caller caller, CommunityId community, ProposalEntry entry) {
    check(entry, Days.of(tx.now()));
    List<Vacancies.Vacancy> vacancies = Vacancies.open(tx, community, entry, MOST_SLOTS + 1);
    if (vacancies.size() > MOST_SLOTS) {
      throw Refusal.conflict("proposal_too_large", Map.of("most", MOST_SLOTS));
    }
    countLook(tx, caller, community, entry);
    Map<TaskId, TaskRow> rows = new HashMap<>();
    Map<TaskId, Excluded> excluded = new HashMap<>();
    Set<UUID> often = Invitations.often(tx, community);
    Map<UUID, Set<UUID>> invited = invited(tx, vacancies);
    for (Vacancies.Vacancy vacancy : vacancies) {
      TaskId id = vacancy.taskId();
      if (rows.containsKey(id)) continue;
      rows.put(id, Rows.task(tx, id.value()).orElseThrow(Refusal::notFound));
      Set<UUID> away = new HashSet<>(often);
      away.addAll(Matching.away(tx, id));
      away.addAll(invited.getOrDefault(id.value(), Set.of()));
      excluded.put(id, Excluded.of(away));
    }
    return new Asking(
        vacancies, rows, excluded, Vacancies.engaged(tx, vacancies), entry.perSlot(), tx.now());
  }

  private static void check(ProposalEntry entry, LocalDate today) {
    List<FieldError> errors = new ArrayList<>();
    if (entry.to().isBefore(entry.from())) {
      errors.add(new FieldError("/to", "end_before_start"));
    } else if (entry.to().isBefore(today)) {
      errors.add(new FieldError("/to", "in_the_past"));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
  }

  private static void countLook(Tx tx, Caller caller, CommunityId community, ProposalEntry entry) {
    long looks =
        tx.asSystem(
            () ->
                tx.row(LOOKS, caller.known().value(), tx.now().minus(Duration.ofHours(1)))
                    .map(row -> row.getLong("looks"))
                    .orElse(0L));
    if (looks >= LOOKS_AN_HOUR) throw Refusal.of(Refusal.Kind.TOO_MANY, "too_many_requests");
    Audit.write(
        tx,
        caller.known(),
        community,
        "proposal_seen",
        Map.of("from", entry.from().toString(), "to", entry.to().toString()));
  }

  private static Map<UUID, Set<UUID>> invited(Tx tx, List<Vacancies.Vacancy> vacancies) {
    Map<UUID, Set<UUID>> invited = new HashMap<>();
    UUID[] ids = vacancies.stream().map(v -> v.taskId().value()).distinct().toArray(UUID[]::new);
    for (Row row : tx.rows(INVITED, (Object) ids)) {
      invited
          .computeIfAbsent(row.getUUID("task_id"), none -> new HashSet<>())
          .add(row.getUUID("person_id"));
    }
    return invited;
  }

  // One question a slot, so that others' questions get their turn between them.
  private Opening opening(Asking asking, Vacancies.Vacancy vacancy, int most) {
    int places =
        asking.perSlot() == null ? vacancy.places() : Math.min(vacancy.places(), asking.perSlot());
    TaskRow task = Objects.requireNonNull(asking.rows().get(vacancy.taskId()));
    Excluded excluded = Objects.requireNonNull(asking.excluded().get(vacancy.taskId()));
    Set<UUID> away = Vacancies.away(vacancy, asking.engaged());
    return index.ask(
        Index.Asked.RESIDENTS_FOR_TASK,
        engine ->
            Opening.of(engine, task, vacancy.slotId(), places, excluded, away, most, asking.now()));
  }

  private Proposal proposal(List<Opening> openings, Prices before) {
    return index.ask(Index.Asked.PROPOSAL, engine -> Proposal.of(openings, before));
  }

  /** Looks further for slots that stay open though not everybody was looked at. */
  private Set<UUID> deepened(Asking asking, List<Opening> openings, Proposal proposal) {
    Set<UUID> open = new HashSet<>();
    proposal.unfilled().forEach(unfilled -> open.add(unfilled.slotId()));
    openings.forEach(
        opening -> {
          if (!opening.cut()) open.remove(opening.slotId());
        });
    for (int i = 0; i < openings.size(); i++) {
      if (open.contains(openings.get(i).slotId())) {
        openings.set(i, opening(asking, asking.vacancies().get(i), MatchEngine.MOST));
      }
    }
    return open;
  }

  private ShownProposal shown(Tx tx, Caller caller, Asking asking, Proposal proposal) {
    Map<UUID, List<Match>> proposed = new HashMap<>();
    for (Proposal.Filled filled : proposal.filled()) {
      proposed.computeIfAbsent(filled.slotId(), none -> new ArrayList<>()).add(filled.match());
    }
    Map<UUID, Proposal.Unfilled> unfilled = new HashMap<>();
    proposal.unfilled().forEach(one -> unfilled.put(one.slotId(), one));
    Map<TaskId, List<Vacancies.Vacancy>> byTask = new LinkedHashMap<>();
    for (Vacancies.Vacancy vacancy : asking.vacancies()) {
      byTask.computeIfAbsent(vacancy.taskId(), none -> new ArrayList<>()).add(vacancy);
    }
    List<ShownProposal.ForTask> items = new ArrayList<>();
    int open = 0;
    for (Task task : tasks.byIds(tx, List.copyOf(byTask.keySet())).values()) {
      List<ShownProposal.ForSlot> slots = new ArrayList<>();
      for (Vacancies.Vacancy vacancy : Objects.requireNonNull(byTask.get(task.id()))) {
        List<Match> matches = proposed.getOrDefault(vacancy.slotId(), List.of());
        Proposal.Unfilled left = unfilled.get(vacancy.slotId());
        int places = matches.size() + (left == null ? 0 : left.places());
        open += places;
        slots.add(
            new ShownProposal.ForSlot(
                vacancy.slotId(),
                Days.at(vacancy.startsAt()),
                Days.at(vacancy.endsAt()),
                places,
                vacancy.awaiting(),
                matching.shown(tx, task, caller, matches),
                left == null ? null : unfilled(left, caller.lang())));
      }
      items.add(new ShownProposal.ForTask(task.id(), task.title(), slots));
    }
    return new ShownProposal(
        items, open, proposal.filled().size(), proposal.total(), proposal.bound());
  }

  private ShownProposal.Unfilled unfilled(Proposal.Unfilled left, Lang lang) {
    String code =
        switch (left.why()) {
          case Proposal.Why.NoCandidate(Opening.Lack lack) ->
              switch (lack) {
                case FREE_FOR_PART -> "free_for_part";
                case NOBODY_FREE -> "nobody_free";
                case ALL_EXCLUDED -> "all_excluded";
                case NOBODY_SUITS -> "nobody_suits";
              };
          case Proposal.Why.TooFew few -> "too_few";
          case Proposal.Why.TakenElsewhere elsewhere -> "taken_elsewhere";
        };
    int candidates =
        switch (left.why()) {
          case Proposal.Why.NoCandidate none -> 0;
          case Proposal.Why.TooFew(int found) -> found;
          case Proposal.Why.TakenElsewhere(int found) -> found;
        };
    return new ShownProposal.Unfilled(
        left.places(), code, words.say(lang, "unfilled." + code, Map.of("n", candidates)));
  }

  /** Sends what was chosen; what cannot be sent is told and holds nothing else up. */
  InvitationsSent invite(Tx tx, Caller caller, CommunityId community, InvitationsEntry entry) {
    return inviting.send(tx, caller, community, entry);
  }

  /** A chosen row with its names. */
  record Named(String row, TaskId task, String title, String name) {}

  /**
   * Rows {@code task.resident} of this community, as people read them; what is none is left out.
   */
  List<Named> named(Tx tx, Caller caller, CommunityId community, List<String> rows) {
    coordinating(caller, community);
    List<UUID[]> pairs = rows.stream().map(Proposals::pair).filter(p -> p.length == 2).toList();
    Map<TaskId, Task> found = tasks.byIds(tx, pairs.stream().map(p -> new TaskId(p[0])).toList());
    Map<PersonId, String> names =
        people.displayNames(tx, pairs.stream().map(p -> new PersonId(p[1])).toList());
    List<Named> named = new ArrayList<>();
    for (UUID[] pair : pairs) {
      Task task = found.get(new TaskId(pair[0]));
      String name = names.get(new PersonId(pair[1]));
      if (task != null && task.communityId().equals(community) && name != null) {
        named.add(new Named(pair[0] + "." + pair[1], task.id(), task.title(), name));
      }
    }
    return named;
  }

  private static UUID[] pair(String row) {
    try {
      return Arrays.stream(row.split("\\.", 2)).map(UUID::fromString).toArray(UUID[]::new);
    } catch (IllegalArgumentException e) {
      return new UUID[0]; // typed by nobody: the form sends what the page gave it
    }
  }
}
