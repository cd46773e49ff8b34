package yui.matching;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;
import yui.engine.Direction;
import yui.engine.Match;
import yui.engine.MatchEngine;
import yui.engine.ResidentRow;
import yui.engine.TaskRow;
import yui.tasks.TaskId;
import yui.web.Words;

/** Explains those who applied by the same score as candidates; needs no index. */
public final class Fitting {
  // Whoever applied may be looked at whether or not they let themselves be found, and as long as
  // the host chooses, also once the task takes no more applications.
  private static final String TASK = Rows.TASK.replace("stage,", "'OPEN' as stage,");
  private static final String ONE_TASK = TASK + " where id = $1";
  private static final String RESIDENTS = Rows.RESIDENT + " where id = any($1)";

  private final Matching matching;
  private final Words words;

  public Fitting(Matching matching, Words words) {
    this.matching = matching;
    this.words = words;
  }

  /** By person; whom a hard filter excludes is not in it. Reads past the caller's rights. */
  public Map<PersonId, Fit> of(Tx tx, Lang lang, TaskId task, Collection<PersonId> persons) {
    if (persons.isEmpty()) return Map.of();
    ReasonWords reasons = new ReasonWords(words, matching.names(tx, lang), lang);
    return tx.asSystem(
        () -> {
          Map<PersonId, Fit> fits = new HashMap<>();
          UUID[] ids = persons.stream().map(PersonId::value).distinct().toArray(UUID[]::new);
          for (TaskRow asked : Rows.tasks(tx.rows(ONE_TASK, task.value()))) {
            for (ResidentRow row : Rows.residents(tx.rows(RESIDENTS, (Object) ids), tx.now())) {
              if (MatchEngine.explain(asked, row, Direction.RECOMMENDATIONS, tx.now())
                  instanceof Match match) {
                fits.put(
                    new PersonId(row.id()),
                    new Fit(match.score(), ShownParts.of(match.parts()), reasons.of(match)));
              }
            }
          }
          return fits;
        });
  }
}
