package yui.applications;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import yui.calendars.Event;
import yui.communities.Communities;
import yui.communities.Fairness;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Database;
import yui.db.Tx;
import yui.ledger.Ledger;
import yui.mail.Outbox;
import yui.people.People;
import yui.people.Resident;
import yui.tasks.Care;
import yui.tasks.Fares;
import yui.tasks.Sheets;
import yui.tasks.Slot;
import yui.tasks.SlotId;
import yui.tasks.Slots;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.TaskState;
import yui.tasks.Tasks;
import yui.web.Words;

/** Applying, being chosen, confirming, withdrawing; state is kept per application and slot. */
public final class Applications {
  private static final Duration AGENDA_KEEPS = Duration.ofDays(60);

  private final Tasks tasks;
  private final People people;
  private final Rules rules;
  private final Fares fares;
  private final Deadlines deadlines;
  private final Promising promising;
  private final Ordering ordering;
  private final Waitlist waitlist;
  private final Correspondence correspondence;
  private final Leaving leaving;
  private final Aftermath aftermath;
  private final Undoing undoing;

  /**
   * @param origin where letters' links begin, without a slash at its end
   */
  public Applications(
      Tasks tasks,
      People people,
      Communities communities,
      Rules rules,
      Ledger ledger,
      Outbox outbox,
      Words words,
      String origin) {
    this.tasks = tasks;
    this.people = people;
    this.rules = rules;
    this.deadlines = new Deadlines(rules, people);
    this.fares = new Fares(rules, people);
    this.promising = new Promising(ledger, rules, fares);
    this.correspondence = new Correspondence(people, communities, outbox, words, origin);
    this.ordering = new Ordering(rules);
    this.waitlist = new Waitlist(tasks, rules, ordering, deadlines, correspondence);
    this.leaving = new Leaving(promising, waitlist);
    this.undoing = new Undoing(deadlines, promising, correspondence);
    this.aftermath = new Aftermath(deadlines, promising, leaving, correspondence);
  }

  Caps caps() {
    return new Caps(rules, fares);
  }

  Aftermath aftermath() {
    return aftermath;
  }

  /** The job that reminds those who come of their day. */
  public Runnable reminding(Database database) {
    return new Reminding(database, tasks, rules, correspondence);
  }

  /** Links in letters that lead nowhere any more; the caller is the system. */
  public int forgetOldLinks(Tx tx) {
    return AnswerLinks.forgetOld(tx);
  }

  /** The job that asks for a decision about the weather. */
  public Runnable weatherAsking(Database database) {
    return new WeatherAsking(database, tasks, correspondence);
  }

  /** The job that reminds hosts of those who wait for an answer. */
  public Runnable asking(Database database) {
    return new Asking(database, tasks, rules, correspondence);
  }

  /** An application the caller may see: the applicant's own, or of a task they are staff of. */
  public Application visible(Tx tx, Caller caller, ApplicationId id) {
    return tx.seenBy(caller, () -> ApplicationStore.find(tx, id))
        .filter(application -> mayRead(tx, caller, application))
        .orElseThrow(Refusal::notFound);
  }

  /** Those that exist and row-level security shows; for rooms that ask with rights of their own. */
  public List<Application> byIds(Tx tx, Collection<ApplicationId> ids) {
    return ApplicationStore.read(tx, ids);
  }

  /** All live applications of a task, for its own side. */
  public List<Application> liveOf(Tx tx, TaskId task) {
    return ApplicationStore.read(tx, ApplicationStore.liveOfTask(tx, task));
  }

  /** A person's live application to a task, if there is one. */
  public Optional<Application> liveOf(Tx tx, TaskId task, PersonId person) {
    return ApplicationStore.liveOf(tx, task, person).flatMap(id -> ApplicationStore.find(tx, id));
  }

