package yui.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.applications.ApplicationId;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Writing to each other, as a page for both sides. */
public final class MessagePages {
  private static final int MOST = 200;

  record Said(UUID message, String from, String when, String body, boolean mine) {}

  record View(
      ApplicationId id,
      CommunityId communityId,
      String title,
      String when,
      String with,
      String backHref,
      List<Said> items,
      boolean hasItems,
      String deskCall,
      boolean isOpen,
      boolean mayWrite,
      boolean canCall,
      Typed.Field body,
      Typed.Field reason,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Messages messages;
  private final Words words;

  public MessagePages(Messages messages, Words words) {
    this.messages = messages;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/applications/:id/messages", (form, tx) -> show(form, tx, Typed.stored(Map.of())));
    pages.post("/applications/:id/messages", this::send, this::again);
    pages.post("/applications/:id/desk-call", this::call, this::again);
  }

  private Page send(Form form, Tx tx) {
    MessageRoutes.MessageEntry entry =
        form.body("sendMessage", typed(form, "body"), MessageRoutes.MessageEntry.class);
    messages.send(tx, form.caller(), id(form), entry.body());
    return Page.elsewhere(href(form), "message_sent");
  }

  private Page call(Form form, Tx tx) {
    MessageRoutes.DeskCallEntry entry =
        form.body("callDesk", typed(form, "reason"), MessageRoutes.DeskCallEntry.class);
    messages.call(tx, form.caller(), id(form), entry.reason());
    return Page.elsewhere(href(form), "desk_called");
  }

  private Page again(Form form, Tx tx, Map<String, String> fields, String summary) {
    return show(form, tx, Typed.refused(form, fields, summary));
  }

  private Page show(Form form, Tx tx, Typed typed) {
    Lang lang = form.lang();
    Messages.Talk talk = messages.known(tx, form.caller(), id(form));
    List<Message> latest = talk.isOpen() ? messages.latest(tx, talk, MOST) : List.of();
    List<Said> said =
        latest.stream()
            .map(
                m ->
                    new Said(
                        m.id(),
                        messages.name(tx, talk, m.side()),
                        Spoken.moment(m.sentAt(), lang),
                        m.body(),
                        m.side() == talk.side()))
            .toList();
    boolean applicant = talk.side() == Side.APPLICANT;
    return Page.show(
        "messages",
        new View(
            talk.application().id(),
            talk.application().communityId(),
            talk.task().title(),
            talk.application().slots().getFirst().spoken(lang),
            messages.name(tx, talk, applicant ? Side.HOST : Side.APPLICANT),
            form.base()
                + (applicant ? "/me/applications" : "/tasks/" + talk.task().id() + "/applications")
                + "#a-"
                + talk.application().id(),
            said,
            !said.isEmpty(),
            talk.deskCall()
                .map(
                    call ->
                        words.say(
                            lang,
                            "messages.desk_called_by." + call.side(),
                            Map.of(
                                "when",
                                Spoken.moment(call.calledAt(), lang),
                                "reason",
                                call.reason())))
                .orElse(""),
            talk.isOpen(),
            talk.mayWrite(),
            talk.deskCall().isEmpty() && talk.side() != Side.DESK,
            typed.field("body"),
            typed.field("reason"),
            typed.hasErrors(),
            typed.errors()));
  }

  private static ObjectNode typed(Form form, String field) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    form.filled(field).ifPresent(text -> body.put(field, text));
    return body;
  }

  private static String href(Form form) {
    return form.base() + "/applications/" + form.id("id") + "/messages";
  }

  private static ApplicationId id(Form form) {
    return new ApplicationId(form.id("id"));
  }
}
