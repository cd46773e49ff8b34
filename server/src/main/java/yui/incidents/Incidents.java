package yui.incidents;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Cursor;
import yui.web.Words;

/** Telling what went wrong, seeing to it, closing it. */
public final class Incidents {
  /** What somebody tells. */
  record Entry(
      Incident.Severity severity,
      String words,
      @Nullable TaskId taskId,
      @Nullable OffsetDateTime happenedAt) {}

  private final Tasks tasks;
  private final Communities communities;
  private final People people;
  private final Outbox outbox;
  private final Words words;
  private final String origin;

  /**
   * @param origin where letters' links begin, without a slash at its end
   */
  public Incidents(
      Tasks tasks,
      Communities communities,
      People people,
      Outbox outbox,
      Words words,
      String origin) {
    this.tasks = tasks;
    this.communities = communities;
    this.people = people;
    this.outbox = outbox;
    this.words = words;
    this.origin = origin;
  }

  /** By anybody there: of the community's side, or chosen for the task, or for one of late. */
  Incident tell(Tx tx, Caller caller, CommunityId community, Entry entry) {
    communities.get(tx, community);
    @Nullable Task task =
        entry.taskId() == null ? null : task(tx, caller, community, entry.taskId());
    boolean staff = caller.isAdmin() || caller.isStaffOf(community);
    boolean there =
        task == null
            ? tasks.isChosenOfLate(tx, caller, community)
            : tasks.isChosen(tx, caller, task);
    if (!staff && !there) {
      throw Refusal.forbidden("forbidden");
    }
    Instant happened = entry.happenedAt() == null ? tx.now() : entry.happenedAt().toInstant();
    if (happened.isAfter(tx.now())) throw Refusal.invalid("/happenedAt", "in_the_future");
    Incident incident =
        new Incident(
            Ids.next(),
            community,
            entry.taskId(),
            happened,
            tx.now(),
            caller.known(),
            entry.severity(),
            entry.words(),
            null,
            null,
            "",
            null,
            null,
            "");
    return within(
        tx,
        caller,
        community,
        () -> {
          IncidentStore.add(tx, incident);
          letters(tx, incident, task);
          return incident;
        });
  }

  private Task task(Tx tx, Caller caller, CommunityId community, TaskId id) {
    Task task = tasks.visible(tx, caller, id);
    if (!task.communityId().equals(community)) throw Refusal.notFound();
    return task;
  }

  /** To the desk and the hosts at once. */
  private void letters(Tx tx, Incident incident, @Nullable Task task) {
    Set<PersonId> readers = new HashSet<>(communities.coordinators(tx, incident.communityId()));
    if (task != null) readers.addAll(communities.hosts(tx, task.groupId()));
    String teller = people.contact(tx, incident.toldBy()).name();
    for (Contact contact : people.contacts(tx, readers)) {
      Lang lang = contact.lang();
      Map<String, String> model = new HashMap<>();
      model.put("name", contact.name());
      model.put("applicant", teller);
      model.put("severity", words.say(lang, "incident.severity." + incident.severity()));
      model.put(
          "when",
          Spoken.day(incident.happenedAt(), lang) + " " + Spoken.time(incident.happenedAt()));
      model.put("message", incident.words());
      model.put(
          "url",
          origin
              + lang.path()
              + "/communities/"
              + incident.communityId()
              + "/incidents/"
              + incident.id());
      if (task != null) {
        model.put("task", task.title());
        if (task.onCall() != null) model.put("phone", task.onCall().spoken());
      }
      outbox.put(
          tx,
          Letter.of(
              contact.email(),
              contact.id(),
              Kind.INCIDENT_TOLD,
              lang,
              model,
              "incident:" + incident.id()));
    }
  }

  /** Of the desk all, of others what they told themselves; newest first. */
  Cursor<Incident> list(
      Tx tx,
      Caller caller,
      CommunityId community,
      boolean open,
      int limit,
      Optional<String> cursor) {
    communities.get(tx, community);
    PersonId teller = seesAll(caller, community) ? null : caller.known();
    UUID before = cursor.map(Cursor::decodeId).orElse(null);
    return Cursor.cut(
        tx.seenBy(caller, () -> IncidentStore.list(tx, community, teller, open, before, limit + 1)),
        limit,
        incident -> incident.id().toString());
  }

  private static final int MOST_COUNTED = 1_000;

  /** How many are not closed yet, for a desk's beginning. */
  public int open(Tx tx, Caller caller, CommunityId community) {
    return list(tx, caller, community, true, MOST_COUNTED, Optional.empty()).items().size();
  }

  /** For the desk, the task's hosts and whoever told it; 404 for everybody else. */
  Incident visible(Tx tx, Caller caller, UUID id) {
    return tx.seenBy(caller, () -> IncidentStore.find(tx, id))
        .filter(
            incident ->
                caller.is(incident.toldBy())
                    || seesAll(caller, incident.communityId())
                    || acts(tx, caller, incident))
        .orElseThrow(Refusal::notFound);
  }

  List<IncidentStore.Event> history(Tx tx, Caller caller, UUID id) {
    return tx.seenBy(caller, () -> IncidentStore.events(tx, id));
  }

  /** The first to see to it is kept with the time; later words are added. */
  Incident respond(Tx tx, Caller caller, UUID id, String said) {
    Incident seen = visible(tx, caller, id);
    if (!acts(tx, caller, seen)) throw Refusal.forbidden("forbidden");
    return changed(
        tx,
        caller,
        seen,
        incident -> {
          mustBeOpen(incident);
          IncidentStore.respond(tx, incident, caller.known(), tx.now(), said);
        });
  }

  /** The desk alone closes, with what came of it. */
  Incident close(Tx tx, Caller caller, UUID id, String said) {
    Incident seen = visible(tx, caller, id);
    if (!isDesk(caller, seen.communityId())) throw Refusal.forbidden("forbidden");
    return changed(
        tx,
        caller,
        seen,
        incident -> {
          mustBeOpen(incident);
          IncidentStore.close(tx, incident, caller.known(), said);
        });
  }

  private interface Change {
    void to(Incident incident);
  }

  private Incident changed(Tx tx, Caller caller, Incident seen, Change change) {
    return within(
        tx,
        caller,
        seen.communityId(),
        () -> {
          IncidentStore.lock(tx, seen.id());
          change.to(IncidentStore.find(tx, seen.id()).orElseThrow(Refusal::notFound));
          return IncidentStore.find(tx, seen.id()).orElseThrow(Refusal::notFound);
        });
  }

  private static void mustBeOpen(Incident incident) {
    if (incident.closedAt() != null) throw Refusal.conflict("incident_closed");
  }

  private boolean acts(Tx tx, Caller caller, Incident incident) {
    if (isDesk(caller, incident.communityId())) return true;
    TaskId task = incident.taskId();
    return task != null
        && tx.seenBy(caller, () -> tasks.find(tx, task))
            .map(found -> tasks.acts(caller, found))
            .orElse(false);
  }

  static boolean isDesk(Caller caller, CommunityId community) {
    return caller.isAdmin() || caller.coordinates(community);
  }

  static boolean seesAll(Caller caller, CommunityId community) {
    return isDesk(caller, community) || caller.audits(community);
  }

  private static <T> T within(Tx tx, Caller caller, CommunityId community, Supplier<T> work) {
    return caller.isStaffOf(community)
        ? work.get()
        : tx.actingFor(Objects.requireNonNull(community.value()), work);
  }
}
