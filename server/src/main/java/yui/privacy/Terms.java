package yui.privacy;

/**
 * How long an installation keeps what no community decides about.
 *
 * @param graceDays in which somebody who leaves may think better of it
 * @param auditYears that the audit log reaches back
 */
public record Terms(int graceDays, int auditYears) {
  public static final Terms SHIPPED = new Terms(7, 10);
}
