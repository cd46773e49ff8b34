package yui.ledger;

import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Refusal;

/**
 * Who may look into a community's books and who may write: the desk for money is the official one.
 */
final class Rights {
  private Rights() {}

  static void read(Caller caller, CommunityId community) {
    if (!caller.coordinates(community) && !caller.audits(community))
      throw refused(caller, community);
  }

  static void settle(Caller caller, CommunityId community) {
    if (!caller.settles(community)) throw refused(caller, community);
    caller.demandProof();
  }

  /** Papers say who got how much: for the desk for money and the auditor, and else nobody's. */
  static void papers(Caller caller, CommunityId community) {
    if (!caller.settles(community) && !caller.audits(community)) throw Refusal.notFound();
  }

  static void readFunds(Caller caller, CommunityId community) {
    if (!caller.isStaffOf(community)) throw refused(caller, community);
  }

  /** Another group's host does not learn of the work either. */
  static Refusal refused(Caller caller, Naming.Work work) {
    boolean knows =
        caller.coordinates(work.communityId())
            || caller.audits(work.communityId())
            || caller.hosts(work.groupId());
    return knows ? Refusal.forbidden("forbidden") : Refusal.notFound();
  }

  /** Whoever is not of the community does not learn that the thing is there. */
  static Refusal refused(Caller caller, CommunityId community) {
    return caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
  }
}
