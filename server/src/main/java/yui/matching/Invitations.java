package yui.matching;

import io.vertx.sqlclient.Row;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;
import yui.engine.Direction;
import yui.engine.Match;
import yui.engine.MatchEngine;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.people.Blocks;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.TaskState;
import yui.tasks.TaskWords;
import yui.tasks.Tasks;
import yui.web.Cursor;

/** Hosts invite candidates by letter: once a person and task, and only who may be found. */
public final class Invitations {
  /** How many letters one community may write to one person in a week. */
  static final int MOST_A_WEEK = 5;

  static final Duration WEEK = Duration.ofDays(7);

  private static final String ADD =
      """
      insert into invitations (id, task_id, community_id, person_id, message, invited_by, created_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict on constraint invited_already do nothing
      """;
  private static final String WAIT_FOR =
      """
      select pg_advisory_xact_lock(hashtextextended('invite:' || id, 0))
      from unnest($1::uuid[]) as id
      order by id
      """;

  /** Whom a community has invited as often as it may for now. */
  private static final String OFTEN =
      """
      select person_id from invitations where community_id = $1 and created_at > $2
      group by person_id having count(*) >= $3
      """;

  private static final String INTERESTED =
      """
      select from interested where task_id = $1 and person_id = $2 and named
      """;
  private static final String MINE =
      """
      select i.id, i.task_id, t.title, i.community_id, i.person_id, r.display_name, i.message,
        i.created_at, exists (select from applied a where a.task_id = i.task_id
          and a.person_id = i.person_id) as applied
      from invitations i join tasks t on t.id = i.task_id join residents r using (person_id)
      where i.person_id = $1
        and ($2::timestamptz is null or (i.created_at, i.id) < ($2::timestamptz, $3::uuid))
      order by i.created_at desc, i.id desc limit $4
      """;
  private static final String SENT =
      """
      select i.id, i.task_id, t.title, i.community_id, i.person_id, r.display_name, i.message,
        i.created_at, false as applied
      from invitations i join tasks t on t.id = i.task_id join residents r using (person_id)
      where i.community_id = $1 and i.invited_by = $2
        and i.created_at = date_trunc('microseconds', $3::timestamptz)
      order by t.title, t.id, r.display_name, i.id
      """;
  private static final String ONE =
      """
      select i.id, i.task_id, t.title, i.community_id, i.person_id, r.display_name, i.message,
        i.created_at, false as applied
      from invitations i join tasks t on t.id = i.task_id join residents r using (person_id)
      where i.id = $1
      """;

  private final Tasks tasks;
  private final People people;
  private final Outbox outbox;
  private final TaskWords taskWords;
  private final String origin;

  /**
   * @param origin where links in letters begin, e.g. {@code https://yui.example}
   */
  public Invitations(
      Tasks tasks, People people, Outbox outbox, TaskWords taskWords, String origin) {
    this.tasks = tasks;
    this.people = people;
    this.outbox = outbox;
    this.taskWords = taskWords;
    this.origin = origin;
  }

  Invitation invite(Tx tx, Caller caller, TaskId id, InvitationEntry entry) {
    waitFor(tx, List.of(entry.residentId().value()));
    Task task = tasks.ours(tx, caller, id).mustBe(TaskState.OPEN);
    return tx.actingFor(task.communityId(), caller, () -> invite(tx, caller, task, entry));
  }

