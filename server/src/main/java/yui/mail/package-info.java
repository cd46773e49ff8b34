/**
 * Letters: what they say, the outbox they wait in, the postman who sends them. Owns {@code outbox},
 * {@code mailbox}, {@code mail_unwanted} and {@code mail_keys}; answers getLetterChoices and
 * putLetterChoices, and {@code /dev/mailbox} where the mailbox is built in. A feature puts a {@link
 * yui.mail.Letter} into the {@link yui.mail.Outbox} within its own transaction.
 */
@NullMarked
package yui.mail;

import org.jspecify.annotations.NullMarked;
