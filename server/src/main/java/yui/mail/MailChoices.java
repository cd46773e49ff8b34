package yui.mail;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;

/** Which letters a person wants, and the secret in each letter that lets them say so. */
final class MailChoices {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;

  /** Whose choice a secret opens. */
  record Owner(PersonId person, Lang lang) {}

  private MailChoices() {}

  private static final String UNWANTED = "select topic from mail_unwanted where person_id = $1";

  static Set<Topic> unwanted(Tx tx, PersonId person) {
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    topics.addAll(tx.list(UNWANTED, row -> Topic.valueOf(row.getString("topic")), person.value()));
    return topics;
  }

  private static final String STOP =
      """
      insert into mail_unwanted (person_id, topic, since) values ($1, $2, $3)
      on conflict do nothing
      """;
  private static final String START =
      "delete from mail_unwanted where person_id = $1 and topic = $2";

  static void choose(Tx tx, PersonId person, Topic topic, boolean wanted) {
    if (wanted) tx.change(START, person.value(), topic.name());
    else tx.change(STOP, person.value(), topic.name(), tx.now());
  }

  static void choose(Tx tx, PersonId person, List<Topic> wanted) {
    for (Topic topic : Topic.values()) choose(tx, person, topic, wanted.contains(topic));
  }

  private static final String MAKE =
      """
      insert into mail_keys (person_id, secret, made_at) values ($1, $2, $3)
      on conflict (person_id) do nothing
      """;
  private static final String SECRET = "select secret from mail_keys where person_id = $1";

  /** The person's secret, made when first asked for. */
  static String secret(Tx tx, PersonId person) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    tx.change(
        MAKE,
        person.value(),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        tx.now());
    return tx.row(SECRET, person.value()).orElseThrow().getString("secret");
  }

  private static final String OWNER =
      """
      select k.person_id, p.lang from mail_keys k join persons p on p.id = k.person_id
      where k.secret = $1
      """;

  static Optional<Owner> owner(Tx tx, String secret) {
    return tx.asSystem(() -> tx.row(OWNER, secret))
        .map(
            row ->
                new Owner(new PersonId(row.getUUID("person_id")), Lang.of(row.getString("lang"))));
  }
}
