/**
 * The one place that waits for the database: transactions that know who is asking, statements, and
 * constraints turned into refusals. Writes {@code audit_log}, which each room fills through it;
 * knows no feature.
 */
@NullMarked
package yui.db;

import org.jspecify.annotations.NullMarked;
