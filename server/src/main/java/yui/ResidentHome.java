package yui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.ApplicationSlot;
import yui.applications.ApplicationState;
import yui.applications.Applications;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.ledger.Said;
import yui.ledger.Transfers;
import yui.matching.Fit;
import yui.matching.Invitation;
import yui.matching.Invitations;
import yui.matching.Matching;
import yui.matching.Recommendation;
import yui.people.People;
import yui.people.Resident;
import yui.tasks.OnCall;
import yui.tasks.Task;
import yui.tasks.TaskCard;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Form;
import yui.web.Words;

/** A resident's beginning: what to answer, where to go next, what would suit, what is owed. */
record ResidentHome(
    @Nullable Next next,
    List<ToConfirm> toConfirm,
    boolean hasToConfirm,
    List<Invited> invitations,
    boolean hasInvitations,
    List<TaskCard> recommendations,
    boolean hasRecommendations,
    boolean isSearchAway,
    List<Owed> owed,
    boolean hasOwed,
    boolean unfinished) {

  record Next(
      TaskId taskId,
      String title,
      String when,
      String place,
      String meetingPoint,
      boolean checkIn,
      List<OnCall.Number> onCall) {}

  record ToConfirm(ApplicationId id, String title, String confirmBy) {}

  record Invited(TaskId taskId, String title, String from, String message) {}

  record Owed(String icon, String text) {}

  /** Makes it of what the rooms know. */
  static final class Maker {
    private static final int CARDS = 6;
    private static final int INVITATIONS = 4;
    private static final Duration BEFORE = Duration.ofHours(1);

    private final Applications applications;
    private final Tasks tasks;
    private final Matching matching;
    private final Invitations invitations;
    private final People people;
    private final Communities communities;
    private final Transfers transfers;
    private final Words words;

    Maker(
        Applications applications,
        Tasks tasks,
        Matching matching,
        Invitations invitations,
        People people,
        Communities communities,
        Transfers transfers,
        Words words) {
      this.applications = applications;
      this.tasks = tasks;
      this.matching = matching;
      this.invitations = invitations;
      this.people = people;
      this.communities = communities;
      this.transfers = transfers;
      this.words = words;
    }

    ResidentHome of(Form form, Database database) {
      Caller caller = form.caller();
      Optional<Resident> resident =
          database.read(Scope.of(caller), tx -> people.resident(tx, caller.known()));
      Optional<List<Recommendation>> best =
          resident.isPresent() ? recommended(caller) : Optional.of(List.of());
      return database.read(Scope.of(caller), tx -> home(form, tx, resident, best));
    }

    // The page has more to show than what the index knows, so it does without while that is built.
    private Optional<List<Recommendation>> recommended(Caller caller) {
      try {
        return Optional.of(matching.recommend(caller, CARDS, Optional.empty()).items());
      } catch (Refusal refusal) {
        if (refusal.kind() != Refusal.Kind.UNAVAILABLE) throw refusal;
        return Optional.empty();
      }
    }

    private ResidentHome home(
        Form form, Tx tx, Optional<Resident> resident, Optional<List<Recommendation>> best) {
      Caller caller = form.caller();
      Lang lang = form.lang();
      List<ToConfirm> toConfirm = toConfirm(tx, caller, lang);
      List<Invited> invited = invited(tx, caller);
      List<TaskCard> cards = cards(tx, lang, best.orElse(List.of()));
      List<Owed> owed = owed(tx, caller, lang);
      return new ResidentHome(
          next(tx, caller, lang).orElse(null),
          toConfirm,
          !toConfirm.isEmpty(),
          invited,
          !invited.isEmpty(),
          cards,
          !cards.isEmpty(),
          best.isEmpty(),
          owed,
          !owed.isEmpty(),
          resident.isEmpty()
              || resident.get().skills().isEmpty()
              || resident.get().bases().isEmpty());
    }

    private Optional<Next> next(Tx tx, Caller caller, Lang lang) {
      List<Application> coming = applications.comingSoon(tx, caller.known());
      return coming.stream()
          .flatMap(
              a ->
                  a.slots().stream()
                      .filter(s -> s.state() == ApplicationState.CONFIRMED)
                      .filter(s -> s.endsAt().isAfter(tx.now()))
                      .map(s -> Map.entry(s, a.taskId())))
          .min(Comparator.comparing(e -> e.getKey().startsAt()))
          .flatMap(e -> tasks.find(tx, e.getValue()).map(task -> next(tx, task, e.getKey(), lang)));
    }

    private static Next next(Tx tx, Task task, ApplicationSlot slot, Lang lang) {
      Instant now = tx.now();
      return new Next(
          task.id(),
          task.title(),
          slot.spoken(lang),
          task.spot() == null ? "" : task.spot().label(),
          task.spot() == null ? "" : task.spot().meetingPoint(),
          !now.isBefore(slot.startsAt().minus(BEFORE)) && now.isBefore(slot.endsAt()),
          OnCall.numbers(task.onCall()));
    }

    private List<ToConfirm> toConfirm(Tx tx, Caller caller, Lang lang) {
      List<ToConfirm> waiting = new ArrayList<>();
      for (Application application : applications.toAnswer(tx, caller.known())) {
        Optional<Instant> by =
            application.slots().stream()
                .map(ApplicationSlot::confirmBy)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
        tasks
            .find(tx, application.taskId())
            .ifPresent(
                task ->
                    waiting.add(
                        new ToConfirm(
                            application.id(),
                            task.title(),
                            by.map(moment -> Spoken.deadline(moment, lang)).orElse(""))));
      }
      return waiting;
    }

    private List<Invited> invited(Tx tx, Caller caller) {
      List<Invited> invited = new ArrayList<>();
      for (Invitation i : invitations.mine(tx, caller, INVITATIONS, Optional.empty()).items()) {
        Optional<Task> task = tasks.find(tx, i.taskId()).filter(t -> t.isOpen(tx.now()));
        if (i.applied() || task.isEmpty()) continue;
        String from = communities.group(tx, task.get().groupId()).map(Group::name).orElse("");
        invited.add(new Invited(i.taskId(), i.taskTitle(), from, i.message()));
      }
      return invited;
    }

    private List<TaskCard> cards(Tx tx, Lang lang, List<Recommendation> best) {
      TaskCard.Maker maker = new TaskCard.Maker(words, communities, lang);
      Map<TaskId, Task> found = tasks.byIds(tx, best.stream().map(r -> r.task().id()).toList());
      List<TaskCard> cards = new ArrayList<>();
      for (Recommendation r : best) {
        Task task = found.get(r.task().id());
        if (task == null) continue;
        cards.add(
            maker.card(
                tx,
                task,
                Fit.spoken(r.score(), words, lang),
                r.reasons().stream().map(reason -> reason.detail()).toList()));
      }
      return cards;
    }

    private List<Owed> owed(Tx tx, Caller caller, Lang lang) {
      Said said = new Said(tx, words, lang);
      return transfers.ownBalances(tx, caller.known(), null).stream()
          .filter(b -> b.owed() > 0)
          .map(b -> new Owed(Said.icon(b.unit()), said.amount(b.unit(), b.owed())))
          .toList();
    }
  }
}
