/**
 * Tells other programs of a community what happens in it, as Standard Webhooks: signed, tried
 * again, with the same id in each try.
 *
 * <p>Owns {@code webhooks} and {@code webhook_deliveries}, which triggers on the event tables of
 * tasks, applications and attendance fill in the transaction of the deed. Answers listWebhooks,
 * addWebhook, removeWebhook, listWebhookDeliveries and resendWebhookDelivery.
 */
@NullMarked
package yui.webhooks;

import org.jspecify.annotations.NullMarked;
