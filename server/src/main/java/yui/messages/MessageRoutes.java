package yui.messages;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.applications.ApplicationId;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** Messages over HTTP. */
public final class MessageRoutes {
  record MessageEntry(String body) {}

  record DeskCallEntry(String reason) {}

  record MessageShown(UUID id, Side side, String from, boolean mine, String body, Instant sentAt) {}

  record DeskCallShown(Side side, String reason, Instant calledAt) {}

  record Shown(
      List<MessageShown> items, @Nullable String nextCursor, @Nullable DeskCallShown deskCall) {}

  private final Messages messages;

  public MessageRoutes(Messages messages) {
    this.messages = messages;
  }

  public void bind(Api api) {
    api.read("listMessages", this::list);
    api.write(
        "sendMessage",
        (rq, tx) -> {
          Message sent = messages.send(tx, rq.caller(), id(rq), rq.body(MessageEntry.class).body());
          return Answer.created(shown(tx, messages.talk(tx, rq.caller(), id(rq)), sent));
        });
    api.write(
        "callDesk",
        (rq, tx) ->
            Answer.created(
                shown(
                    messages.call(
                        tx, rq.caller(), id(rq), rq.body(DeskCallEntry.class).reason()))));
  }

  private Answer list(Request rq, Tx tx) {
    Messages.Talk talk = messages.talk(tx, rq.caller(), id(rq));
    int limit = rq.limit(50);
    Cursor<Message> page =
        Cursor.cut(
            messages.after(tx, talk, rq.query("cursor").map(Cursor::decodeId), limit + 1),
            limit,
            message -> message.id().toString());
    return Answer.ok(
        new Shown(
            page.items().stream().map(message -> shown(tx, talk, message)).toList(),
            page.nextCursor(),
            talk.deskCall().map(MessageRoutes::shown).orElse(null)));
  }

  private MessageShown shown(Tx tx, Messages.Talk talk, Message message) {
    return new MessageShown(
        message.id(),
        message.side(),
        messages.name(tx, talk, message.side()),
        message.side() == talk.side(),
        message.body(),
        message.sentAt());
  }

  private static DeskCallShown shown(DeskCall call) {
    return new DeskCallShown(call.side(), call.reason(), call.calledAt());
  }

  private static ApplicationId id(Request rq) {
    return new ApplicationId(rq.id("applicationId"));
  }
}
