package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an index is asked about one slot before anything is proposed for it. */
class OpeningTest {
  private static final UUID SATURDAY = new UUID(1, 0);
  private static final UUID SUNDAY = new UUID(1, 1);

  private static final TaskRow WEEKEND =
      Asking.task(1)
          .requires("mow", 1, 1)
          .slot("2026-12-05T09:00", "2026-12-05T16:00")
          .slot("2026-12-06T09:00", "2026-12-06T12:00")
          .row();

  @TempDir Path directory;

  @Test
  void ask_aSlotOfSeveral_findsWhoIsFreeForTheWholeOfIt() throws BrokenIndex {
    try (MatchEngine engine =
        with(
            mower(1).free("2026-12-05.AM", "2026-12-05.PM"),
            mower(2).free("2026-12-05.AM", "2026-12-06.AM"))) {
      assertEquals(List.of(1L), ids(ask(engine, SATURDAY, Excluded.NONE, Set.of(), 5)));
      assertEquals(List.of(2L), ids(ask(engine, SUNDAY, Excluded.NONE, Set.of(), 5)));
    }
  }

  @Test
  void ask_whenManyAreFreeForPart_looksFurther() throws BrokenIndex {
    List<Helping> residents = new ArrayList<>();
    for (int id = 1; id <= 20; id++) {
      residents.add(mower(id).came(9, 9).free("2026-12-05.AM"));
    }
    residents.add(mower(99).came(0, 9).free("2026-12-05.AM", "2026-12-05.PM"));
    TaskRow task =
        Asking.task(1)
            .requires("mow", 1, 1)
            .slot("2026-12-05T09:00", "2026-12-05T16:00")
            .weights(0, 0.1, 0, 1)
            .row();
    try (MatchEngine engine = with(residents.toArray(Helping[]::new))) {
      Opening opening =
          Opening.of(engine, task, SATURDAY, 1, Excluded.NONE, Set.of(), 2, Asking.NOW);
      assertEquals(List.of(99L), ids(opening));
    }
  }

  @Test
  void ask_moreThanAsked_isCut() throws BrokenIndex {
    try (MatchEngine engine =
        with(
            mower(1).free("2026-12-06.AM"),
            mower(2).free("2026-12-06.AM"),
            mower(3).free("2026-12-06.AM"))) {
      assertTrue(ask(engine, SUNDAY, Excluded.NONE, Set.of(), 2).cut());
      assertEquals(3, ask(engine, SUNDAY, Excluded.NONE, Set.of(), 4).candidates().size());
      Opening roomy =
          Opening.of(engine, WEEKEND, SUNDAY, 3, Excluded.NONE, Set.of(), 1, Asking.NOW);
      assertEquals(3, roomy.candidates().size());
    }
  }

  @Test
  void ask_withoutACandidate_saysWhatIsMissing() throws BrokenIndex {
    try (MatchEngine engine =
        with(
            mower(1).free("2026-12-05.AM"),
            Helping.resident(3).free("2026-12-05.AM", "2026-12-05.PM", "2026-12-06.AM"))) {
      assertEquals(Opening.Lack.FREE_FOR_PART, lack(engine, SATURDAY, Excluded.NONE));
      assertEquals(Opening.Lack.NOBODY_FREE, lack(engine, SUNDAY, Excluded.NONE));
      Excluded mower = Excluded.of(Set.of(new UUID(0, 1)));
      assertEquals(Opening.Lack.ALL_EXCLUDED, lack(engine, SUNDAY, mower));
    }
    try (MatchEngine engine = MatchEngine.open(directory.resolve("empty"))) {
      assertEquals(Opening.Lack.NOBODY_SUITS, lack(engine, SUNDAY, Excluded.NONE));
    }
  }

  @Test
  void ask_somebodyEngagedElsewhere_isNotFree() throws BrokenIndex {
    try (MatchEngine engine = with(mower(1).free("2026-12-06.AM"))) {
      Set<UUID> engaged = Set.of(new UUID(0, 1));
      Opening opening = ask(engine, SUNDAY, Excluded.NONE, engaged, 5);
      assertEquals(List.of(), ids(opening));
      assertEquals(Opening.Lack.NOBODY_FREE, opening.lack());
      assertNull(ask(engine, SUNDAY, Excluded.NONE, Set.of(), 5).lack());
    }
  }

  @Test
  void ask_badInput_isRefusedByName() throws BrokenIndex {
    try (MatchEngine engine = with()) {
      for (int k : new int[] {0, 1001}) {
        assertEquals(
            "limit_out_of_range",
            assertThrows(BadQuery.class, () -> ask(engine, SUNDAY, Excluded.NONE, Set.of(), k))
                .code());
      }
      assertEquals(
          "slot_unknown",
          assertThrows(
                  BadQuery.class, () -> ask(engine, new UUID(9, 9), Excluded.NONE, Set.of(), 1))
              .code());
    }
  }

  private static Helping mower(long id) {
    return Helping.resident(id).can("mow", 2);
  }

  private MatchEngine with(Helping... residents) throws BrokenIndex {
    MatchEngine engine = MatchEngine.open(directory.resolve("index"));
    List<Change> changes = new ArrayList<>();
    for (Helping resident : residents) {
      changes.add(new Change.PutResident(resident.row()));
    }
    engine.apply(changes, "1");
    engine.refresh();
    return engine;
  }

  private static Opening ask(
      MatchEngine engine, UUID slot, Excluded excluded, Set<UUID> engaged, int k) {
    return Opening.of(engine, WEEKEND, slot, 1, excluded, engaged, k, Asking.NOW);
  }

  private static Opening.Lack lack(MatchEngine engine, UUID slot, Excluded excluded) {
    return ask(engine, slot, excluded, Set.of(), 5).lack();
  }

  private static List<Long> ids(Opening opening) {
    return opening.candidates().stream()
        .map(match -> match.id().getLeastSignificantBits())
        .toList();
  }
}
