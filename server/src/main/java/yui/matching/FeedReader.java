package yui.matching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.engine.Change;
import yui.engine.ResidentRow;
import yui.engine.TaskRow;

/** Reads changes and rows for an index, in pieces of bounded size. */
final class FeedReader {
  private static final int BATCH = 1_000;
  private static final int PAGE = 500;

  private final Database database;

  /**
   * @param database logs in as the feeder, which reads what the index is made of and nothing else
   */
  FeedReader(Database database) {
    this.database = database;
  }

  /** The log cannot be read on from a position. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String why;

    Lost(String why) {
      super(why);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /**
   * Some lines of the log as changes.
   *
   * @param changes read page by page while one iterates
   * @param isFull there may be more
   */
  record Batch(
      Iterable<List<Change>> changes,
      int lines,
      Position until,
      boolean isFull,
      ChangeLog.Head head) {}

  /** The next lines after a position, things named twice once. */
  Batch after(Position from) {
    record Read(List<ChangeLog.Line> lines, ChangeLog.Head head) {}
    // The head is read second: what was forgotten until then may be missing from the lines.
    Read read = reading(tx -> new Read(ChangeLog.after(tx, from, BATCH), ChangeLog.head(tx)));
    Optional<String> lost = read.head().forgets(from);
    if (lost.isPresent()) throw new Lost(lost.get());
    List<ChangeLog.Line> lines = read.lines();
    Set<UUID> residents = ids(lines, ChangeLog.Kind.RESIDENT);
    Set<UUID> tasks = ids(lines, ChangeLog.Kind.TASK);
    UUID[] groups = ids(lines, ChangeLog.Kind.GROUP).toArray(UUID[]::new);
    UUID[] communities = ids(lines, ChangeLog.Kind.COMMUNITY).toArray(UUID[]::new);
    if (groups.length > 0) tasks.addAll(reading(tx -> ChangeLog.tasksOfGroups(tx, groups)));
    if (communities.length > 0) {
      tasks.addAll(reading(tx -> ChangeLog.tasksOfCommunities(tx, communities)));
    }
    return new Batch(
        changes(residents, tasks),
        lines.size(),
        lines.isEmpty() ? from : from.after(lines.getLast()),
        lines.size() == BATCH,
        read.head());
  }

  /** What time alone has changed since a moment. */
  Iterable<List<Change>> closedSince(Instant before, Instant now, boolean newDay) {
    // A rule may begin to hold on a day; nothing else of a row depends on it.
    Set<UUID> tasks =
        new LinkedHashSet<>(
            newDay
                ? reading(ChangeLog::openTasks)
                : reading(tx -> ChangeLog.tasksThatClosed(tx, before, now)));
    return changes(Set.of(), tasks);
  }

  private static Set<UUID> ids(List<ChangeLog.Line> lines, ChangeLog.Kind kind) {
    return lines.stream()
        .filter(line -> line.kind() == kind)
        .map(ChangeLog.Line::id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Iterable<List<Change>> changes(Set<UUID> residents, Set<UUID> tasks) {
    record Page(ChangeLog.Kind kind, List<UUID> ids) {}
    List<Page> pages = new ArrayList<>();
    for (List<UUID> ids : pages(residents)) pages.add(new Page(ChangeLog.Kind.RESIDENT, ids));
    for (List<UUID> ids : pages(tasks)) pages.add(new Page(ChangeLog.Kind.TASK, ids));
    return () -> {
      Iterator<Page> left = pages.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return left.hasNext();
        }

        @Override
        public List<Change> next() {
          Page page = left.next();
          return asTheyAre(page.kind(), page.ids());
        }
      };
    };
  }

  private static List<List<UUID>> pages(Set<UUID> ids) {
    List<UUID> all = List.copyOf(ids);
    List<List<UUID>> pages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += PAGE) {
      pages.add(all.subList(from, Math.min(all.size(), from + PAGE)));
    }
    return pages;
  }

  /** Things as they are now; who is not there any more leaves the index. */
  private List<Change> asTheyAre(ChangeLog.Kind kind, List<UUID> ids) {
    List<Change> changes = new ArrayList<>(puts(kind, ids));
    Set<UUID> gone = new LinkedHashSet<>(ids);
    for (Change change : changes) {
      switch (change) {
        case Change.PutResident(ResidentRow row) -> gone.remove(row.id());
        case Change.PutTask(TaskRow row) -> gone.remove(row.id());
        case Change.DeleteResident(UUID id) -> gone.remove(id);
        case Change.DeleteTask(UUID id) -> gone.remove(id);
      }
    }
    for (UUID id : gone) {
      changes.add(
          kind == ChangeLog.Kind.RESIDENT
              ? new Change.DeleteResident(id)
              : new Change.DeleteTask(id));
    }
    return changes;
  }

  List<Change> puts(ChangeLog.Kind kind, List<UUID> ids) {
    if (ids.isEmpty()) return List.of();
    UUID[] some = ids.toArray(UUID[]::new);
    return reading(
        tx ->
            kind == ChangeLog.Kind.RESIDENT
                ? ChangeLog.residents(tx, some).stream()
                    .<Change>map(Change.PutResident::new)
                    .toList()
                : ChangeLog.tasks(tx, some).stream().<Change>map(Change.PutTask::new).toList());
  }

  List<UUID> idsAfter(ChangeLog.Kind kind, UUID last, int most) {
    return reading(
        tx ->
            kind == ChangeLog.Kind.RESIDENT
                ? ChangeLog.residentsAfter(tx, last, most)
                : ChangeLog.openTasksAfter(tx, last, most));
  }

  long things() {
    return reading(ChangeLog::things);
  }

  Instant now() {
    return database.now();
  }

  ChangeLog.Head head() {
    return reading(ChangeLog::head);
  }

  ChangeLog.Lag lag(Position position) {
    return reading(tx -> ChangeLog.lag(tx, position));
  }

  Optional<String> writer(long xid) {
    return reading(tx -> ChangeLog.writer(tx, xid));
  }

  void register(UUID reader, String place, long xid) {
    database.write(
        Scope.ofSystem(),
        tx -> {
          ChangeLog.register(tx, reader, place, xid);
          return true;
        });
  }

  void trim() {
    database.write(
        Scope.ofSystem(),
        tx -> {
          ChangeLog.trim(tx);
          return true;
        });
  }

  private <T> T reading(Function<Tx, T> work) {
    return database.read(Scope.ofSystem(), work);
  }
}
