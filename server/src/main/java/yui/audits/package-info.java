/**
 * What people did that somebody may ask about, for a desk, an auditor and the administrator. Reads
 * {@code audit_log}, which every room writes by {@code yui.db.Audit}; answers searchAudit.
 */
@NullMarked
package yui.audits;

import org.jspecify.annotations.NullMarked;
