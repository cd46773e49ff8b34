package yui.opensearch;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import yui.engine.Anchor;
import yui.engine.Change;
import yui.engine.Excluded;
import yui.engine.Findable;
import yui.engine.MatchEngine;
import yui.engine.ResidentRow;
import yui.engine.Stage;
import yui.engine.TaskRow;
import yui.engine.TaskText;
import yui.engine.Weights;

/** A task that everybody suits, and those who do. */
final class People {
  static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  static final TaskRow TASK =
      new TaskRow(
          new UUID(0, 1),
          new UUID(0xC0, 1),
          null,
          Stage.OPEN,
          null,
          List.of(),
          List.of(),
          Set.of(),
          List.of(),
          Set.of(),
          false,
          Weights.DEFAULT,
          NOW,
          TaskText.NONE);

  private People() {}

  static ResidentRow resident(long id) {
    return new ResidentRow(
        new UUID(0, id),
        true,
        Findable.ALL,
        List.of(),
        List.of(),
        List.of(Anchor.base(37.6, 139.6)),
        LocalDate.of(2026, 11, 22),
        Set.of(),
        null,
        Set.of(),
        0,
        0);
  }

  static Change put(long id) {
    return new Change.PutResident(resident(id));
  }

  static List<Long> found(MatchEngine engine) {
    return engine.residentsFor(TASK, Excluded.NONE, 10, NOW).stream()
        .map(match -> match.id().getLeastSignificantBits())
        .toList();
  }
}
