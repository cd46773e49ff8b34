package yui.applications;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Fairness;
import yui.core.Caller;
import yui.core.Days;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.matching.Fit;
import yui.matching.Fitting;
import yui.matching.ShownReason;
import yui.people.People;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.TaskSummary;
import yui.tasks.Tasks;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;
import yui.web.Words;

/** Before and around choosing: who likes a task, in which order applicants stand, and lots. */
public final class ChoosingRoutes {
  private static final int MOST_COMPANIONS = 20;

  record Interest(
      TaskId id, TaskId taskId, boolean interested, boolean named, @Nullable OffsetDateTime at) {}

  record InterestEntry(@Nullable Boolean named) {}

  record LikedTask(TaskId id, TaskSummary task, boolean named, OffsetDateTime at) {}

  record Liking(PersonId id, PersonId residentId, String displayName, OffsetDateTime at) {}

  record Likes(int count, List<Liking> items) {}

  record Order(
      boolean newcomersFirst,
      @Nullable Integer mostPerWeek,
      int liftedDaysBefore,
      boolean lots,
      boolean reasonNeeded,
      String criteria,
      List<Standing> items,
      @Nullable String nextCursor) {}

  record Standing(
      ApplicationId id,
      ApplicationId applicationId,
      PersonId residentId,
      String displayName,
      int place,
      List<ShownReason> reasons,
      @Nullable Integer waitPlace,
      int attendedHere,
      int chosenThatWeek,
      @Nullable Integer lot,
      @Nullable Fit match) {}

  record Arrangement(List<ApplicationId> applicationIds) {}

  record Lot(ApplicationId applicationId, int lot, String digest) {}

  record LotsView(
      TaskId id,
      TaskId taskId,
      String seedHash,
      OffsetDateTime madeAt,
      @Nullable String seed,
      @Nullable OffsetDateTime drawnAt,
      List<Lot> lots) {}

  private final Applications applications;
  private final Interests interests;
  private final Tasks tasks;
  private final People people;
  private final Fitting fitting;
  private final Words words;

  public ChoosingRoutes(
      Applications applications, Tasks tasks, People people, Fitting fitting, Words words) {
    this.applications = applications;
    this.interests = new Interests(tasks, people);
    this.tasks = tasks;
    this.people = people;
    this.fitting = fitting;
    this.words = words;
  }

  public void bind(Api api) {
    api.write("showInterest", this::show);
    api.write(
        "dropInterest",
        (rq, tx) -> {
          interests.drop(tx, rq.caller(), task(rq));
          return Answer.nothing();
        });
    api.read("listMyInterests", this::mine);
    api.read("listTaskInterests", this::likes);
    api.read("listMyCompanions", ChoosingRoutes::companions);
    api.read("orderApplicants", this::order);
    api.write("arrangeWaitlist", this::arrange);
    api.write(
        "drawLots",
        (rq, tx) -> Answer.created(shown(task(rq), applications.draw(tx, rq.caller(), task(rq)))));
    api.read("getLots", this::lots);
  }

  private Answer show(Request rq, Tx tx) {
    Boolean named = rq.hasBody() ? rq.body(InterestEntry.class).named() : null;
    Interests.Liked liked = interests.show(tx, rq.caller(), task(rq), named);
    return Answer.ok(
        new Interest(liked.task(), liked.task(), true, liked.named(), Days.at(liked.at())));
  }

  private Answer mine(Request rq, Tx tx) {
    Caller caller = rq.caller();
    ApplicationStore.Place after =
        rq.query("cursor").map(Cursor::decode).map(ApplicationStore.Place::of).orElse(null);
    Cursor<Interests.Liked> page =
        Cursor.cut(
            Interests.mine(tx, caller.known(), after, rq.limit() + 1),
            rq.limit(),
            liked -> liked.at() + "|" + liked.task());
    Map<TaskId, TaskSummary> cards = new HashMap<>();
    tasks
        .cards(tx, caller, page.items().stream().map(Interests.Liked::task).toList())
        .forEach(card -> cards.put(card.id(), card));
    List<LikedTask> items = new ArrayList<>();
    for (Interests.Liked liked : page.items()) {
      TaskSummary card = cards.get(liked.task());
      if (card == null) continue;
      items.add(new LikedTask(liked.task(), card, liked.named(), Days.at(liked.at())));
    }
    return Answer.ok(new Cursor<>(items, page.nextCursor()));
  }

  private Answer likes(Request rq, Tx tx) {
    Task task = ofStaff(tx, rq.caller(), task(rq));
    return tx.seenBy(
        rq.caller(),
        () -> {
          List<Interests.Named> named = Interests.named(tx, task.id(), rq.limit());
          Map<PersonId, String> names =
              people.displayNames(tx, named.stream().map(Interests.Named::person).toList());
          return Answer.ok(
              new Likes(
                  Interests.count(tx, task.id()),
                  named.stream()
                      .map(
                          n ->
                              new Liking(
                                  n.person(),
                                  n.person(),
                                  names.getOrDefault(n.person(), ""),
                                  Days.at(n.at())))
                      .toList()));
        });
  }

