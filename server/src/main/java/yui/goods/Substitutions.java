package yui.goods;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.Applications;
import yui.core.Caller;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Sha256;
import yui.db.Audit;
import yui.db.Tx;
import yui.ledger.Account;
import yui.ledger.FundId;
import yui.ledger.Funds;
import yui.ledger.Ledger;
import yui.ledger.OwedLine;
import yui.ledger.OwedLines;
import yui.ledger.Replacement;
import yui.ledger.Units;
import yui.tasks.Task;
import yui.tasks.Tasks;

/**
 * Rice for the tomatoes that the rain spoiled: proposed by the host's side, and only with the word
 * of whoever is owed does the ledger move. No answer leaves all as it was.
 */
public final class Substitutions {
  private static final UUID LAST = new UUID(-1, -1);
  private static final int BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration USUAL = Duration.ofDays(7);
  private static final int LONGEST_DAYS = 60;

  private final Applications applications;
  private final Tasks tasks;
  private final Funds funds;
  private final Ledger ledger;
  private final GoodsLetters letters;

  public Substitutions(
      Applications applications, Tasks tasks, Funds funds, Ledger ledger, GoodsLetters letters) {
    this.applications = applications;
    this.tasks = tasks;
    this.funds = funds;
    this.ledger = ledger;
    this.letters = letters;
  }

  private static final String ADD =
      """
      insert into substitutions (id, community_id, application_id, person_id, group_id, line, unit,
          quantity, new_unit, new_quantity, reason, proposed_by, by_desk, proposed_at, ends_at,
          state, token_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, yui_now(), $14, 'PROPOSED',
          $15)
      """;

  /** By the host or the desk, never for what they are owed themselves. */
  public UUID propose(Tx tx, Caller caller, UUID applicationId, SubstitutionEntry entry) {
    Application application = applications.visible(tx, caller, new ApplicationId(applicationId));
    Task task = task(tx, application);
    if (caller.is(application.personId())) throw Refusal.forbidden("not_your_own");
    if (!caller.actsFor(task.communityId(), task.groupId())) throw Refusal.forbidden("forbidden");
    OwedLine owed =
        OwedLines.of(
                tx,
                application.communityId(),
                application.personId(),
                applicationId,
                entry.rewardLine())
            .orElseThrow(() -> Refusal.conflict("substitution_nothing_owed"));
    long quantity = Objects.requireNonNullElse(entry.quantity(), owed.left());
    check(tx, entry, owed, quantity);
    UUID id = Ids.next();
    String token = token();
    LocalDate until = entry.until();
    Instant ends = until == null ? tx.now().plus(USUAL) : Days.startOf(until.plusDays(1));
    tx.actingFor(
        application.communityId(),
        caller,
        () -> {
          end(tx, applicationId, entry.rewardLine());
          return tx.change(
              ADD,
              id,
              application.communityId().value(),
              applicationId,
              application.personId().value(),
              task.groupId().value(),
              entry.rewardLine(),
              owed.unit(),
              quantity,
              entry.newUnit(),
              entry.newQuantity(),
              entry.reason().strip(),
              caller.known().value(),
              !caller.hosts(task.groupId()),
              ends,
              Buffer.buffer(Sha256.of(token)));
        });
    letters.proposed(tx, task, find(tx, id), token);
    return id;
  }

