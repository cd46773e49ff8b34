package yui.mail;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.mjml.Mail;

/**
 * Sends what waits in the outbox, at least once, with one id a letter. Some hands carry the post;
 * one carries login codes only, so that they wait behind nothing; one carries what nobody waits
 * for, while nothing else is due and the day's sum has room. To be deployed on virtual threads.
 */
public final class Postman extends VerticleBase {
  private static final int HANDS = 4;
  private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
  private static final long LOOK_FOR_CODES_MILLIS = 100;
  private static final long LOOK_FOR_POST_MILLIS = 1_000;
  private static final long REST_WHEN_UNREACHABLE_MILLIS = 5_000;
  private static final long PATIENCE_SECONDS = 8;
  private static final Duration KEPT = Duration.ofMinutes(2);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  // Somebody sits before the screen, and soon the code is void.
  private static final Duration WAIT_FOR_CODES = Duration.ofSeconds(5);
  private static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);
  private static final Duration WORTH_WAITING = Duration.ofDays(5);
  private static final Duration DAY = Duration.ofDays(1);

  /** What one look into the outbox came to. */
  enum Look {
    NOTHING_DUE,
    CARRIED,
    UNREACHABLE
  }

  private final Database database;
  private final Outbox outbox;
  private final Post post;
  private final String origin;
  private final int mostADay;
  private final Letters letters =
      new Letters(Arrays.stream(Lang.values()).map(Lang::code).toList());
  private final Promise<@Nullable Void> resting = Promise.promise();

  // Touched on this verticle's context only, by one thread at a time.
  private boolean atWork;
  private int busyHands;

  /**
   * @param origin where letters' links begin, without a slash at its end
   * @param mostADay how many letters the mail server takes in a day; those that nobody waits for
   *     leave a fifth of it to the others
   */
  public Postman(Database database, Outbox outbox, Post post, String origin, int mostADay) {
    this.database = database;
    this.outbox = outbox;
    this.post = post;
    this.origin = origin;
    this.mostADay = mostADay;
  }

  @Override
  public Future<?> start() {
    atWork = true;
    later(1, 0, LOOK_FOR_CODES_MILLIS);
    for (int hand = 0; hand < HANDS; hand++) later(1, 1, LOOK_FOR_POST_MILLIS);
    later(1, Outbox.MAY_WAIT, LOOK_FOR_POST_MILLIS);
    vertx.setPeriodic(1_000, Duration.ofHours(1).toMillis(), timer -> forget());
    return Future.succeededFuture();
  }

  /** Letters in hand are finished first: cut off, they would be sent a second time. */
  @Override
  public Future<?> stop() {
    atWork = false;
    if (busyHands == 0) return Future.succeededFuture();
    return resting.future().timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
  }

  private void later(long millis, int priority, long pause) {
    vertx.setTimer(millis, timer -> walk(priority, pause));
  }

  private void walk(int priority, long pause) {
    long rest = REST_WHEN_UNREACHABLE_MILLIS;
    busyHands++;
    try {
      Look look = Look.CARRIED;
      while (atWork && look == Look.CARRIED) look = carryNext(priority);
      if (look == Look.NOTHING_DUE) rest = pause;
    } catch (RuntimeException e) {
      LOG.warn("the outbox cannot be read: {}", e.getMessage());
    } finally {
      busyHands--;
      if (atWork) later(rest, priority, pause);
      else if (busyHands == 0) resting.tryComplete();
    }
  }

  /** Carries everything that is due now, codes first; stops where nobody answers. */
  void carryAll() {
    for (int priority : List.of(0, 1, Outbox.MAY_WAIT)) {
      Look look = Look.CARRIED;
      while (look == Look.CARRIED) look = carryNext(priority);
    }
  }

  private Look carryNext(int priority) {
    Optional<Outbox.Taken> next = database.write(Scope.ofSystem(), tx -> next(tx, priority));
    if (next.isEmpty()) return Look.NOTHING_DUE;
    Outbox.Taken taken = next.get();
    if (isStale(taken)) return dropped(taken, "waited too long");
    Optional<String> stop = stop(taken);
    if (stop.isEmpty()) return dropped(taken, "not wanted");
    try {
      post.send(
          new Parcel(
              taken.id(), taken.to(), written(taken, stop.get()), taken.calendar(), stop.get()));
    } catch (NotSent e) {
      return notSent(taken, e);
    }
    database.write(
        Scope.ofSystem(),
        tx -> {
          outbox.sent(tx, taken.id());
          return taken;
        });
    LOG.info("letter {} {} sent, try {}", taken.id(), taken.kind(), taken.attempts());
    return Look.CARRIED;
  }

  private Optional<Outbox.Taken> next(Tx tx, int priority) {
    if (priority == Outbox.MAY_WAIT && !hasRoom(tx)) return Optional.empty();
    return outbox.take(tx, priority, KEPT);
  }

  private boolean hasRoom(Tx tx) {
    return outbox.sentSince(tx, tx.now().minus(DAY)) < mostADay - mostADay / 5;
  }

  /**
   * The address that ends letters of this sort; empty text where there is none, nothing where the
   * reader has used it.
   */
  private Optional<String> stop(Outbox.Taken taken) {
    Optional<Topic> topic = taken.kind().topic();
    PersonId person = taken.person();
    if (topic.isEmpty() || person == null) return Optional.of("");
    return database.write(
        Scope.ofSystem(),
        tx ->
            MailChoices.unwanted(tx, person).contains(topic.get())
                ? Optional.empty()
                : Optional.of(
                    origin
                        + MailChoiceRoutes.PATH
                        + MailChoices.secret(tx, person)
                        + "/"
                        + topic.get().name().toLowerCase(Locale.ROOT)));
  }

  /** Whether a letter has nothing to say to its reader any more. */
  private boolean isStale(Outbox.Taken taken) {
    Instant now = database.now();
    return switch (taken.kind()) {
      case LOGIN_CODE ->
          taken
              .createdAt()
              .plus(Duration.ofMinutes(Long.parseLong(taken.model().getOrDefault("minutes", "10"))))
              .isBefore(now);
      case DIGEST -> taken.createdAt().plus(WORTH_WAITING).isBefore(now);
      default -> false;
    };
  }

  private Look dropped(Outbox.Taken taken, String why) {
    database.write(
        Scope.ofSystem(),
        tx -> {
          outbox.dropped(tx, taken.id(), why);
          return taken;
        });
    return Look.CARRIED;
  }

  private Mail written(Outbox.Taken taken, String stop) throws NotSent {
    Map<String, String> model = new HashMap<>(taken.model());
    model.put("stop", stop);
    try {
      return letters.write(taken.kind(), taken.lang().code(), model);
    } catch (IllegalArgumentException e) {
      // Names a slot, never its value.
      throw new NotSent("cannot be written: " + e.getMessage(), NotSent.Hope.NONE);
    }
  }

  private Look notSent(Outbox.Taken taken, NotSent e) {
    LOG.warn("letter {} {} not sent: {}", taken.id(), taken.kind(), e.why());
    database.write(
        Scope.ofSystem(),
        tx -> {
          boolean old = taken.createdAt().plus(GIVEN_UP_AFTER).isBefore(tx.now());
          if (old || e.hope() == NotSent.Hope.NONE) outbox.dropped(tx, taken.id(), e.why());
          else outbox.failed(tx, taken.id(), e.why(), waitAfter(taken));
          return taken;
        });
    return e.hope() == NotSent.Hope.UNREACHABLE ? Look.UNREACHABLE : Look.CARRIED;
  }

  private static Duration waitAfter(Outbox.Taken taken) {
    return taken.kind() == Kind.LOGIN_CODE ? WAIT_FOR_CODES : waitAfter(taken.attempts());
  }

  static Duration waitAfter(int attempts) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, 10));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private void forget() {
    try {
      database.write(Scope.ofSystem(), outbox::forgetOld);
    } catch (RuntimeException e) {
      LOG.warn("old letters not forgotten: {}", e.getMessage());
    }
  }
}