  private static Answer companions(Request rq, Tx tx) {
    return Answer.ok(
        new Cursor<>(
            ApplicationStore.companionsOf(tx, rq.caller().known(), MOST_COMPANIONS).stream()
                .map(ApplicationStore.Known::companion)
                .toList(),
            null));
  }

  private Answer order(Request rq, Tx tx) {
    Caller caller = rq.caller();
    Task task = ofStaff(tx, caller, task(rq));
    int from = rq.query("cursor").map(ChoosingRoutes::offset).orElse(0);
    return tx.seenBy(
        caller,
        () -> {
          Fairness fairness = applications.fairness(tx, task);
          List<Ordering.Placed> all = applications.order(tx, caller, task);
          int to = Math.min(all.size(), from + rq.limit());
          List<Ordering.Placed> shown = from >= to ? List.of() : all.subList(from, to);
          List<PersonId> persons = shown.stream().map(p -> p.application().personId()).toList();
          Map<PersonId, String> names = people.displayNames(tx, persons);
          Map<PersonId, Fit> fits = fitting.of(tx, caller.lang(), task.id(), persons);
          Map<ApplicationId, Integer> waiting = ApplicationStore.waitPlaces(tx, task.id());
          return Answer.ok(
              new Order(
                  fairness.newcomersFirst(),
                  fairness.mostPerWeek(),
                  fairness.liftedDaysBefore(),
                  fairness.lots(),
                  fairness.reasonNeeded(),
                  fairness.criteria(caller.lang()),
                  shown.stream()
                      .map(p -> standing(caller, fairness, p, names, fits, waiting))
                      .toList(),
                  to < all.size() ? Cursor.encode(Integer.toString(to)) : null));
        });
  }

  private Standing standing(
      Caller caller,
      Fairness fairness,
      Ordering.Placed placed,
      Map<PersonId, String> names,
      Map<PersonId, Fit> fits,
      Map<ApplicationId, Integer> waiting) {
    Application application = placed.application();
    List<String> said = placed.said(words, caller.lang(), fairness);
    List<ShownReason> reasons = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      reasons.add(new ShownReason(placed.why().get(i).code(), said.get(i)));
    }
    return new Standing(
        application.id(),
        application.id(),
        application.personId(),
        names.getOrDefault(application.personId(), ""),
        placed.place(),
        reasons,
        waiting.get(application.id()),
        placed.attendedHere(),
        placed.chosenThatWeek(),
        placed.lot() == 0 ? null : placed.lot(),
        fits.get(application.personId()));
  }

  private Answer arrange(Request rq, Tx tx) {
    applications.arrange(tx, rq.caller(), task(rq), rq.body(Arrangement.class).applicationIds());
    return order(rq, tx);
  }

  /** For the task's side, and for those who applied. */
  private Answer lots(Request rq, Tx tx) {
    Caller caller = rq.caller();
    Task task = tasks.visible(tx, caller, task(rq));
    if (!tasks.isStaff(caller, task)
        && ApplicationStore.everOf(tx, task.id(), caller.known()).isEmpty()) {
      throw Refusal.notFound();
    }
    return Answer.ok(shown(task.id(), Lots.find(tx, task.id()).orElseThrow(Refusal::notFound)));
  }

  private static LotsView shown(TaskId task, Lots.Drawn drawn) {
    List<Lot> lots = new ArrayList<>();
    String seed = drawn.seed();
    if (seed != null) {
      for (UUID id : drawn.order()) {
        lots.add(new Lot(new ApplicationId(id), lots.size() + 1, Lots.lot(seed, id)));
      }
    }
    return new LotsView(
        task,
        task,
        drawn.seedHash(),
        Days.at(drawn.madeAt()),
        seed,
        Days.maybeAt(drawn.drawnAt()),
        lots);
  }

  private Task ofStaff(Tx tx, Caller caller, TaskId id) {
    Task task = tasks.visible(tx, caller, id);
    if (!tasks.isStaff(caller, task)) throw Refusal.forbidden("forbidden");
    return task;
  }

  private static int offset(String cursor) {
    try {
      int from = Integer.parseInt(Cursor.decode(cursor));
      if (from > 0) return from;
    } catch (NumberFormatException e) {
      // not one of ours: answered below
    }
    throw Refusal.invalid("#/query/cursor", "cursor_unknown");
  }

  private static TaskId task(Request rq) {
    return new TaskId(rq.id("taskId"));
  }
}
