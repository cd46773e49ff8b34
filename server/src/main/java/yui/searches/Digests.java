package yui.searches;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.matching.Searching;
import yui.people.Blocks;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.Listed;
import yui.tasks.Slot;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.TaskWords;
import yui.tasks.Tasks;
import yui.web.Words;

/**
 * A job: once a week, one letter a person about what is new in their kept searches. Each search
 * says which week was looked through and up to when, in the transaction that puts the letter, so
 * that a restart or a second server tells nothing twice and skips nothing.
 */
public final class Digests implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Digests.class);

  /** So that there is time to answer before the weekend. */
  private static final DayOfWeek DAY = DayOfWeek.THURSDAY;

  private static final int HOUR = 8;

  /** The index may be so late; what opened since is for the next letter. */
  private static final Duration SETTLED = Duration.ofMinutes(10);

  private static final int MOST_PEOPLE = 100;
  private static final int MOST_FOUND = 500;
  private static final int MOST_TOLD = 5;

  /** A new task and the search that found it. */
  private record News(Listed listed, String search) {}

  private final Database database;
  private final Searching searching;
  private final Tasks tasks;
  private final People people;
  private final Outbox outbox;
  private final TaskWords taskWords;
  private final Words words;
  private final String origin;

  /**
   * @param origin where letters' links begin, without a slash at its end
   */
  public Digests(
      Database database,
      Searching searching,
      Tasks tasks,
      People people,
      Outbox outbox,
      TaskWords taskWords,
      Words words,
      String origin) {
    this.database = database;
    this.searching = searching;
    this.tasks = tasks;
    this.people = people;
    this.outbox = outbox;
    this.taskWords = taskWords;
    this.words = words;
    this.origin = origin;
  }

  /** The day on which the digest of a moment's week came. */
  static LocalDate week(Instant moment) {
    return Days.of(moment.minus(Duration.ofHours(HOUR)))
        .with(TemporalAdjusters.previousOrSame(DAY));
  }

  private static final String DUE =
      """
      select distinct person_id from saved_searches where told_week < $1
      order by person_id limit $2
      """;

  @Override
  public void run() {
    LocalDate week = week(database.now());
    List<PersonId> due =
        database.read(
            Scope.ofSystem(),
            tx -> tx.list(DUE, row -> new PersonId(row.getUUID("person_id")), week, MOST_PEOPLE));
    for (PersonId person : due) tell(person, week);
  }

  private static final String OF =
      "select " + SavedSearch.COLUMNS + " where person_id = $1 order by id";

  private void tell(PersonId person, LocalDate week) {
    Instant asOf = database.now();
    Map<UUID, List<Listed>> found = new HashMap<>();
    for (SavedSearch search :
        database.read(Scope.ofSystem(), tx -> tx.list(OF, SavedSearch::of, person.value()))) {
      found.put(search.id(), found(search));
    }
    database.write(Scope.ofSystem(), tx -> told(tx, person, week, asOf.minus(SETTLED), found));
  }

  /** A search that was kept under other rules may be refused by now; the others go on. */
  private List<Listed> found(SavedSearch search) {
    try {
      return SearchPages.found(searching, search, MOST_FOUND);
    } catch (Refusal refusal) {
      if (refusal.kind() != Refusal.Kind.INVALID) throw refusal;
      LOG.warn("saved search {} finds nothing: {}", search.id(), refusal.getMessage());
      return List.of();
    }
  }

  private static final String LOCK =
      "select "
          + SavedSearch.COLUMNS
          + " where person_id = $1 and told_week < $2 order by id for update";
  private static final String TOLD =
      """
      update saved_searches set told_week = $2, told_until = greatest(told_until, $3)
      where person_id = $1 and told_week < $2
      """;

  /** Whether a letter was put. */
  private boolean told(
      Tx tx, PersonId person, LocalDate week, Instant until, Map<UUID, List<Listed>> found) {
    Map<TaskId, News> news = new LinkedHashMap<>();
    for (SavedSearch search : tx.list(LOCK, SavedSearch::of, person.value(), week)) {
      List<Listed> listed = found.getOrDefault(search.id(), List.of());
      Map<TaskId, Instant> opened = tasks.opened(tx, ids(listed));
      for (Listed one : listed) {
        Instant at = opened.get(one.task().id());
        if (at == null || !at.isAfter(search.toldUntil()) || at.isAfter(until)) continue;
        news.putIfAbsent(one.task().id(), new News(one, search.name()));
      }
    }
    Set<TaskId> applied = new HashSet<>(searching.applied(tx, person));
    news.keySet().removeAll(applied);
    Set<UUID> barred = Blocks.tasksBarred(tx, person);
    news.keySet().removeIf(task -> barred.contains(task.value()));
    tx.change(TOLD, person.value(), week, until);
    return !news.isEmpty() && outbox.put(tx, letter(tx, person, week, List.copyOf(news.values())));
  }

  private static List<TaskId> ids(List<Listed> listed) {
    return listed.stream().map(one -> one.task().id()).toList();
  }

  private Letter letter(Tx tx, PersonId person, LocalDate week, List<News> news) {
    Contact to = people.contact(tx, person);
    Lang lang = to.lang();
    Map<String, String> model = new HashMap<>();
    model.put("name", to.name());
    model.put("count", Integer.toString(news.size()));
    model.put("url", origin + lang.path() + "/me/searches");
    for (int i = 0; i < Math.min(news.size(), MOST_TOLD); i++) {
      Task task = news.get(i).listed().task();
      model.put("task" + (i + 1), task.title());
      model.put("link" + (i + 1), taskWords.url(origin, task.id(), lang));
      model.put("about" + (i + 1), about(news.get(i), lang, tx.now()));
    }
    if (news.size() > MOST_TOLD) model.put("more", Integer.toString(news.size() - MOST_TOLD));
    return Letter.of(to.email(), person, Kind.DIGEST, lang, model, "digest:" + person + ":" + week);
  }

  private String about(News news, Lang lang, Instant now) {
    Task task = news.listed().task();
    List<Slot> coming = task.slots().stream().filter(slot -> slot.endsAt().isAfter(now)).toList();
    String when =
        coming.size() < 2
            ? taskWords.when(coming, lang)
            : coming.getFirst().spoken(lang)
                + words.say(lang, "task.more_slots", Map.of("n", coming.size() - 1));
    return when
        + "\n"
        + taskWords.place(task, lang)
        + "　"
        + news.listed().summary().groupName()
        + "\n"
        + words.say(lang, "searches.found_by", Map.of("search", news.search()));
  }
}