  /** A person's applications with a confirmed slot that is not over, soonest first. */
  public List<Application> comingSoon(Tx tx, PersonId person) {
    return ApplicationStore.read(tx, ApplicationStore.comingOf(tx, person, tx.now()));
  }

  /** What a person has agreed to, and what came of it, as calendar entries. */
  public List<Event> agenda(Tx tx, PersonId person, Lang lang) {
    List<Application> theirs =
        ApplicationStore.read(
            tx, ApplicationStore.agendaOf(tx, person, tx.now().minus(AGENDA_KEEPS)));
    Map<TaskId, Task> about =
        tx.asSystem(() -> tasks.byIds(tx, theirs.stream().map(Application::taskId).toList()));
    List<Event> entries = new ArrayList<>();
    for (Application application : theirs) {
      Task task = about.get(application.taskId());
      if (task == null) continue;
      entries.addAll(
          correspondence.agenda().entries(tx, task, application, application.slots(), lang));
    }
    return entries;
  }

  /** A person's applications with a place that waits for their word, the most urgent first. */
  public List<Application> toAnswer(Tx tx, PersonId person) {
    return ApplicationStore.read(tx, ApplicationStore.toAnswer(tx, person));
  }

  /** Every application a task ever had. */
  public List<ApplicationId> idsOf(Tx tx, TaskId task) {
    return ApplicationStore.ofTask(tx, task, null, null, Integer.MAX_VALUE);
  }

  private boolean mayRead(Tx tx, Caller caller, Application application) {
    return caller.is(application.personId())
        || tasks.isStaff(caller, taskOf(tx, caller, application));
  }

  private Task taskOf(Tx tx, Caller caller, Application application) {
    return tx.seenBy(caller, () -> tasks.find(tx, application.taskId()))
        .orElseThrow(Refusal::notFound);
  }

  // Applying ---------------------------------------------------------------------------------

  /**
   * Anybody with a profile may apply, also beyond capacity: the host selects. Refused are a closed
   * task, a slot that has begun, a missing licence and a second live application.
   */
  Application apply(Tx tx, Caller caller, TaskId taskId, ApplicationEntry entry) {
    PersonId person = caller.known();
    Resident resident =
        people.resident(tx, person).orElseThrow(() -> Refusal.conflict("resident_needed"));
    Task task = tasks.visible(tx, caller, taskId);
    Conditions.mustBeOpen(task, tx.now());
    boolean far = Conditions.isFar(tx, people, task, person);
    if (!far && task.opening().isForTheFar(tx.now())) throw Refusal.conflict("for_the_far_only");
    Integer read = entry.sheetVersion();
    if (read != null) Sheets.mustBeRead(tx, taskId, read);
    List<Slot> slots = Conditions.wanted(task, entry.slotIds(), tx.now());
    Conditions.mustBeLicensed(task, resident, slots);
    Conditions.mustKnowAges(tx, rules, task, entry.companions());
    Admission.check(tx, rules, task, person);
    Application application =
        new Application(
            new ApplicationId(Ids.next()),
            task.id(),
            task.communityId(),
            person,
            1 + entry.companions().size(),
            entry.message(),
            entry.companions(),
            slots.stream().map(slot -> applied(slot, tx.now())).toList(),
            1,
            tx.now());
    ApplicationStore.add(tx, application);
    ApplicationStore.note(tx, application.id(), read, far);
    Lots.make(tx, task);
    // The new row waited for whoever was closing the task; only now is its state settled.
    Conditions.mustBeOpen(tasks.find(tx, taskId).orElseThrow(Refusal::notFound), tx.now());
    correspondence.received(tx, task, application);
    return application;
  }

  /** Who goes with somebody for whom it is the first dangerous job of its kind. */
  public Optional<String> companyFor(Tx tx, Task task, PersonId person) {
    return Care.companyFor(tx, rules, task, person);
  }

  Fares fares() {
    return fares;
  }

