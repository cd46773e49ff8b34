package yui.ledger;

import java.util.UUID;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.PersonId;

/**
 * A line of thanks in meals or produce of which somebody has not got all yet; never cash.
 *
 * @param groupId the host's
 * @param payer who gives it: that group, another, a fund
 * @param earned what the host said was earned, less what went back
 */
public record OwedLine(
    UUID applicationId,
    UUID taskId,
    String title,
    CommunityId communityId,
    GroupId groupId,
    PersonId personId,
    int line,
    String unit,
    Account payer,
    long earned,
    long handed) {

  public long left() {
    return earned - handed;
  }
}
