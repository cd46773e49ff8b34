package yui.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import yui.core.Refusal;
import yui.core.Sha256;
import yui.db.Tx;

/**
 * Idempotency keys: the key is inserted first in the work's own transaction, so a twin waits for it
 * and then repeats the answer; the primary key is the last guard.
 */
final class Once {
  private static final String WAIT_FOR_TWIN = "set local lock_timeout = '3500ms'";
  private static final String WAIT_AS_USUAL = "set local lock_timeout = 0";
  private static final String TAKE =
      """
      insert into idempotency_keys (person_id, path, key, body_hash, created_at)
      values ($1, $2, $3, $4, $5)
      on conflict do nothing
      """;
  private static final String GIVEN =
      """
      select body_hash, status, answer, headers
      from idempotency_keys where person_id = $1 and path = $2 and key = $3
      """;
  private static final String KEEP =
      """
      update idempotency_keys set status = $4, answer = $5, headers = $6
      where person_id = $1 and path = $2 and key = $3
      """;

  private Once() {}

  /** Does the work once; a repeat with the same body gets the first answer again. */
  static Answer answer(Tx tx, Key key, Supplier<Answer> work) {
    tx.change(WAIT_FOR_TWIN);
    int taken =
        tx.change(TAKE, key.person(), key.path(), key.key(), Buffer.buffer(key.hash()), tx.now());
    tx.change(WAIT_AS_USUAL);
    if (taken == 0) {
      Row given =
          tx.row(GIVEN, key.person(), key.path(), key.key())
              .orElseThrow(() -> Refusal.conflict("busy_try_again"));
      if (!Arrays.equals(given.getBuffer("body_hash").getBytes(), key.hash())) {
        throw Refusal.of(Refusal.Kind.REUSED, "idempotency_key_reused");
      }
      return repeated(given);
    }
    Answer answer = work.get();
    String body =
        switch (answer.body()) {
          case null -> null;
          case byte[] bytes -> throw new IllegalStateException("a file is answered by GET");
          case Object value -> Json.write(value);
        };
    tx.change(
        KEEP,
        key.person(),
        key.path(),
        key.key(),
        answer.status(),
        body,
        Json.write(answer.headers()));
    return answer;
  }

  private static Answer repeated(Row given) {
    try {
      String body = given.getString("answer");
      return new Answer(
          given.getInteger("status"),
          body == null ? null : new Written(body),
          Json.MAPPER.readValue(
              given.getString("headers"), new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("kept answer unreadable", e);
    }
  }

  /** JSON already written. */
  record Written(String json) {}

  /** Who repeats what: the person, the path, the key they chose and the body's digest. */
  record Key(UUID person, String path, String key, byte[] hash) {
    static Key of(UUID person, String path, String key, byte[] body) {
      return new Key(person, path, key, Sha256.of(body));
    }
  }
}
