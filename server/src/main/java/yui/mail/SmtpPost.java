package yui.mail;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/** Hands letters to a mail server. */
public final class SmtpPost implements Post {
  private static final long PATIENCE_SECONDS = 30;
  // Shorter: a server that says nothing loses the line, and with it the letter it might still take.
  private static final int SILENCE_SECONDS = 25;

  private final Deque<Line> resting = new ConcurrentLinkedDeque<>();
  private final Vertx vertx;
  private final MailConfig config;
  private final String from;
  private final String domain;

  private SmtpPost(Vertx vertx, MailConfig config, String from) {
    this.vertx = vertx;
    this.config = config;
    this.from = from;
    String address = from.replaceFirst(".*<", "").replace(">", "").strip();
    this.domain = address.substring(address.indexOf('@') + 1);
  }

  /**
   * @param url {@code smtp://user:password@host:587?starttls=required} (or {@code optional}, {@code
   *     disabled}), or {@code smtps://…:465}; user and password percent-encoded, or left out
   * @param from the sender, {@code yui@example.jp} or {@code Yui <yui@example.jp>}
   */
  public static SmtpPost at(Vertx vertx, String url, String from) {
    if (!from.contains("@") || from.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("YUI_MAIL_FROM is no address");
    }
    return new SmtpPost(vertx, config(url), from);
  }

  /**
   * A connection at most, for one letter at a time. Where the server hangs up before it says that
   * it has the letter, Vert.x's mail client breaks and tells nobody but the context that it runs
   * on, which is why each has its own.
   */
  private static final class Line extends VerticleBase {
    private final MailClient client;
    private volatile Promise<MailResult> carried = Promise.promise();

    Line(MailClient client) {
      this.client = client;
    }

    @Override
    public Future<?> start() {
      context.exceptionHandler(broken -> carried.tryFail(broken));
      return Future.succeededFuture();
    }

    Future<MailResult> carry(MailMessage message) {
      Promise<MailResult> carrying = Promise.promise();
      carried = carrying;
      context.runOnContext(
          go ->
              client
                  .sendMail(message)
                  .onSuccess(carrying::tryComplete)
                  .onFailure(carrying::tryFail));
      return carrying.future();
    }

    /** Hangs up, whatever state it is in. */
    void end() {
      vertx.undeploy(context.deploymentID());
    }

    @Override
    public Future<?> stop() {
      return client.close();
    }
  }

  private Line line() {
    Line line = resting.poll();
    if (line != null) return line;
    Line opened = new Line(MailClient.create(vertx, config));
    vertx.deployVerticle(opened).await();
    return opened;
  }

  static MailConfig config(String url) {
    URI uri = URI.create(url);
    boolean wrapped = "smtps".equals(uri.getScheme());
    if (uri.getHost() == null || !wrapped && !"smtp".equals(uri.getScheme())) {
      // The address may hold a password: it is not repeated.
      throw new IllegalArgumentException("SMTP_URL is not smtp://host or smtps://host");
    }
    MailConfig config =
        new MailConfig()
            .setHostname(uri.getHost())
            .setPort(uri.getPort() > 0 ? uri.getPort() : wrapped ? 465 : 587)
            .setSsl(wrapped)
            .setStarttls(wrapped ? StartTLSOptions.DISABLED : startTls(uri))
            .setMaxPoolSize(1)
            .setKeepAliveTimeout(20)
            .setUserAgent("yui");
    config.setConnectTimeout(10_000).setHostnameVerificationAlgorithm("HTTPS");
    config.setIdleTimeout(SILENCE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
    String user = uri.getRawUserInfo();
    if (user == null) return config.setLogin(LoginOption.DISABLED);
    int colon = user.indexOf(':');
    return config
        .setLogin(LoginOption.REQUIRED)
        .setUsername(decoded(colon < 0 ? user : user.substring(0, colon)))
        .setPassword(colon < 0 ? "" : decoded(user.substring(colon + 1)));
  }

  private static StartTLSOptions startTls(URI uri) {
    String query = uri.getQuery();
    return switch (query == null ? "starttls=required" : query) {
      case "starttls=required" -> StartTLSOptions.REQUIRED;
      case "starttls=optional" -> StartTLSOptions.OPTIONAL;
      case "starttls=disabled" -> StartTLSOptions.DISABLED;
      default -> throw new IllegalArgumentException("SMTP_URL knows starttls only");
    };
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public void send(Parcel parcel) throws NotSent {
    MailMessage message =
        new MailMessage()
            .setFrom(from)
            .setTo(parcel.to())
            .setSubject(parcel.mail().subject())
            .setText(parcel.mail().text())
            .setHtml(parcel.mail().html())
            .addHeader("Message-ID", parcel.messageId(domain))
            .addHeader("Auto-Submitted", "auto-generated");
    if (!parcel.stop().isEmpty()) {
      message
          .addHeader("List-Unsubscribe", "<" + parcel.stop() + ">")
          .addHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    if (!parcel.calendar().isEmpty()) message.setAttachment(entry(parcel.calendar()));
    Line line = line();
    try {
      line.carry(message).timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).await();
      resting.push(line);
    } catch (SMTPException refused) {
      resting.push(line);
      throw new NotSent("server answered " + refused.getReplyCode(), hope(refused));
    } catch (Exception unreachable) {
      // Awaiting throws checked exceptions too, unannounced: a refused connection, a timeout.
      line.end();
      throw new NotSent(unreachable.getClass().getSimpleName(), NotSent.Hope.UNREACHABLE);
    }
  }

  private static MailAttachment entry(String calendar) {
    return MailAttachment.create()
        .setName("yui.ics")
        .setContentType("text/calendar; charset=utf-8; method=" + method(calendar))
        .setDisposition("attachment")
        .setData(Buffer.buffer(calendar));
  }

  private static String method(String calendar) {
    return calendar.contains("\r\nMETHOD:CANCEL\r\n") ? "CANCEL" : "PUBLISH";
  }

  /** Only what is said of this address is final; a refused login or sender will be mended. */
  private static NotSent.Hope hope(SMTPException refused) {
    return switch (refused.getReplyCode()) {
      case 550, 551, 553 -> NotSent.Hope.NONE;
      case 421 -> NotSent.Hope.UNREACHABLE;
      default -> NotSent.Hope.LATER;
    };
  }
}
