package yui.attendance;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.ApplicationSlot;
import yui.applications.ApplicationState;
import yui.applications.Applications;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.Change;
import yui.ledger.Ledger;
import yui.ledger.Promised;
import yui.ledger.TransferId;
import yui.mail.Outbox;
import yui.people.People;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.Tasks;
import yui.web.Words;

/** Checking in, and what the host's side says of who came. */
public final class Attendances {

  private static final Duration LATEST = Duration.ofDays(2);

  private final Tasks tasks;
  private final Applications applications;
  private final Ledger ledger;
  private final Thanking thanking;
  private final Asking asking;
  private final People people;
  private final Words words;

  /**
   * @param origin where letters' links begin, without a slash at its end
   */
  public Attendances(
      Tasks tasks,
      Applications applications,
      Ledger ledger,
      People people,
      Communities communities,
      Outbox outbox,
      Words words,
      String origin) {
    this.tasks = tasks;
    this.applications = applications;
    this.ledger = ledger;
    this.people = people;
    this.words = words;
    this.asking = new Asking(people, communities, outbox, origin);
    this.thanking = new Thanking(people, communities, outbox, words, origin);
  }

  /** A resident who is there. */
  record CheckedIn(Task task, Application application, Attendance attendance) {}

  /**
   * The task at the place of the code.
   *
   * @throws Refusal 404 for a code that is none
   */
  Task at(Tx tx, String code) {
    return tasks.byCheckInCode(tx, code).orElseThrow(Refusal::notFound);
  }

  Absences absences() {
    return new Absences(tasks, applications, asking);
  }

  Hours hours() {
    return new Hours(tasks, applications);
  }

  /**
   * With the code of the task's sheet, from an hour before a confirmed slot of one's own until it
   * ends; again it answers the same.
   *
   * @param how by the code's QR or typed
   * @param happenedAt when a telephone without a network saw it, two days ago at the most
   */
  CheckedIn checkIn(
      Tx tx, Caller caller, String code, String how, @Nullable OffsetDateTime happenedAt) {
    Instant seen = happenedAt == null ? tx.now() : happenedAt.toInstant();
    Instant then = seen.isAfter(tx.now()) ? tx.now() : seen;
    if (then.isBefore(tx.now().minus(LATEST))) throw Refusal.conflict("check_in_not_now");
    PersonId person = caller.known();
    Task task =
        tasks.byCheckInCode(tx, code).orElseThrow(() -> Refusal.conflict("check_in_code_unknown"));
    Application application =
        applications
            .liveOf(tx, task.id(), person)
            .orElseThrow(() -> Refusal.conflict("check_in_code_unknown"));
    List<ApplicationSlot> coming =
        application.slots().stream()
            .filter(
                slot ->
                    slot.state() == ApplicationState.CONFIRMED
                        || slot.state() == ApplicationState.DONE)
            .toList();
    if (coming.isEmpty()) throw Refusal.conflict("check_in_code_unknown");
    ApplicationSlot now =
        coming.stream()
            .filter(slot -> ApplicationSlot.mayRecord(slot.startsAt(), then))
            .filter(slot -> then.isBefore(slot.endsAt()))
            .findFirst()
            .orElseThrow(() -> Refusal.conflict("check_in_not_now"));
    AttendanceStore.checkIn(tx, application, now.slotId(), how, then);
    return new CheckedIn(task, application, known(tx, application, now.slotId()));
  }

  /** What was, or would be, recorded, with every transfer of the ledger. */
  record Recorded(
      Task task,
      Application application,
      Attendance before,
      Attendance attendance,
      List<Effect> effects) {}

  /** One transfer: what it resolves or corrects, and what it changes. */
  record Effect(Promised promised, Change change) {}

  /** What {@link #record} would do; changes nothing. */
  Recorded preview(Tx tx, Caller caller, ApplicationId id, SlotId slotId, AttendanceEntry entry) {
    Word word = word(tx, caller, id, slotId);
    return tx.actingFor(
            word.task().communityId(),
            caller,
            () ->
                said(
                    tx,
                    caller,
                    word.task(),
                    word.application(),
                    slotId,
                    entry,
                    Optional.empty(),
                    tx.now()))
        .recorded();
  }

  /** What a telephone in the field says, perhaps later than it happened. */
  record Mark(
      AttendanceState state,
      @Nullable Integer present,
      @Nullable String note,
      @Nullable OffsetDateTime happenedAt,
      @Nullable Integer seen) {

    /** A telephone whose clock is ahead saw it now at the latest. */
    Instant happened(Instant now) {
      Instant said = happenedAt == null ? now : happenedAt.toInstant();
      return said.isAfter(now) ? now : said;
    }

    AttendanceEntry entry() {
      return new AttendanceEntry(state, present, List.of(), note);
    }
  }

  /**
   * A word from the roll call. It never takes the place of another's word that its telephone had
   * not seen, nor of a newer one: that is refused and told. The same word again changes nothing.
   */
  Recorded mark(Tx tx, Caller caller, ApplicationId id, SlotId slotId, Mark mark) {
    return say(
        tx,
        caller,
        id,
        slotId,
        mark.entry(),
        Optional.empty(),
        mark.happened(tx.now()),
        before -> mustKnow(tx, caller, before, mark));
  }

