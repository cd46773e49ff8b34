package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Scope;
import yui.engine.TaskSearch;
import yui.tasks.TaskId;

/** What is committed is found within a second, whatever order transactions come in. */
class FeedTest {
  @TempDir Path directory;
  private Village village;

  @BeforeEach
  void open() throws Exception {
    village = new Village(directory.resolve("index"));
  }

  @AfterEach
  void close() throws Exception {
    village.close();
  }

  @Test
  void search_taskJustCommitted_findsItWithinASecond() throws Exception {
    TaskId task = village.task("農道の草刈り");
    Village.soon(() -> village.found("除草").contains(task.value()));
  }

  @Test
  void search_taskNoLongerOpen_doesNotFindIt() throws Exception {
    TaskId task = village.task("農道の草刈り");
    Village.soon(() -> village.found("草刈り").contains(task.value()));
    village.sql("update tasks set state = 'CANCELLED' where id = '" + task + "'");
    assertFalse(village.found("草刈り").contains(task.value()), "read again before it is shown");
  }

  @Test
  void feed_olderTransactionCommitsLast_losesNeither() throws Exception {
    TaskId first = new TaskId(Ids.next());
    TaskId second = new TaskId(Ids.next());
    try (Connection a = village.root();
        Connection b = village.root();
        Statement inA = a.createStatement();
        Statement inB = b.createStatement()) {
      a.setAutoCommit(false);
      b.setAutoCommit(false);
      inA.execute(village.taskSql(first, "水路の草刈り", "OPEN"));
      inB.execute(village.taskSql(second, "農道の草刈り", "OPEN"));
      b.commit();
      Thread.sleep(400);
      assertEquals(List.of(), village.found("草刈り"), "an older transaction still runs");
      a.commit();
    }
    Village.soon(() -> village.found("草刈り").size() == 2);
  }

  @Test
  void feed_manyWritersAtOnce_endsWithWhatTheDatabaseHolds() throws Exception {
    List<Thread> writers =
        Stream.generate(
                () ->
                    Thread.ofVirtual()
                        .unstarted(
                            () -> {
                              try {
                                for (int i = 0; i < 5; i++) village.task("草刈り");
                              } catch (Exception e) {
                                throw new IllegalStateException(e);
                              }
                            }))
            .limit(4)
            .toList();
    writers.forEach(Thread::start);
    for (Thread writer : writers) writer.join();
    Village.soon(() -> village.found("草刈り").size() == 20);
  }

  @Test
  void start_indexThere_readsOnFromItsPlace() throws Exception {
    TaskId before = village.task("草刈り");
    Village.soon(() -> village.found("草刈り").size() == 1);
    village.stop();
    TaskId meanwhile = village.task("水路の草刈り");
    village.open();
    assertEquals(2, village.found("草刈り").size(), before + " and " + meanwhile);
  }

  @Test
  void start_indexDamaged_buildsItAnew() throws Exception {
    village.task("草刈り");
    Village.soon(() -> village.found("草刈り").size() == 1);
    village.stop();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.getFileName().toString().startsWith("_")) Files.write(file, new byte[] {1, 2, 3});
      }
    }
    village.open();
    assertEquals(1, village.found("草刈り").size());
  }

  @Test
  void feed_anotherEpoch_buildsItAnew() throws Exception {
    TaskId kept = village.task("草刈り");
    TaskId lost = village.task("水路の草刈り");
    Village.soon(() -> village.found("草刈り").size() == 2);
    // As after a restore: the row is gone without a word in the log.
    village.sql(
        """
        alter table tasks disable trigger user;
        update tasks set state = 'DRAFT', published_at = null where id = '%s';
        alter table tasks enable trigger user;
        select begin_feed_epoch();
        """
            .formatted(lost));
    Village.soon(
        () ->
            village.index.ask(Index.Asked.SEARCH, engine -> engine.search(words("草刈り"))).total()
                == 1);
    assertEquals(List.of(kept.value()), village.found("草刈り"));
  }

  @Test
  void rebuild_onDemand_answersTheSame() throws Exception {
    TaskId task = village.task("草刈り");
    PersonId resident = village.resident("みか");
    Village.soon(() -> village.found("草刈り").size() == 1);
    Village.soon(() -> candidates(task).size() == 1);
    List<Candidate> before = candidates(task);
    village.feed.rebuild();
    Thread.sleep(500);
    assertEquals(before, candidates(task));
    assertEquals(resident, before.getFirst().residentId());
  }

  @Test
  void find_nobodyFindable_isNeverThere() throws Exception {
    TaskId task = village.task("草刈り");
    PersonId resident = village.resident("みか");
    Village.soon(() -> candidates(task).size() == 1);
    village.sql("update residents set findable = 'NOBODY' where person_id = '" + resident + "'");
    assertEquals(List.of(), candidates(task), "read again before it is shown");
    Village.soon(
        () ->
            assertThrows(
                    Refusal.class,
                    () ->
                        village.app.write(
                            Scope.of(village.host),
                            tx ->
                                village.invitations.invite(
                                    tx, village.host, task, new InvitationEntry(resident, "どうぞ"))))
                .code()
                .equals("not_a_candidate"));
  }

  private List<Candidate> candidates(TaskId task) {
    return village.matching.candidates(village.host, task, 20, Optional.empty()).items();
  }

  private static TaskSearch words(String q) {
    return TaskSearch.words(q, 20, Village.NOW);
  }
}
