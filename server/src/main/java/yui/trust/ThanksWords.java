package yui.trust;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.ApplicationSlot;
import yui.applications.ApplicationState;
import yui.applications.Applications;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.Days;
import yui.core.Refusal;
import yui.db.Instants;
import yui.db.Tx;
import yui.tasks.Task;
import yui.tasks.Tasks;

/**
 * Words of thanks between a host and a resident: each side writes without having read the other, so
 * they are shown only when both wrote, or when one has waited as long as the community says.
 */
public final class ThanksWords {
  /** Whose words. */
  enum Side {
    HOST,
    RESIDENT
  }

  record Words(Side side, String words, Instant writtenAt) {}

  /**
   * What one side may read.
   *
   * @param theirs once shown
   * @param shownAt when the other's are, or would be, shown at the latest
   */
  record Seen(
      ApplicationId id,
      Side side,
      @Nullable Words mine,
      @Nullable Words theirs,
      @Nullable Instant shownAt) {}

  private final Applications applications;
  private final Tasks tasks;
  private final Rules rules;

  public ThanksWords(Applications applications, Tasks tasks, Rules rules) {
    this.applications = applications;
    this.tasks = tasks;
    this.rules = rules;
  }

  Application application(Tx tx, Caller caller, ApplicationId id) {
    return applications.visible(tx, caller, id);
  }

  Task task(Tx tx, Caller caller, Application application) {
    return tx.seenBy(caller, () -> tasks.find(tx, application.taskId()))
        .orElseThrow(Refusal::notFound);
  }

  private static final String OF =
      "select side, words, written_at from words_of_thanks where application_id = $1";

  private static Map<Side, Words> of(Tx tx, ApplicationId id) {
    Map<Side, Words> known = new EnumMap<>(Side.class);
    for (Row row : tx.rows(OF, id.value())) {
      Side side = Side.valueOf(row.getString("side"));
      known.put(side, new Words(side, row.getString("words"), Instants.of(row, "written_at")));
    }
    return known;
  }

  Seen seen(Tx tx, Caller caller, ApplicationId id) {
    Application application = applications.visible(tx, caller, id);
    return tx.seenBy(caller, () -> seen(tx, caller, application));
  }

  private Seen seen(Tx tx, Caller caller, Application application) {
    Side side = side(caller, application);
    Map<Side, Words> known = of(tx, application.id());
    Words mine = known.get(side);
    Words theirs = known.get(side == Side.HOST ? Side.RESIDENT : Side.HOST);
    Instant shownAt = shownAt(tx, application, known);
    boolean shown = shownAt != null && !shownAt.isAfter(tx.now());
    return new Seen(application.id(), side, mine, shown ? theirs : null, shownAt);
  }

  private @Nullable Instant shownAt(Tx tx, Application application, Map<Side, Words> known) {
    Instant last =
        known.values().stream().map(Words::writtenAt).max(Instant::compareTo).orElse(null);
    if (last == null || known.size() == 2) return last;
    int days = rules.wordsDays(tx, application.communityId(), Days.of(last));
    return last.plus(Duration.ofDays(days));
  }

  private static Side side(Caller caller, Application application) {
    return caller.is(application.personId()) ? Side.RESIDENT : Side.HOST;
  }

  private static final String WRITE =
      """
      insert into words_of_thanks (application_id, community_id, person_id, side, words,
        written_by, written_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (application_id, side) do update
        set words = $5, written_by = $6, written_at = $7
      """;

  /** After the work; what is shown already stays as it is. */
  Seen write(Tx tx, Caller caller, ApplicationId id, String words) {
    Application visible = applications.visible(tx, caller, id);
    Task task = task(tx, caller, visible);
    Side side = side(caller, visible);
    if (side == Side.HOST && !tasks.acts(caller, task)) throw Refusal.forbidden("forbidden");
    return tx.actingFor(
        visible.communityId(),
        caller,
        () -> {
          Application application = applications.locked(tx, id);
          if (application.slots().stream().noneMatch(slot -> isOver(slot, tx.now()))) {
            throw Refusal.conflict("words_too_early");
          }
          Seen before = seen(tx, caller, application);
          if (before.mine() != null
              && before.shownAt() != null
              && !before.shownAt().isAfter(tx.now())) {
            throw Refusal.conflict("words_shown");
          }
          tx.change(
              WRITE,
              id.value(),
              application.communityId().value(),
              application.personId().value(),
              side.name(),
              words,
              caller.known().value(),
              tx.now());
          return seen(tx, caller, application);
        });
  }

  private static boolean isOver(ApplicationSlot slot, Instant now) {
    return slot.state() == ApplicationState.DONE
        || slot.state() == ApplicationState.CONFIRMED && slot.endsAt().isBefore(now);
  }
}
