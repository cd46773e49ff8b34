package yui.applications;

import io.vertx.sqlclient.Row;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import yui.communities.Fairness;
import yui.communities.Rules;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;
import yui.tasks.Task;
import yui.web.Words;

/**
 * Puts a task's undecided applicants in the order of the community's rule and says why each stands
 * where. It decides nothing.
 */
final class Ordering {
  private static final String ATTENDED_HERE =
      """
      select person_id, count(*)::int as attended from attendance_facts
      where person_id = any($1) and community_id = $2 and state in ('ATTENDED', 'PARTLY')
      group by person_id
      """;
  private static final String CHOSEN_THAT_WEEK =
      """
      select person_id, count(*)::int as chosen from application_slots
      where person_id = any($1) and community_id = $2
        and state in ('SELECTED', 'CONFIRMED', 'DONE')
        and lower(period) >= $3 and lower(period) < $4
      group by person_id
      """;

  private final Rules rules;

  Ordering(Rules rules) {
    this.rules = rules;
  }

  /** Why somebody stands where they do. */
  enum Why {
    NEWCOMER,
    OVER_LIMIT,
    LOT,
    ARRIVAL;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An applicant's place.
   *
   * @param chosenThatWeek how often they were chosen in that week
   * @param lot the lot they drew, 0 without
   */
  record Placed(
      Application application,
      int place,
      int of,
      List<Why> why,
      int attendedHere,
      int chosenThatWeek,
      int lot) {

    Said.Standing standing() {
      return new Said.Standing(place, of, why.stream().map(Why::code).toList());
    }

    /** The reasons in words of a language. */
    List<String> said(Words words, Lang lang, Fairness fairness) {
      return why.stream()
          .map(
              w ->
                  words.say(
                      lang,
                      "order." + w.code(),
                      Map.of(
                          "n",
                          chosenThatWeek,
                          "most",
                          fairness.mostPerWeek() == null ? 0 : fairness.mostPerWeek(),
                          "days",
                          fairness.liftedDaysBefore(),
                          "lot",
                          lot)))
          .toList();
    }
  }

  Fairness fairness(Tx tx, Task task) {
    return rules.fairness(tx, task.communityId(), Days.of(tx.now()));
  }

  /**
   * Those of these that still wait for a decision, the next first; as the system, for it counts.
   */
  List<Placed> of(Tx tx, Task task, Collection<Application> applications) {
    List<Application> undecided = applications.stream().filter(Ordering::isUndecided).toList();
    if (undecided.isEmpty()) return List.of();
    Fairness fairness = fairness(tx, task);
    List<PersonId> persons = undecided.stream().map(Application::personId).toList();
    return tx.asSystem(
        () -> {
          Map<PersonId, Integer> here =
              counts(tx, ATTENDED_HERE, "attended", persons, task.communityId());
          Map<LocalDate, Map<PersonId, Integer>> weeks = new HashMap<>();
          Optional<Lots.Drawn> lots =
              fairness.lots()
                  ? Lots.find(tx, task.id()).filter(Lots.Drawn::isDrawn)
                  : Optional.empty();
          List<Placed> placed = new ArrayList<>();
          for (Application application : undecided) {
            Instant first = first(application);
            LocalDate monday =
                Days.of(first).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            int chosen =
                weeks
                    .computeIfAbsent(
                        monday,
                        week ->
                            counts(
                                tx,
                                CHOSEN_THAT_WEEK,
                                "chosen",
                                persons,
                                task.communityId(),
                                Days.startOf(week),
                                Days.startOf(week.plusWeeks(1))))
                    .getOrDefault(application.personId(), 0);
            int attended = here.getOrDefault(application.personId(), 0);
            int lot = lots.flatMap(l -> l.lotOf(application.id())).orElse(0);
            List<Why> why = why(fairness, attended, chosen, lot, first, tx.now());
            placed.add(new Placed(application, 0, 0, why, attended, chosen, lot));
          }
          placed.sort(order(fairness));
          return numbered(placed);
        });
  }

  private static List<Why> why(
      Fairness fairness, int attended, int chosen, int lot, Instant first, Instant now) {
    List<Why> why = new ArrayList<>();
    long days = ChronoUnit.DAYS.between(Days.of(now), Days.of(first));
    Integer most = fairness.mostPerWeek();
    if (most != null && chosen >= most && days > fairness.liftedDaysBefore()) {
      why.add(Why.OVER_LIMIT);
    }
    if (fairness.newcomersFirst() && attended == 0) why.add(Why.NEWCOMER);
    why.add(lot > 0 ? Why.LOT : Why.ARRIVAL);
    return why;
  }

  private static Comparator<Placed> order(Fairness fairness) {
    Comparator<Placed> order =
        Comparator.comparing((Placed p) -> p.why().contains(Why.OVER_LIMIT))
            .thenComparing(p -> !p.why().contains(Why.NEWCOMER));
    if (fairness.lots())
      order = order.thenComparing(p -> p.lot() == 0 ? Integer.MAX_VALUE : p.lot());
    return order
        .thenComparing(p -> p.application().appliedAt())
        .thenComparing(p -> p.application().id().value());
  }

  private static List<Placed> numbered(List<Placed> placed) {
    List<Placed> numbered = new ArrayList<>();
    for (Placed p : placed) {
      numbered.add(
          new Placed(
              p.application(),
              numbered.size() + 1,
              placed.size(),
              p.why(),
              p.attendedHere(),
              p.chosenThatWeek(),
              p.lot()));
    }
    return numbered;
  }

  static boolean isUndecided(Application application) {
    return application.slots().stream()
        .anyMatch(
            s -> s.state() == ApplicationState.APPLIED || s.state() == ApplicationState.WAITLISTED);
  }

  private static Instant first(Application application) {
    return application.slots().stream()
        .map(ApplicationSlot::startsAt)
        .min(Comparator.naturalOrder())
        .orElse(application.appliedAt());
  }

  private static Map<PersonId, Integer> counts(
      Tx tx,
      String sql,
      String column,
      List<PersonId> persons,
      CommunityId community,
      Instant... window) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(persons.stream().map(PersonId::value).distinct().toArray(UUID[]::new));
    arguments.add(community.value());
    arguments.addAll(List.of(window));
    Map<PersonId, Integer> counts = new HashMap<>();
    for (Row row : tx.rows(sql, arguments.toArray())) {
      counts.put(new PersonId(row.getUUID("person_id")), row.getInteger(column));
    }
    return counts;
  }
}
