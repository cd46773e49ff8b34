package yui.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import yui.EmptyDatabase;
import yui.core.Lang;
import yui.db.Database;
import yui.db.Scope;

/** A real PostgreSQL with an empty outbox, and a mail server that can go away and come back. */
final class PostOffice implements AutoCloseable {
  static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
  private static final int MANY = 1_000_000;
  private static @Nullable EmptyDatabase empty;

  final Vertx vertx = Vertx.vertx();
  final AtomicReference<Instant> clock = new AtomicReference<>(START);
  final Outbox outbox = new Outbox();
  final Database database;
  final int smtpPort;
  private final Pool pool;
  private @Nullable GreenMail server;

  PostOffice() {
    try (ServerSocket free = new ServerSocket(0)) {
      smtpPort = free.getLocalPort();
      pool =
          PgBuilder.pool()
              .with(new PoolOptions().setMaxSize(8))
              .connectingTo(started().app())
              .using(vertx)
              .build();
      try (Connection owner = started().superuser();
          Statement sql = owner.createStatement()) {
        sql.execute("truncate outbox, mailbox");
      }
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
    database = new Database(pool, clock::get);
  }

  private static synchronized EmptyDatabase started() throws IOException, SQLException {
    EmptyDatabase database = empty;
    if (database == null) database = EmptyDatabase.open();
    empty = database;
    return database;
  }

  Postman postmanBySmtp() {
    return postmanTo(smtpPort);
  }

  Postman postmanTo(int port) {
    return postmanTo(port, MANY);
  }

  Postman postmanTo(int port, int mostADay) {
    String url = "smtp://localhost:" + port + "?starttls=disabled";
    return new Postman(
        database,
        outbox,
        SmtpPost.at(vertx, url, "結 <yui@yui.example>"),
        "https://yui.example",
        mostADay);
  }

  Postman postmanToMailbox() {
    return new Postman(database, outbox, new MailboxPost(database), "https://yui.example", MANY);
  }

  void open() {
    GreenMail opening = new GreenMail(new ServerSetup(smtpPort, "localhost", "smtp"));
    opening.start();
    server = opening;
  }

  void shut() {
    if (server != null) server.stop();
    server = null;
  }

  List<MimeMessage> received() {
    return server == null ? List.of() : List.of(server.getReceivedMessages());
  }

  boolean put(Letter letter) {
    return database.write(Scope.ofSystem(), tx -> outbox.put(tx, letter));
  }

  List<Row> rows(String sql) {
    return database.read(Scope.ofSystem(), tx -> tx.rows(sql));
  }

  void execute(String statement) {
    database.write(Scope.ofSystem(), tx -> tx.change(statement));
  }

  void pass(Duration time) {
    clock.updateAndGet(now -> now.plus(time));
  }

  static Letter letter(Kind kind, String to, String cause) {
    return Letter.of(to, null, kind, Lang.JA, SampleLetters.whole(kind, "ja"), cause);
  }

  /** The first part of the alternatives: the text. */
  static String text(MimeMessage message) throws MessagingException, IOException {
    return ((MimeMultipart) message.getContent()).getBodyPart(0).getContent().toString();
  }

  static String whole(MimeMessage message) {
    return GreenMailUtil.getWholeMessage(message);
  }

  @Override
  public void close() {
    shut();
    pool.close().await();
    vertx.close().await();
  }
}