  private boolean mustKnow(Tx tx, Caller caller, Attendance before, Mark mark) {
    if (before.said() == 0) return false;
    if (before.state() == mark.state()) return true;
    Instant stands = Objects.requireNonNullElse(before.happenedAt(), Instant.EPOCH);
    boolean newer = stands.isAfter(mark.happened(tx.now()));
    boolean known =
        mark.seen() == null
            ? !newer
            : mark.seen() == before.said() || caller.is(before.recordedBy()) && !newer;
    if (known) return false;
    throw Refusal.conflict(
        "attendance_newer",
        Map.of(
            "state",
            words.say(caller.lang(), "attendance.state." + before.state().name()),
            "name",
            before.recordedBy() == null ? "" : people.contact(tx, before.recordedBy()).name(),
            "time",
            Spoken.time(stands)));
  }

  /**
   * The host's word on a party in a slot: what it earned is posted, what it did not is given back;
   * said otherwise later, the ledger is corrected.
   */
  Recorded record(
      Tx tx,
      Caller caller,
      ApplicationId id,
      SlotId slotId,
      AttendanceEntry entry,
      Optional<Integer> read) {
    return say(tx, caller, id, slotId, entry, read, tx.now(), before -> false);
  }

  private Recorded say(
      Tx tx,
      Caller caller,
      ApplicationId id,
      SlotId slotId,
      AttendanceEntry entry,
      Optional<Integer> read,
      Instant happened,
      Predicate<Attendance> isNothingNew) {
    Word word = word(tx, caller, id, slotId);
    return tx.actingFor(
        word.task().communityId(),
        caller,
        () -> {
          Application application = applications.locked(tx, id);
          Attendance stands = known(tx, application, slotId);
          if (isNothingNew.test(stands)) {
            return new Recorded(word.task(), application, stands, stands, List.of());
          }
          Said said = said(tx, caller, word.task(), application, slotId, entry, read, happened);
          Recorded recorded = said.recorded();
          Attendance after = recorded.attendance();
          if (recorded.effects().isEmpty()
              && recorded
                  .before()
                  .says(after.state(), said.reckoning().present(), after.earned(), after.note())) {
            return new Recorded(
                word.task(), application, recorded.before(), recorded.before(), List.of());
          }
          ledger.earn(tx, said.reckoning().earned());
          boolean onBehalf = !caller.hosts(word.task().groupId());
          AttendanceStore.record(tx, application, after, caller.known(), onBehalf);
          Application moved =
              applications.recorded(
                  tx, caller, application, slotId, after.state() == AttendanceState.UNRECORDED);
          if (after.state().isPresence() && !recorded.effects().isEmpty()) {
            thanking.recorded(tx, word.task(), moved, after, promised(tx, id));
          }
          if (after.state() == AttendanceState.ABSENT_UNTOLD
              && recorded.before().state() != AttendanceState.ABSENT_UNTOLD) {
            asking.absent(tx, word.task(), moved, after);
          }
          return new Recorded(word.task(), moved, recorded.before(), after, recorded.effects());
        });
  }

  private record Word(Task task, Application application) {}

  private Word word(Tx tx, Caller caller, ApplicationId id, SlotId slotId) {
    Application application = applications.visible(tx, caller, id);
    Task task =
        tx.seenBy(caller, () -> tasks.find(tx, application.taskId()))
            .orElseThrow(Refusal::notFound);
    if (!tasks.acts(caller, task)) throw Refusal.forbidden("forbidden");
    if (application.slot(slotId).isEmpty()) throw Refusal.notFound();
    if (caller.is(application.personId())) throw Refusal.forbidden("not_your_own");
    return new Word(task, application);
  }

  private record Said(Recorded recorded, Reckoning reckoning) {}

  private Said said(
      Tx tx,
      Caller caller,
      Task task,
      Application application,
      SlotId slotId,
      AttendanceEntry entry,
      Optional<Integer> read,
      Instant happened) {
    applications.mustBeRecordable(application, slotId, tx.now());
    Map<SlotId, Attendance> all = AttendanceStore.of(tx, application.id());
    Attendance before =
        all.getOrDefault(slotId, Attendance.unknown(application.id(), slotId)).mustBeVersion(read);
    List<Promised> promises = ledger.promisedOf(tx, application.id().value());
    Reckoning reckoning = Reckoning.of(task, application, slotId, entry, promises, all, happened);
    Map<TransferId, Promised> byId =
        promises.stream().collect(Collectors.toMap(Promised::id, p -> p));
    List<Change> changes = ledger.preview(tx, reckoning.earned());
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      effects.add(
          new Effect(
              Objects.requireNonNull(byId.get(reckoning.earned().get(i).promise())),
              changes.get(i)));
    }
    Attendance after =
        before.recorded(
            entry.state(),
            reckoning.present(),
            reckoning.lines(),
            entry.note(),
            caller.known(),
            happened,
            tx.now());
    return new Said(
        new Recorded(task, application, before, after, List.copyOf(effects)), reckoning);
  }

  /** What is known of each slot of these applications. */
  Map<ApplicationId, Map<SlotId, Attendance>> known(Tx tx, List<Application> all) {
    return AttendanceStore.of(tx, all.stream().map(Application::id).toList());
  }

  private static Attendance known(Tx tx, Application application, SlotId slot) {
    return AttendanceStore.of(tx, application.id())
        .getOrDefault(slot, Attendance.unknown(application.id(), slot));
  }

  /** How much of each unit of goods was handed over already. */
  Map<UUID, Map<String, Long>> handedOver(Tx tx, List<Application> all) {
    return ledger.handedOver(tx, all.stream().map(one -> one.id().value()).toList());
  }

  /** What stands promised of each line of an application's slots. */
  List<Promised> promised(Tx tx, ApplicationId application) {
    return ledger.promisedOf(tx, application.value());
  }
}
