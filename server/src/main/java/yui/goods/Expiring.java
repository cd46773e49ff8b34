package yui.goods;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import yui.communities.Rules;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.ledger.Ledger;
import yui.ledger.OwedLine;
import yui.ledger.OwedLines;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;

/**
 * A job: tells in time of produce that does not keep, and gives it back to its payer when nobody
 * came. A row says what was told, so that a restart or a second server tells and takes nothing
 * twice; nothing is taken that was not told so many days before.
 */
public final class Expiring implements Runnable {
  private static final int MOST = 500;
  private static final UUID NONE = new UUID(0, 0);

  /**
   * When a line's produce ends.
   *
   * @param until the last day on which it can be had
   * @param endsOn the day on which it goes back
   */
  record Ending(LocalDate until, LocalDate endsOn, String place, String hours) {
    String whereSpoken() {
      return (place + " " + hours).strip();
    }
  }

  private final Database database;
  private final Tasks tasks;
  private final Rules rules;
  private final Ledger ledger;
  private final GoodsLetters letters;
  private final int most;

  public Expiring(
      Database database, Tasks tasks, Rules rules, Ledger ledger, GoodsLetters letters) {
    this(database, tasks, rules, ledger, letters, MOST);
  }

  /**
   * @param most lines that are read at a time
   */
  Expiring(
      Database database, Tasks tasks, Rules rules, Ledger ledger, GoodsLetters letters, int most) {
    this.database = database;
    this.tasks = tasks;
    this.rules = rules;
    this.ledger = ledger;
    this.letters = letters;
    this.most = most;
  }

  private record Candidate(
      CommunityId communityId, PersonId personId, UUID applicationId, int line) {
    static final Candidate BEFORE_ALL =
        new Candidate(new CommunityId(NONE), new PersonId(NONE), NONE, 0);
  }

  private static final String CANDIDATES =
      """
      select w.community_id, w.person_id, w.id as application_id, u.line
        from ledger_pick_ups u
        join ledger_applications w on w.task_id = u.task_id
        join accounts o on o.community_id = w.community_id and o.kind = 'OWED'
          and o.owner_id = w.person_id
        join balances b on b.account_id = o.id and b.credits_posted > b.debits_posted
        join units n on n.code = o.unit and n.kind = 'PRODUCE'
        where u.until < $1 and (w.community_id, w.id, u.line) > ($2, $3, $4)
        group by 1, 2, 3, 4 order by 1, 3, 4 limit $5
      """;

  @Override
  public void run() {
    // Many stay where they are for days: those behind them come up all the same.
    Candidate last = Candidate.BEFORE_ALL;
    List<Candidate> some;
    do {
      Candidate after = last;
      some = database.read(Scope.ofSystem(), tx -> candidates(tx, after));
      for (Candidate candidate : some) {
        database.write(
            Scope.ofSystem(),
            tx -> {
              look(tx, candidate);
              return candidate;
            });
        last = candidate;
      }
    } while (some.size() == most);
  }

  private List<Candidate> candidates(Tx tx, Candidate after) {
    return tx.list(
        CANDIDATES,
        row ->
            new Candidate(
                new CommunityId(row.getUUID("community_id")),
                new PersonId(row.getUUID("person_id")),
                row.getUUID("application_id"),
                row.getInteger("line")),
        Days.of(tx.now()).plusDays(Rules.MOST_PRODUCE_EXPIRY_DAYS + 1L),
        after.communityId().value(),
        after.applicationId(),
        after.line(),
        most);
  }

  private void look(Tx tx, Candidate candidate) {
    LocalDate today = Days.of(tx.now());
    int days = rules.produceExpiryDays(tx, candidate.communityId(), today);
    // 0: this community lets nothing end by itself.
    if (days == 0) return;
    if (rules.quietHours(tx, candidate.communityId(), today).holds(tx.now())) return;
    Optional<OwedLine> owed =
        OwedLines.of(
            tx,
            candidate.communityId(),
            candidate.personId(),
            candidate.applicationId(),
            candidate.line());
    if (owed.isEmpty()) return;
    Optional<Ending> told = told(tx, owed.get());
    if (told.isEmpty()) tell(tx, owed.get(), today, days);
    else if (!today.isBefore(told.get().endsOn())) end(tx, owed.get(), told.get());
  }

  private static final String TOLD =
      """
      select n.until, n.ends_on, u.place, u.hours
        from ledger_pick_ups u
        join produce_notices n on n.until = u.until and n.line = u.line
        where u.task_id = $1 and u.line = $2 and n.application_id = $3
      """;

  private static Optional<Ending> told(Tx tx, OwedLine line) {
    return tx.row(TOLD, line.taskId(), line.line(), line.applicationId())
        .map(
            row ->
                new Ending(
                    row.getLocalDate("until"),
                    row.getLocalDate("ends_on"),
                    row.getString("place"),
                    row.getString("hours")));
  }

  private static final String UNTIL =
      "select until, place, hours from ledger_pick_ups where task_id = $1 and line = $2";
  private static final String TELL =
      """
      insert into produce_notices (application_id, line, until, community_id, ends_on, told_at)
        values ($1, $2, $3, $4, $5, yui_now())
        on conflict do nothing
      """;

  private void tell(Tx tx, OwedLine line, LocalDate today, int days) {
    Optional<Ending> known =
        tx.row(UNTIL, line.taskId(), line.line())
            .filter(row -> row.getLocalDate("until") != null)
            .map(
                row -> {
                  LocalDate until = row.getLocalDate("until");
                  LocalDate fair = today.plusDays(days);
                  LocalDate after = until.plusDays(1);
                  return new Ending(
                      until,
                      after.isBefore(fair) ? fair : after,
                      row.getString("place"),
                      row.getString("hours"));
                });
    if (known.isEmpty() || today.isBefore(known.get().until().minusDays(days))) return;
    Ending ending = known.get();
    int told =
        tx.change(
            TELL,
            line.applicationId(),
            line.line(),
            ending.until(),
            line.communityId().value(),
            ending.endsOn());
    if (told == 1) letters.ends(tx, task(tx, line), line, ending);
  }

  private void end(Tx tx, OwedLine line, Ending ending) {
    long gone = ledger.expireProduce(tx, line.applicationId(), line.line(), line.personId());
    if (gone > 0) letters.ended(tx, task(tx, line), line, ending);
  }

  private Task task(Tx tx, OwedLine line) {
    return tasks.find(tx, new TaskId(line.taskId())).orElseThrow();
  }
}