  /** Whether companions' ages are asked for a task: where the community's insurance needs them. */
  boolean asksAges(Tx tx, Task task) {
    return Conditions.asksAges(tx, rules, task);
  }

  private static ApplicationSlot applied(Slot slot, Instant now) {
    return new ApplicationSlot(
        slot.id(),
        slot.startsAt(),
        slot.endsAt(),
        ApplicationState.APPLIED,
        null,
        "",
        now,
        slot.whole());
  }

  // The host's side --------------------------------------------------------------------------

  /**
   * Takes a place for each head in each slot, all or none, and promises the thanks.
   *
   * @param why what the host's side notes for itself
   */
  public Application select(
      Tx tx,
      Caller caller,
      ApplicationId id,
      @Nullable List<SlotId> slotIds,
      String message,
      String why,
      Optional<Integer> read) {
    Seen seen = asHost(tx, caller, id);
    if (caller.is(seen.application().personId())) throw Refusal.forbidden("not_your_own");
    mustHaveRoom(seen, slotIds, tx.now());
    Optional<Ordering.Placed> placed = placed(tx, caller, seen);
    if (placed.isPresent() && placed.get().place() > 1 && why.isBlank()) {
      if (ordering.fairness(tx, seen.task()).reasonNeeded()) {
        throw Refusal.conflict("reason_needed");
      }
    }
    return decide(
        tx,
        caller,
        seen,
        read,
        (task, application) -> {
          task.mustBe(TaskState.OPEN, TaskState.CLOSED);
          Admission.check(tx, rules, task, application.personId());
          List<ApplicationSlot> selected =
              application.meant(Verb.SELECT, slotIds, tx.now()).stream()
                  .map(
                      s ->
                          s.selected(
                              deadlines.confirmBy(tx, task, application.personId(), s.startsAt()),
                              tx.now()))
                  .toList();
          Slots.take(tx, ids(selected), application.heads());
          Application after =
              ApplicationStore.keep(
                  tx,
                  application,
                  selected,
                  Said.of(Verb.SELECT.word(), Actor.forHost(caller, task))
                      .choosing(why, placed.map(Ordering.Placed::standing).orElse(null)));
          promising.promise(tx, task, after, selected);
          correspondence.selected(tx, task, after, selected, message);
          return after;
        });
  }

  private Optional<Ordering.Placed> placed(Tx tx, Caller caller, Seen seen) {
    return order(tx, caller, seen.task()).stream()
        .filter(p -> p.application().id().equals(seen.application().id()))
        .findFirst();
  }

  /** Those who wait for a decision, the next first; the caller's right is known. */
  List<Ordering.Placed> order(Tx tx, Caller caller, Task task) {
    List<Application> live =
        tx.actingFor(
            task.communityId(),
            caller,
            () -> ApplicationStore.read(tx, ApplicationStore.liveOfTask(tx, task.id())));
    return ordering.of(tx, task, live);
  }

  Fairness fairness(Tx tx, Task task) {
    return ordering.fairness(tx, task);
  }

  /** Draws lots among those who wait for a decision, once a task. */
  Lots.Drawn draw(Tx tx, Caller caller, TaskId id) {
    Task task = tasks.ours(tx, caller, id).mustBe(TaskState.OPEN, TaskState.CLOSED);
    if (!ordering.fairness(tx, task).lots()) throw Refusal.conflict("lots_not_in_rules");
    List<ApplicationId> waiting =
        order(tx, caller, task).stream().map(p -> p.application().id()).toList();
    if (waiting.isEmpty()) throw Refusal.conflict("nobody_to_draw_for");
    Audit.write(
        tx, caller.known(), task.communityId(), "lots_drawn", Map.of("task", id.toString()));
    return Lots.draw(tx, task, caller.known(), waiting);
  }

