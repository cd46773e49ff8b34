package yui.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;

/** The addresses that a community tells what happens, kept by its coordinators. */
public final class Webhooks {
  private final Communities communities;
  private final Receivers receivers;

  /**
   * @param local whether programs on this machine may be told over http, as in demonstrations
   */
  public Webhooks(Communities communities, boolean local) {
    this.communities = communities;
    this.receivers = new Receivers(local);
  }

  List<Webhook> list(Tx tx, Caller caller, CommunityId community) {
    mustKeep(tx, caller, community);
    return tx.actingFor(community, caller, () -> WebhookStore.ofCommunity(tx, community));
  }

  /** From now on the address is told of each event of the topics. */
  Webhook add(Tx tx, Caller caller, CommunityId community, String url, List<Webhook.Topic> events) {
    mustKeep(tx, caller, community);
    if (receivers.read(url).isEmpty()) throw Refusal.invalid("/url", "webhook_address");
    Webhook webhook =
        new Webhook(
            Ids.next(),
            community,
            url,
            events.stream().distinct().toList(),
            Signature.newSecret(),
            tx.now(),
            null);
    return tx.actingFor(
        community,
        caller,
        () -> {
          WebhookStore.add(tx, webhook, caller.known());
          audit(tx, caller, webhook, "webhook_added");
          return webhook;
        });
  }

  /** What waits for it is dropped. */
  void remove(Tx tx, Caller caller, CommunityId community, UUID id) {
    Webhook webhook = kept(tx, caller, community, id);
    tx.actingFor(
        community,
        caller,
        () -> {
          WebhookStore.remove(tx, id);
          audit(tx, caller, webhook, "webhook_removed");
          return webhook;
        });
  }

  /** Newest first. */
  List<Delivery> deliveries(
      Tx tx,
      Caller caller,
      CommunityId community,
      UUID id,
      @Nullable Instant before,
      @Nullable UUID event,
      int most) {
    kept(tx, caller, community, id);
    return tx.actingFor(community, caller, () -> WebhookStore.newest(tx, id, before, event, most));
  }

  /** Sends it once more, whatever became of it, and lets a webhook that rested go on. */
  Delivery resend(Tx tx, Caller caller, CommunityId community, UUID id, UUID event) {
    Webhook webhook = kept(tx, caller, community, id);
    return tx.actingFor(
        community,
        caller,
        () -> {
          if (!WebhookStore.again(tx, id, event)) throw Refusal.notFound();
          audit(tx, caller, webhook, "webhook_resent");
          return WebhookStore.delivery(tx, id, event).orElseThrow();
        });
  }

  private Webhook kept(Tx tx, Caller caller, CommunityId community, UUID id) {
    mustKeep(tx, caller, community);
    return tx.actingFor(community, caller, () -> WebhookStore.find(tx, id))
        .filter(webhook -> webhook.communityId().equals(community))
        .orElseThrow(Refusal::notFound);
  }

  private void mustKeep(Tx tx, Caller caller, CommunityId community) {
    communities.get(tx, community);
    if (!caller.isAdmin() && !caller.coordinates(community)) throw Refusal.forbidden("forbidden");
  }

  private static void audit(Tx tx, Caller caller, Webhook webhook, String deed) {
    Audit.write(
        tx,
        caller.known(),
        webhook.communityId(),
        deed,
        Map.of("webhookId", webhook.id().toString()));
  }
}
