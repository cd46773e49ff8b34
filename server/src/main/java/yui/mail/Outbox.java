package yui.mail;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;

/** Where letters wait: put in by the transaction that causes them, taken out by the postman. */
public final class Outbox {
  /** The priority of letters that nobody waits for. */
  static final int MAY_WAIT = 2;

  private static final Duration REMEMBERED = Duration.ofDays(30);
  // A letter without a time of its own is due whatever the clock does meanwhile.
  private static final Instant AT_ONCE = Instant.EPOCH;

  /** A letter that a postman has taken. */
  record Taken(
      UUID id,
      Kind kind,
      Lang lang,
      String to,
      @Nullable PersonId person,
      Map<String, String> model,
      String calendar,
      int attempts,
      Instant createdAt) {}

  private static final String PUT =
      """
      insert into outbox (id, priority, kind, lang, to_address, person_id, model, cause, created_at,
        next_try_at, calendar)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      on conflict do nothing
      """;

  /** Answers whether the letter is new; a cause that was put before makes no second one. */
  public boolean put(Tx tx, Letter letter) {
    return tx.change(
            PUT,
            Ids.next(),
            letter.kind().priority(),
            letter.kind().name(),
            letter.lang().code(),
            letter.to(),
            letter.person() == null ? null : letter.person().value(),
            new JsonObject(new HashMap<>(letter.model())),
            letter.cause(),
            tx.now(),
            letter.sendAfter() == null ? AT_ONCE : letter.sendAfter(),
            letter.calendar())
        == 1;
  }

  private static final String TAKE =
      """
      update outbox set attempts = attempts + 1, next_try_at = $3
      where id = (
        select id from outbox
        where priority = $1 and next_try_at <= $2 and sent_at is null and dropped_at is null
          and ($1 < 2 or not exists (select from outbox first where first.priority < $1
            and first.next_try_at <= $2 and first.sent_at is null and first.dropped_at is null))
        order by next_try_at, id
        limit 1
        for update skip locked)
      returning id, kind, lang, to_address, person_id, model, calendar, attempts, created_at
      """;

  /**
   * The next letter that is due; nobody else gets it before {@code keptFor} has passed. One that
   * may wait is due only when no other is.
   */
  Optional<Taken> take(Tx tx, int priority, Duration keptFor) {
    return tx.row(TAKE, priority, tx.now(), tx.now().plus(keptFor)).map(Outbox::taken);
  }

  private static Taken taken(Row row) {
    Map<String, String> model = new HashMap<>();
    row.getJsonObject("model").forEach(e -> model.put(e.getKey(), String.valueOf(e.getValue())));
    return new Taken(
        row.getUUID("id"),
        Kind.valueOf(row.getString("kind")),
        Lang.of(row.getString("lang")),
        row.getString("to_address"),
        row.getUUID("person_id") == null ? null : new PersonId(row.getUUID("person_id")),
        model,
        row.getString("calendar"),
        row.getInteger("attempts"),
        row.getOffsetDateTime("created_at").toInstant());
  }

  private static final String SENT =
      """
      update outbox set sent_at = $2, last_error = null,
        model = case when priority = 0 then '{}'::jsonb else model end
      where id = $1
      """;

  /** A login code is no longer anybody's to read. */
  void sent(Tx tx, UUID letter) {
    tx.change(SENT, letter, tx.now());
  }

  private static final String SENT_SINCE = "select count(*) as sent from outbox where sent_at > $1";

  long sentSince(Tx tx, Instant then) {
    return tx.row(SENT_SINCE, then).orElseThrow().getLong("sent");
  }

  private static final String POST =
      """
      select count(*) filter (where sent_at > $1) as sent,
        count(*) filter (where sent_at is null and dropped_at is null) as waiting,
        count(*) filter (where sent_at is null and dropped_at is null and last_error is not null)
          as failing
      from outbox
      """;

  /** Letters sent since a moment, waiting, and waiting because sending them failed. */
  public record Post(long sent, long waiting, long failing) {}

  /** As the system sees it. */
  public Post post(Tx tx, Instant since) {
    return tx.asSystem(
        () ->
            tx.row(POST, since)
                .map(
                    row ->
                        new Post(
                            row.getLong("sent"), row.getLong("waiting"), row.getLong("failing")))
                .orElseThrow());
  }

  private static final String FAILED =
      "update outbox set next_try_at = $2, last_error = $3 where id = $1";

  void failed(Tx tx, UUID letter, String why, Duration wait) {
    tx.change(FAILED, letter, tx.now().plus(wait), why);
  }

  private static final String DROPPED =
      "update outbox set dropped_at = $2, last_error = $3, model = '{}' where id = $1";

  void dropped(Tx tx, UUID letter, String why) {
    tx.change(DROPPED, letter, tx.now(), why);
  }

  // One that a postman has taken is on its way, whatever becomes of it.
  private static final String CALL_BACK =
      """
      update outbox set dropped_at = $3, last_error = 'called back', model = '{}'
      where starts_with(cause, $1) and created_at = $2 and attempts = 0 and sent_at is null
        and dropped_at is null
      """;

  /**
   * Takes back the letters put at that moment whose cause begins so; whether there were any. A
   * postman and this wait for one another, so it is sent or called back, never both.
   */
  public boolean callBack(Tx tx, String causes, Instant putAt) {
    return tx.asSystem(() -> tx.change(CALL_BACK, causes, putAt, tx.now())) > 0;
  }

  private static final String FORGET =
      "delete from outbox where coalesce(sent_at, dropped_at) < $1";

  int forgetOld(Tx tx) {
    return tx.change(FORGET, tx.now().minus(REMEMBERED));
  }
}