  /** Puts those on the waiting list into the order in which they are offered a place. */
  void arrange(Tx tx, Caller caller, TaskId id, List<ApplicationId> wanted) {
    Task task = tasks.ours(tx, caller, id);
    tx.actingFor(
        task.communityId(),
        caller,
        () -> {
          Slots.lock(tx, task.slots().stream().map(Slot::id).toList());
          Map<ApplicationId, Application> live = new HashMap<>();
          for (Application one :
              ApplicationStore.read(tx, ApplicationStore.liveOfTask(tx, task.id()))) {
            live.put(one.id(), one);
          }
          for (ApplicationId one : wanted) {
            Application application = live.get(one);
            if (application == null || !isWaiting(application)) {
              throw Refusal.conflict("not_on_the_waiting_list");
            }
          }
          ApplicationStore.arrange(tx, task.id(), wanted);
          Actor by = Actor.forHost(caller, task);
          for (ApplicationId one : wanted) {
            Application application = live.get(one);
            if (application == null) continue;
            ApplicationStore.tell(
                tx,
                application,
                application.slots().stream().filter(Applications::isWaiting).toList(),
                Said.of("arrange", by));
          }
          return wanted;
        });
  }

  private static boolean isWaiting(Application application) {
    return application.slots().stream().anyMatch(Applications::isWaiting);
  }

  private static boolean isWaiting(ApplicationSlot slot) {
    return slot.state() == ApplicationState.WAITLISTED;
  }

  // Only a look: those who come too late need not queue for the lock. The constraint decides.
  private static void mustHaveRoom(Seen seen, @Nullable List<SlotId> slotIds, Instant now) {
    Application application = seen.application();
    for (ApplicationSlot slot : application.meant(Verb.SELECT, slotIds, now)) {
      boolean room =
          seen.task()
              .slot(slot.slotId())
              .map(s -> s.taken() + application.heads() <= s.capacity())
              .orElse(false);
      if (!room && slot.against(Verb.SELECT, now).isEmpty()) throw Refusal.conflict("slot_full");
    }
  }

  public Application decline(
      Tx tx,
      Caller caller,
      ApplicationId id,
      @Nullable List<SlotId> slotIds,
      String message,
      Optional<Integer> read) {
    return decide(
        tx,
        caller,
        asHost(tx, caller, id),
        read,
        (task, application) -> {
          List<ApplicationSlot> declined =
              application.meant(Verb.DECLINE, slotIds, tx.now()).stream()
                  .map(slot -> slot.declined(message, tx.now()))
                  .toList();
          Application after =
              ApplicationStore.keep(
                  tx,
                  application,
                  declined,
                  Said.of(Verb.DECLINE.word(), Actor.forHost(caller, task)).because(message));
          correspondence.declined(tx, task, after, declined, message);
          return after;
        });
  }

  /** As long as nobody was told: what was declined waits again. */
  public Application undoDecline(Tx tx, Caller caller, ApplicationId id, Optional<Integer> read) {
    return decide(
        tx,
        caller,
        asHost(tx, caller, id),
        read,
        (task, application) -> undoing.decline(tx, Actor.forHost(caller, task), task, application));
  }

  public Application waitlist(
      Tx tx,
      Caller caller,
      ApplicationId id,
      @Nullable List<SlotId> slotIds,
      Optional<Integer> read) {
    return decide(
        tx,
        caller,
        asHost(tx, caller, id),
        read,
        (task, application) -> {
          task.mustBe(TaskState.OPEN, TaskState.CLOSED);
          List<ApplicationSlot> waiting =
              application.meant(Verb.WAITLIST, slotIds, tx.now()).stream()
                  .map(slot -> slot.waitlisted(tx.now()))
                  .toList();
          return keep(tx, application, waiting, Verb.WAITLIST, Actor.forHost(caller, task));
        });
  }