  private void check(Tx tx, SubstitutionEntry entry, OwedLine owed, long quantity) {
    List<FieldError> errors = new ArrayList<>();
    if (quantity > owed.left()) {
      errors.add(new FieldError("/quantity", "too_large", Map.of("max", owed.left())));
    }
    if (Units.kind(tx, entry.newUnit()).filter(kind -> !kind.equals("CASH")).isEmpty()) {
      errors.add(new FieldError("/newUnit", "not_in_list"));
    } else if (entry.newUnit().equals(owed.unit()) && entry.newQuantity() == quantity) {
      errors.add(new FieldError("/newQuantity", "same"));
    } else if (!gives(tx, owed.payer(), entry.newUnit())) {
      errors.add(new FieldError("/newUnit", "payer_gives_another"));
    }
    LocalDate today = Days.of(tx.now());
    LocalDate until = entry.until();
    if (until != null && until.isBefore(today)) {
      errors.add(new FieldError("/until", "in_the_past"));
    } else if (until != null && until.isAfter(today.plusDays(LONGEST_DAYS))) {
      errors.add(new FieldError("/until", "too_late", Map.of("days", LONGEST_DAYS)));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
  }

  private boolean gives(Tx tx, Account payer, String unit) {
    return payer.isGroup() || funds.gives(tx, new FundId(payer.owner()), unit);
  }

  private static final String END_OLD =
      """
      update substitutions set state = 'EXPIRED', decided_at = yui_now()
        where application_id = $1 and line = $2 and state = 'PROPOSED' and ends_at <= yui_now()
      """;

  /** One that ended unanswered makes way for the next. */
  private static void end(Tx tx, UUID application, int line) {
    tx.change(END_OLD, application, line);
  }

  private static final String ONE =
      "select " + Substitution.COLUMNS + " from substitutions where id = $1";
  private static final String OF_APPLICATION =
      "select "
          + Substitution.COLUMNS
          + " from substitutions where application_id = $1 and id < $2 order by id desc limit $3";

  Substitution find(Tx tx, UUID id) {
    return tx.row(ONE, id).map(Substitution::of).orElseThrow(Refusal::notFound);
  }

  /** Newest first; for whoever is owed and for those who see the application. */
  List<Substitution> ofApplication(
      Tx tx, Caller caller, UUID application, @Nullable UUID before, int most) {
    applications.visible(tx, caller, new ApplicationId(application));
    return tx.seenBy(
        caller,
        () ->
            tx.list(
                OF_APPLICATION,
                Substitution::of,
                application,
                before == null ? LAST : before,
                most));
  }

  private static final String LOCKED = ONE + " for update";
  private static final String DECIDE =
      "update substitutions set state = $2, decided_at = yui_now(), new_line = $3::int where id = $1";

  /** By whoever is owed: the old goes back to its payer, the new is owed by the same. */
  Substitution accept(Tx tx, Caller caller, UUID id) {
    Substitution mine = mine(tx, caller, id);
    Substitution accepted =
        tx.actingFor(
            mine.communityId().value(),
            () -> {
              Substitution waiting =
                  tx.row(LOCKED, id).map(Substitution::of).orElseThrow().mustWait(tx.now());
              int line =
                  ledger.replace(
                      tx,
                      new Replacement(
                          id,
                          waiting.communityId(),
                          waiting.applicationId(),
                          waiting.personId(),
                          waiting.groupId(),
                          waiting.rewardLine(),
                          waiting.quantity(),
                          waiting.newUnit(),
                          waiting.newQuantity()));
              tx.change(DECIDE, id, Substitution.State.ACCEPTED.name(), line);
              return find(tx, id);
            });
    answered(tx, caller, accepted);
    return accepted;
  }

  /** By whoever is owed: nothing moves. */
  Substitution decline(Tx tx, Caller caller, UUID id) {
    Substitution mine = mine(tx, caller, id);
    Substitution declined =
        tx.actingFor(
            mine.communityId().value(), () -> decided(tx, id, Substitution.State.DECLINED));
    answered(tx, caller, declined);
    return declined;
  }

  private void answered(Tx tx, Caller caller, Substitution answered) {
    Audit.write(
        tx,
        caller.known(),
        answered.communityId(),
        "substitution_answered",
        Map.of("substitutionId", answered.id().toString(), "state", answered.state().name()));
    tx.actingFor(
        answered.communityId().value(),
        () -> {
          letters.answered(tx, task(tx, answered), answered);
          return answered;
        });
  }

  /** By the side that proposed it, before it is answered. */
  Substitution withdraw(Tx tx, Caller caller, UUID id) {
    Substitution known = find(tx, id);
    Task task = task(tx, known);
    if (!caller.actsFor(task.communityId(), task.groupId())) {
      boolean sees = caller.is(known.personId()) || caller.audits(known.communityId());
      throw sees ? Refusal.forbidden("forbidden") : Refusal.notFound();
    }
    return decided(tx, id, Substitution.State.WITHDRAWN);
  }

  private Substitution decided(Tx tx, UUID id, Substitution.State state) {
    tx.row(LOCKED, id).map(Substitution::of).orElseThrow().mustWait(tx.now());
    tx.change(DECIDE, id, state.name(), null);
    return find(tx, id);
  }

  private Substitution mine(Tx tx, Caller caller, UUID id) {
    Substitution known = find(tx, id);
    if (caller.is(known.personId())) return known;
    Task task = task(tx, known);
    boolean sees =
        caller.actsFor(task.communityId(), task.groupId()) || caller.audits(task.communityId());
    throw sees ? Refusal.forbidden("forbidden") : Refusal.notFound();
  }

  private static final String BY_TOKEN =
      """
      select id, person_id from substitutions where token_hash = $1 and ends_at > $2
      """;

  /** Whose answer a letter's link gives, and about what. */
  record Opened(UUID id, Caller person) {}

  Optional<Opened> opened(Tx tx, String token, Lang lang) {
    return tx.asSystem(
        () ->
            tx.row(BY_TOKEN, Buffer.buffer(Sha256.of(token)), tx.now())
                .map(
                    row ->
                        new Opened(
                            row.getUUID("id"),
                            new Caller(new PersonId(row.getUUID("person_id")), List.of(), lang))));
  }

  private static final String END =
      """
      update substitutions set state = 'EXPIRED', decided_at = yui_now()
        where state = 'PROPOSED' and ends_at <= yui_now()
      """;

  /** For a job: ends those that nobody answered in time, without a word. */
  public int end(Tx tx) {
    return tx.change(END);
  }

  Task task(Tx tx, Substitution substitution) {
    return tx.asSystem(
        () ->
            applications
                .byIds(tx, List.of(new ApplicationId(substitution.applicationId())))
                .stream()
                .findFirst()
                .flatMap(a -> tasks.find(tx, a.taskId()))
                .orElseThrow());
  }

  Task task(Tx tx, Application application) {
    return tx.asSystem(() -> tasks.find(tx, application.taskId()).orElseThrow());
  }

  private static String token() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }
}
