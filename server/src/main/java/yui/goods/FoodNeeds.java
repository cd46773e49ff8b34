package yui.goods;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.ApplicationSlot;
import yui.applications.ApplicationState;
import yui.applications.Applications;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Audit;
import yui.db.Tx;
import yui.tasks.RewardKind;
import yui.tasks.Slot;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;

/**
 * What people cannot eat. Theirs alone to write; read by whoever cooks for them, from the moment
 * they are chosen for work with a meal, without names, and each look is written down.
 */
public final class FoodNeeds {
  // Nobody cooks any more; what was told is no longer needed.
  private static final Duration KEPT = Duration.ofHours(12);

  private final Applications applications;
  private final Tasks tasks;

  public FoodNeeds(Applications applications, Tasks tasks) {
    this.applications = applications;
    this.tasks = tasks;
  }

  private static final String OWN = "select words from food_needs where person_id = $1";
  private static final String PUT =
      """
      insert into food_needs (person_id, words, told_at) values ($1, $2, yui_now())
        on conflict (person_id) do update set words = excluded.words, told_at = excluded.told_at
      """;
  private static final String FORGET = "delete from food_needs where person_id = $1";

  String own(Tx tx, PersonId person) {
    return tx.row(OWN, person.value()).map(row -> row.getString("words")).orElse("");
  }

  /** Nothing in it forgets what was told. */
  String put(Tx tx, PersonId person, String words) {
    String told = words.strip();
    if (told.isEmpty()) tx.change(FORGET, person.value());
    else tx.change(PUT, person.value(), told);
    return told;
  }

  private static final String PARTY =
      "select application_id, words from party_food_needs where application_id = any ($1)";
  private static final String PUT_PARTY =
      """
      insert into party_food_needs (application_id, community_id, person_id, words, told_at)
        values ($1, $2, $3, $4, yui_now())
        on conflict (application_id)
          do update set words = excluded.words, told_at = excluded.told_at
      """;
  private static final String FORGET_PARTY =
      "delete from party_food_needs where application_id = $1";

  Map<UUID, String> ofParties(Tx tx, Collection<Application> parties) {
    Map<UUID, String> words = new HashMap<>();
    UUID[] ids = parties.stream().map(a -> a.id().value()).toArray(UUID[]::new);
    tx.rows(PARTY, (Object) ids)
        .forEach(row -> words.put(row.getUUID("application_id"), row.getString("words")));
    return words;
  }

  /** What those who come along cannot eat; by the applicant. */
  String putParty(Tx tx, Caller caller, UUID id, String words) {
    Application application = applications.visible(tx, caller, new ApplicationId(id));
    if (!caller.is(application.personId())) throw Refusal.forbidden("forbidden");
    String told = words.strip();
    if (told.isEmpty()) tx.change(FORGET_PARTY, id);
    else {
      tx.change(
          PUT_PARTY, id, application.communityId().value(), application.personId().value(), told);
    }
    return told;
  }

  /** What a cook reads: how many eat when, and what some of them cannot. */
  record Sheet(UUID taskId, String title, boolean meals, List<Sitting> slots) {}

  /**
   * One slot of a sheet.
   *
   * @param confirmed heads that said they come
   * @param waiting heads that were chosen and have not answered
   * @param needs one for each who told something; the same words stand together
   */
  record Sitting(
      UUID slotId,
      Instant startsAt,
      Instant endsAt,
      int confirmed,
      int waiting,
      int meals,
      List<Need> needs) {}

  record Need(String words, int parties) {}

  /** For the host and the desk. Needs are told only where a meal is promised. */
  Sheet sheet(Tx tx, Caller caller, UUID taskId) {
    Task task = tasks.visible(tx, caller, new TaskId(taskId));
    if (!tasks.acts(caller, task)) throw Refusal.forbidden("forbidden");
    long mealsAHead =
        task.rewards().stream()
            .filter(r -> r.kind() == RewardKind.MEAL)
            .mapToLong(r -> r.amountFor(1))
            .sum();
    return tx.seenBy(caller, () -> sheet(tx, caller, task, Math.toIntExact(mealsAHead)));
  }