  /** Takes a choice back before the slot begins. */
  public Application cancel(
      Tx tx,
      Caller caller,
      ApplicationId id,
      @Nullable List<SlotId> slotIds,
      String reason,
      Optional<Integer> read) {
    return decide(
        tx,
        caller,
        asHost(tx, caller, id),
        read,
        (task, application) -> {
          List<ApplicationSlot> meant = application.meant(Verb.CANCEL, slotIds, tx.now());
          List<ApplicationSlot> cancelled =
              meant.stream().map(slot -> slot.cancelled(reason, tx.now())).toList();
          Application after =
              leaving.leave(
                  tx,
                  Actor.forHost(caller, task),
                  task,
                  application,
                  meant,
                  cancelled,
                  Verb.CANCEL,
                  reason);
          correspondence.takenBack(tx, task, after, cancelled, reason);
          return after;
        });
  }

  // The resident's side ----------------------------------------------------------------------

  public Application confirm(
      Tx tx,
      Caller caller,
      ApplicationId id,
      @Nullable List<SlotId> slotIds,
      Optional<Integer> read) {
    return decide(
        tx,
        caller,
        asApplicant(tx, caller, id),
        read,
        (task, application) -> {
          List<ApplicationSlot> confirmed =
              application.meant(Verb.CONFIRM, slotIds, tx.now()).stream()
                  .map(slot -> slot.confirmed(tx.now()))
                  .toList();
          Application after =
              keep(tx, application, confirmed, Verb.CONFIRM, Actor.resident(caller.known()));
          promising.promise(tx, task, after, confirmed);
          correspondence.confirmed(tx, task, after, confirmed);
          return after;
        });
  }

  /** Until the slot begins; the place is free again and what was promised is void. */
  public Application withdraw(
      Tx tx,
      Caller caller,
      ApplicationId id,
      @Nullable List<SlotId> slotIds,
      String reason,
      Optional<Integer> read) {
    return decide(
        tx,
        caller,
        asApplicant(tx, caller, id),
        read,
        (task, application) -> {
          List<ApplicationSlot> meant = application.meant(Verb.WITHDRAW, slotIds, tx.now());
          List<ApplicationSlot> withdrawn =
              meant.stream().map(slot -> slot.withdrawn(reason, tx.now())).toList();
          Application after =
              leaving.leave(
                  tx,
                  Actor.resident(caller.known()),
                  task,
                  application,
                  meant,
                  withdrawn,
                  Verb.WITHDRAW,
                  reason);
          if (meant.stream().anyMatch(slot -> slot.state().takesPlaces())) {
            correspondence.withdrawn(tx, task, after, withdrawn, reason);
            correspondence.withdrawalKept(tx, task, after, withdrawn);
          }
          return after;
        });
  }

  /** As long as the places are free: the party comes after all. */
  public Application undoWithdraw(Tx tx, Caller caller, ApplicationId id, Optional<Integer> read) {
    return decide(
        tx,
        caller,
        asApplicant(tx, caller, id),
        read,
        (task, application) -> {
          Admission.check(tx, rules, task, application.personId());
          return undoing.withdraw(tx, caller.known(), task, application);
        });
  }

  // Time, and what comes from other rooms ------------------------------------------------------

  /**
   * What was not confirmed in time is free again; what nobody answered before the slot began is
   * over. The caller is the system.
   */
  void expire(Tx tx, ApplicationId id) {
    Application seen = ApplicationStore.find(tx, id).orElseThrow();
    Slots.lock(tx, seen.slotIds());
    ApplicationStore.lock(tx, List.of(id));
    Application application = ApplicationStore.find(tx, id).orElseThrow();
    Task task = tasks.find(tx, application.taskId()).orElseThrow();
    List<ApplicationSlot> silent = application.able(Verb.EXPIRE, tx.now());
    if (!silent.isEmpty()) {
      List<ApplicationSlot> expired = silent.stream().map(slot -> slot.expired(tx.now())).toList();
      application =
          leaving.leave(tx, Actor.TIME, task, application, silent, expired, Verb.EXPIRE, "");
      correspondence.expired(tx, task, application, expired);
    }
    List<ApplicationSlot> forgotten = application.able(Verb.LAPSE, tx.now());
    if (!forgotten.isEmpty()) {
      List<ApplicationSlot> lapsed = forgotten.stream().map(slot -> slot.lapsed(tx.now())).toList();
      application =
          leaving.leave(tx, Actor.TIME, task, application, forgotten, lapsed, Verb.LAPSE, "");
      correspondence.lapsed(tx, task, application, lapsed);
    }
  }

