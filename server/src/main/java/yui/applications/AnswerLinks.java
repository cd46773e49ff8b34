package yui.applications;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import yui.core.PersonId;
import yui.core.Sha256;
import yui.db.Tx;

/**
 * Links in letters that open one application's page with its buttons, without a login. A link
 * changes nothing by being opened and ends when the last slot begins; the database keeps its digest
 * alone.
 */
final class AnswerLinks {
  private static final int BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String ADD =
      """
      insert into answer_links (token_hash, application_id, community_id, person_id, made_at, ends_at)
      values ($1, $2, $3, $4, $5, $6)
      """;
  private static final String FIND =
      """
      select application_id, person_id from answer_links where token_hash = $1 and ends_at > $2
      """;
  private static final String FORGET = "delete from answer_links where ends_at <= $1";

  private AnswerLinks() {}

  /** Whose application a link opens. */
  record Opened(ApplicationId application, PersonId person) {}

  /** A new link's path. */
  static String path(Tx tx, Application application) {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Instant ends =
        application.slots().stream()
            .map(ApplicationSlot::startsAt)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    tx.asSystem(
        () ->
            tx.change(
                ADD,
                Buffer.buffer(Sha256.of(token)),
                application.id().value(),
                application.communityId().value(),
                application.personId().value(),
                tx.now(),
                ends));
    return "/answers/" + token;
  }

  static Optional<Opened> find(Tx tx, String token) {
    return tx.asSystem(
        () ->
            tx.row(FIND, Buffer.buffer(Sha256.of(token)), tx.now())
                .map(
                    row ->
                        new Opened(
                            new ApplicationId(row.getUUID("application_id")),
                            new PersonId(row.getUUID("person_id")))));
  }

  static int forgetOld(Tx tx) {
    return tx.change(FORGET, tx.now());
  }
}
