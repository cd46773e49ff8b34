package yui.engine;

import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One index for all of them, emptied each time: to make one in a cluster takes long. */
class WordsElsewhereTest extends WordsTest {
  private static final int MOST_TASKS = 100;

  private static @Nullable MatchEngine shared;

  @Override
  MatchEngine begin() throws BrokenIndex {
    MatchEngine engine = shared == null ? Elsewhere.engine() : shared;
    shared = engine;
    List<Change> deleted =
        LongStream.rangeClosed(1, MOST_TASKS)
            .<Change>mapToObj(id -> new Change.DeleteTask(new UUID(0, id)))
            .toList();
    engine.apply(deleted, "p");
    engine.refresh();
    return engine;
  }
}
