package yui.webhooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.communities.Communities;
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

/** The desk's page of webhooks: add, look what became of each message, send again. */
public final class WebhookPages {
  private static final int NEWEST = 20;

  record Sent(
      UUID hook,
      UUID id,
      String type,
      String when,
      String stateWords,
      String note,
      boolean again) {}

  record Row(
      UUID id,
      String url,
      String events,
      String secret,
      String paused,
      List<Sent> deliveries,
      boolean hasDeliveries) {}

  record View(
      CommunityId communityId,
      String community,
      List<Row> items,
      boolean hasItems,
      Typed.Field url,
      Typed.Choice events,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Webhooks webhooks;
  private final Communities communities;
  private final Words words;

  public WebhookPages(Webhooks webhooks, Communities communities, Words words) {
    this.webhooks = webhooks;
    this.communities = communities;
    this.words = words;
  }

  public void bind(Pages pages) {
    String path = "/communities/:cid/webhooks";
    pages.get(
        path,
        (form, tx) ->
            page(
                form,
                tx,
                Typed.stored(
                    Map.of(
                        "events",
                        Arrays.stream(Webhook.Topic.values()).map(Enum::name).toList()))));
    pages.post(
        path,
        (form, tx) -> {
          WebhookRoutes.WebhookEntry entry =
              form.body("addWebhook", body(form), WebhookRoutes.WebhookEntry.class);
          webhooks.add(tx, form.caller(), community(form), entry.url(), entry.events());
          return Page.elsewhere(href(form), "webhook_added");
        },
        (form, tx, fields, summary) -> page(form, tx, Typed.refused(form, fields, summary)));
    pages.post(
        path + "/:id/remove",
        (form, tx) -> {
          webhooks.remove(tx, form.caller(), community(form), form.id("id"));
          return Page.elsewhere(href(form), "webhook_removed");
        });
    pages.post(
        path + "/:id/deliveries/:event/resend",
        (form, tx) -> {
          webhooks.resend(tx, form.caller(), community(form), form.id("id"), form.id("event"));
          return Page.elsewhere(href(form), "webhook_resent");
        });
  }

  private Page page(Form form, Tx tx, Typed typed) {
    CommunityId id = community(form);
    form.caller().known();
    List<Row> rows =
        webhooks.list(tx, form.caller(), id).stream().map(w -> row(form, tx, w)).toList();
    return Page.show(
        "webhooks",
        new View(
            id,
            communities.get(tx, id).name(form.lang()),
            rows,
            !rows.isEmpty(),
            typed.field("url"),
            typed.choice("events", topics(form.lang())),
            typed.hasErrors(),
            typed.errors()));
  }

  private Row row(Form form, Tx tx, Webhook webhook) {
    Lang lang = form.lang();
    List<Sent> sent =
        webhooks
            .deliveries(tx, form.caller(), webhook.communityId(), webhook.id(), null, null, NEWEST)
            .stream()
            .map(d -> sent(d, lang))
            .toList();
    Map<String, String> topics = topics(lang);
    return new Row(
        webhook.id(),
        webhook.url(),
        String.join(
            "・", webhook.events().stream().map(t -> topics.getOrDefault(t.name(), "")).toList()),
        webhook.secret(),
        webhook.pausedAt() == null ? "" : Spoken.moment(webhook.pausedAt(), lang),
        sent,
        !sent.isEmpty());
  }

  private Sent sent(Delivery d, Lang lang) {
    return new Sent(
        d.webhookId(),
        d.eventId(),
        d.type(),
        Spoken.moment(d.happenedAt(), lang),
        words.say(lang, "webhooks.state." + d.state()),
        d.lastError().isEmpty()
            ? ""
            : words.say(lang, "webhooks.tries", Map.of("n", d.attempts(), "error", d.lastError())),
        d.state() != Delivery.State.DELIVERED);
  }

  private Map<String, String> topics(Lang lang) {
    Map<String, String> topics = new LinkedHashMap<>();
    for (Webhook.Topic topic : Webhook.Topic.values()) {
      topics.put(topic.name(), words.say(lang, "webhooks.topic." + topic));
    }
    return topics;
  }

  private static ObjectNode body(Form form) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("url", form.text("url"));
    ArrayNode events = body.putArray("events");
    form.all("events").forEach(events::add);
    return body;
  }

  private static String href(Form form) {
    return form.base() + "/communities/" + community(form) + "/webhooks";
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }
}