  /** A task's slots have more places than before; who waits is offered them. */
  public void moreRoom(Tx tx, Task before, Task after) {
    List<SlotId> roomier =
        after.slots().stream()
            .filter(
                slot ->
                    before.slot(slot.id()).filter(s -> s.capacity() < slot.capacity()).isPresent())
            .map(Slot::id)
            .toList();
    if (roomier.isEmpty()) return;
    Slots.lock(tx, roomier);
    waitlist.offer(tx, after, roomier);
  }

  /**
   * The host said who came, or took it back; the attendance room asks, its caller's right is known.
   */
  public Application recorded(
      Tx tx, Caller caller, Application application, SlotId slotId, boolean unrecorded) {
    ApplicationSlot slot =
        application.slot(slotId).orElseThrow(() -> Refusal.conflict("slot_not_of_application"));
    ApplicationSlot after = unrecorded ? slot.unrecorded(tx.now()) : slot.recorded(tx.now());
    if (after.state() == slot.state()) return application;
    Task task = tasks.find(tx, application.taskId()).orElseThrow(Refusal::notFound);
    return keep(
        tx,
        application,
        List.of(after),
        unrecorded ? Verb.UNRECORD : Verb.RECORD,
        Actor.forHost(caller, task));
  }

  /** Why attendance cannot be said of this slot, if it cannot. */
  public void mustBeRecordable(Application application, SlotId slotId, Instant now) {
    ApplicationSlot slot =
        application.slot(slotId).orElseThrow(() -> Refusal.conflict("slot_not_of_application"));
    slot.against(Verb.RECORD, now)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  /** Locks an application's own row and reads it again; for rooms that change what hangs on it. */
  public Application locked(Tx tx, ApplicationId id) {
    ApplicationStore.lock(tx, List.of(id));
    return ApplicationStore.find(tx, id).orElseThrow(Refusal::notFound);
  }

  // How each verb goes ---------------------------------------------------------------------------

  private record Seen(Task task, Application application) {}

  private Seen asHost(Tx tx, Caller caller, ApplicationId id) {
    Application application = visible(tx, caller, id);
    Task task = taskOf(tx, caller, application);
    if (!tasks.acts(caller, task)) throw Refusal.forbidden("forbidden");
    return new Seen(task, application);
  }

  private Seen asApplicant(Tx tx, Caller caller, ApplicationId id) {
    Application application = visible(tx, caller, id);
    if (!caller.is(application.personId())) throw Refusal.notFound();
    return new Seen(taskOf(tx, caller, application), application);
  }

  private Application decide(
      Tx tx,
      Caller caller,
      Seen seen,
      Optional<Integer> read,
      BiFunction<Task, Application, Application> deed) {
    Application before = seen.application();
    return tx.actingFor(
        before.communityId(),
        caller,
        () -> {
          Slots.lock(tx, before.slotIds());
          Application application = locked(tx, before.id()).mustBeVersion(read);
          Task task = tasks.find(tx, application.taskId()).orElseThrow(Refusal::notFound);
          return deed.apply(task, application);
        });
  }

  private static Application keep(
      Tx tx, Application application, List<ApplicationSlot> changed, Verb verb, Actor by) {
    return ApplicationStore.keep(tx, application, changed, Said.of(verb.word(), by));
  }

  private static List<SlotId> ids(List<ApplicationSlot> slots) {
    return slots.stream().map(ApplicationSlot::slotId).toList();
  }
}
