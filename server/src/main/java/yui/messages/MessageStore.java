package yui.messages;

import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;

/** The tables of messages. */
final class MessageStore {
  private MessageStore() {}

  private static final String AFTER =
      """
      select id, side, from_person, body, sent_at from messages
        where application_id = $1 and id > $2 order by id limit $3
      """;

  /** Oldest first. */
  static List<Message> after(Tx tx, ApplicationId application, UUID after, int most) {
    return tx.list(AFTER, MessageStore::message, application.value(), after, most);
  }

  private static final String LATEST =
      """
      select id, side, from_person, body, sent_at from messages
        where application_id = $1 order by id desc limit $2
      """;

  /** Oldest first, of the newest. */
  static List<Message> latest(Tx tx, ApplicationId application, int most) {
    return tx.list(LATEST, MessageStore::message, application.value(), most).reversed();
  }

  private static final String ADD =
      """
      insert into messages (id, application_id, community_id, side, from_person, body, sent_at)
        values ($1, $2, $3, $4, $5, $6, $7)
      """;

  static void add(Tx tx, Application application, Message message) {
    tx.change(
        ADD,
        message.id(),
        application.id().value(),
        application.communityId().value(),
        message.side().name(),
        message.from().value(),
        message.body(),
        message.sentAt());
  }

  private static final String CALL =
      """
      insert into desk_calls (application_id, community_id, side, called_by, reason, called_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (application_id) do nothing
      """;

  /** Answers whether this is the first call. */
  static boolean call(Tx tx, Application application, PersonId by, DeskCall call) {
    return tx.change(
            CALL,
            application.id().value(),
            application.communityId().value(),
            call.side().name(),
            by.value(),
            call.reason(),
            call.calledAt())
        == 1;
  }

  private static final String CALLED =
      "select side, reason, called_at from desk_calls where application_id = $1";

  static Optional<DeskCall> called(Tx tx, ApplicationId application) {
    return tx.row(CALLED, application.value())
        .map(
            row ->
                new DeskCall(
                    Side.valueOf(row.getString("side")),
                    row.getString("reason"),
                    Instants.of(row, "called_at")));
  }

  /** A message with the application it is about. */
  record Placed(ApplicationId application, Message message) {}

  private static final String ONES =
      """
      select application_id, id, side, from_person, body, sent_at from messages where id = any($1)
      """;

  static List<Placed> ones(Tx tx, Collection<UUID> ids) {
    return tx.list(
        ONES,
        row -> new Placed(new ApplicationId(row.getUUID("application_id")), message(row)),
        (Object) ids.toArray(UUID[]::new));
  }

  private static Message message(Row row) {
    return new Message(
        row.getUUID("id"),
        Side.valueOf(row.getString("side")),
        new PersonId(row.getUUID("from_person")),
        row.getString("body"),
        Instants.of(row, "sent_at"));
  }
}