  private Invitation invite(Tx tx, Caller caller, Task task, InvitationEntry entry) {
    PersonId resident = entry.residentId();
    if (Blocks.between(tx, resident, task.groupId())) {
      throw Refusal.conflict("not_allowed_here");
    }
    if (Matching.applicants(tx, task.id()).contains(resident.value())) {
      throw Refusal.conflict("already_applied");
    }
    if (often(tx, task.communityId()).contains(resident.value())) {
      throw Refusal.conflict("invited_often", Map.of("most", MOST_A_WEEK));
    }
    // The same code that ranks candidates says whether this is one; it needs no index.
    boolean fits =
        tx.asSystem(
            () ->
                Rows.resident(tx, resident.value())
                    .flatMap(
                        row ->
                            Rows.task(tx, task.id().value())
                                .map(
                                    asked ->
                                        MatchEngine.explain(
                                            asked, row, Direction.CANDIDATES, tx.now())))
                    .filter(Match.class::isInstance)
                    .isPresent());
    if (!fits && !isInterested(tx, task.id(), resident)) {
      throw Refusal.conflict("not_a_candidate");
    }
    UUID id = Ids.next();
    String message = Objects.requireNonNullElse(entry.message(), "");
    int added =
        tx.change(
            ADD,
            id,
            task.id().value(),
            task.communityId().value(),
            resident.value(),
            message,
            caller.known().value(),
            tx.now());
    if (added == 0) throw Refusal.conflict("invited_already");
    Audit.write(
        tx,
        caller.known(),
        task.communityId(),
        "resident_invited",
        Map.of("task", task.id().toString(), "resident", resident.toString()));
    write(tx, task, resident, message);
    return tx.row(ONE, id).map(Invitations::shown).orElseThrow(Refusal::notFound);
  }

  /** Until others who invite one of these people have; always before a task is locked. */
  static void waitFor(Tx tx, Collection<UUID> residents) {
    tx.rows(WAIT_FOR, (Object) residents.stream().distinct().toArray(UUID[]::new));
  }

  /** Whom the community may not invite just now, for they have had many letters. */
  static Set<UUID> often(Tx tx, CommunityId community) {
    return new HashSet<>(
        tx.list(
            OFTEN,
            row -> row.getUUID("person_id"),
            community.value(),
            tx.now().minus(WEEK),
            MOST_A_WEEK));
  }

  // Whoever likes the task and lets the host know may be written to, whatever the filters say.
  private static boolean isInterested(Tx tx, TaskId task, PersonId resident) {
    return tx.row(INTERESTED, task.value(), resident.value()).isPresent();
  }

  private void write(Tx tx, Task task, PersonId resident, String message) {
    Contact to = people.contact(tx, resident);
    Map<String, String> model = new HashMap<>(taskWords.letter(tx, task, to.lang()));
    model.put("name", to.name());
    model.put("message", message);
    model.put("url", taskWords.url(origin, task.id(), to.lang()));
    outbox.put(
        tx,
        Letter.of(
            to.email(),
            resident,
            Kind.INVITATION,
            to.lang(),
            model,
            "invited:" + task.id() + ":" + resident));
  }

  /** The caller's own, newest first. */
  public Cursor<Invitation> mine(Tx tx, Caller caller, int limit, Optional<String> cursor) {
    String[] after = cursor.map(text -> Cursor.decode(text).split("\\|", -1)).orElse(null);
    List<Row> rows =
        tx.rows(
            MINE,
            caller.known().value(),
            after == null ? null : time(after),
            after == null ? null : place(after),
            limit + 1);
    return Cursor.cut(
            rows, limit, row -> row.getOffsetDateTime("created_at") + "|" + row.getUUID("id"))
        .map(Invitations::shown);
  }

  /** What the caller sent for a community at one moment, with its tasks together. */
  List<Invitation> sent(Tx tx, Caller caller, CommunityId community, String at) {
    Instant moment;
    try {
      moment = Instant.parse(at);
    } catch (DateTimeException e) {
      throw Refusal.notFound();
    }
    return tx.list(SENT, Invitations::shown, community.value(), caller.known().value(), moment);
  }

  private static OffsetDateTime time(String[] after) {
    try {
      return OffsetDateTime.parse(after[0]);
    } catch (DateTimeException e) {
      throw Refusal.invalid("#/query/cursor", "cursor_unknown");
    }
  }

  private static UUID place(String[] after) {
    try {
      return UUID.fromString(after.length == 2 ? after[1] : "");
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("#/query/cursor", "cursor_unknown");
    }
  }

  private static Invitation shown(Row row) {
    Instant at = row.getOffsetDateTime("created_at").toInstant();
    return new Invitation(
        row.getUUID("id"),
        new TaskId(row.getUUID("task_id")),
        row.getString("title"),
        new CommunityId(row.getUUID("community_id")),
        new PersonId(row.getUUID("person_id")),
        row.getString("display_name"),
        row.getString("message"),
        Days.at(at),
        row.getBoolean("applied"));
  }
}