  private Sheet sheet(Tx tx, Caller caller, Task task, int mealsAHead) {
    List<Application> coming =
        applications.liveOf(tx, task.id()).stream()
            .filter(a -> a.slots().stream().anyMatch(s -> s.state().isChosen()))
            .toList();
    boolean cooks =
        mealsAHead > 0
            && task.slots().stream().anyMatch(slot -> !slot.endsAt().plus(KEPT).isBefore(tx.now()));
    Map<UUID, List<String>> told = cooks ? told(tx, caller, task, coming) : Map.of();
    List<Sitting> sittings = new ArrayList<>();
    for (Slot slot : task.slots()) {
      int confirmed = heads(coming, slot, true);
      int waiting = heads(coming, slot, false);
      boolean over = slot.endsAt().plus(KEPT).isBefore(tx.now());
      List<String> needs =
          coming.stream()
              .filter(a -> !over)
              .filter(a -> a.slot(slot.id()).filter(s -> s.state().isChosen()).isPresent())
              .flatMap(a -> told.getOrDefault(a.id().value(), List.of()).stream())
              .toList();
      sittings.add(
          new Sitting(
              slot.id().value(),
              slot.startsAt(),
              slot.endsAt(),
              confirmed,
              waiting,
              Math.multiplyExact(confirmed, mealsAHead),
              counted(needs)));
    }
    return new Sheet(task.id().value(), task.title(), mealsAHead > 0, sittings);
  }

  private static int heads(List<Application> coming, Slot slot, boolean confirmed) {
    return coming.stream()
        .filter(
            a ->
                a.slot(slot.id())
                    .map(ApplicationSlot::state)
                    .filter(s -> is(s, confirmed))
                    .isPresent())
        .mapToInt(Application::heads)
        .sum();
  }

  private static boolean is(ApplicationState state, boolean confirmed) {
    return state.isChosen()
        && (state == ApplicationState.CONFIRMED || state == ApplicationState.DONE) == confirmed;
  }

  // In the order of the words, so that the order says nothing of who.
  private static List<Need> counted(List<String> needs) {
    return needs.stream()
        .collect(Collectors.groupingBy(words -> words, Collectors.counting()))
        .entrySet()
        .stream()
        .map(e -> new Need(e.getKey(), Math.toIntExact(e.getValue())))
        .sorted(Comparator.comparing(Need::words))
        .toList();
  }

  private static final String TOLD =
      """
      select a.id as application_id, f.words
        from unnest($1::uuid[], $2::uuid[]) as a (id, person_id)
        join food_needs f on f.person_id = a.person_id
      union all
      select p.application_id, p.words from party_food_needs p where p.application_id = any ($1)
      """;

  private static Map<UUID, List<String>> told(
      Tx tx, Caller caller, Task task, List<Application> coming) {
    UUID[] ids = coming.stream().map(a -> a.id().value()).toArray(UUID[]::new);
    UUID[] persons = coming.stream().map(a -> a.personId().value()).toArray(UUID[]::new);
    List<Row> rows = tx.asSystem(() -> tx.rows(TOLD, ids, persons));
    Map<UUID, List<String>> told = new HashMap<>();
    for (Row row : rows) {
      told.computeIfAbsent(row.getUUID("application_id"), id -> new ArrayList<>())
          .add(row.getString("words"));
    }
    if (!told.isEmpty()) {
      Audit.write(
          tx,
          caller.known(),
          task.communityId(),
          "food_needs_look",
          Map.of(
              "taskId",
              task.id().toString(),
              "applicationIds",
              told.keySet().stream().map(UUID::toString).sorted().toList()));
    }
    return told;
  }

  /** The applicant's own coming work with a meal and companions, whose needs can be told. */
  List<Application> parties(Tx tx, PersonId person) {
    return applications.comingSoon(tx, person).stream().filter(a -> a.heads() > 1).toList();
  }

  Map<TaskId, Task> tasks(Tx tx, List<Application> applications) {
    return tasks.byIds(tx, applications.stream().map(Application::taskId).distinct().toList());
  }

  static String when(Sitting sitting, Lang lang) {
    return Spoken.period(sitting.startsAt(), sitting.endsAt(), lang);
  }
}
