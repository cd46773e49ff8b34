package yui;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Membership;
import yui.core.Role;
import yui.db.Tx;
import yui.incidents.Incidents;
import yui.insurance.Insurances;
import yui.ledger.Funds;
import yui.ledger.Transfers;
import yui.tasks.Board;
import yui.tasks.TaskState;
import yui.travel.TravelClaim;
import yui.travel.TravelClaims;
import yui.trust.Reports;
import yui.web.Form;

/** A coordinator's beginning: what waits at each desk, counted. */
record DeskHome(List<Desk> communities) {
  private static final Duration SOON = Duration.ofDays(14);
  private static final int MOST = 10_000;

  record Desk(
      CommunityId id,
      String name,
      String toReview,
      String unanswered,
      String claims,
      String unfilled,
      String toSettle,
      String incidents,
      String reports,
      String funds,
      String insurance) {}

  /** Whether a task still wants hands though its day is near. */
  static Predicate<Board.Posted> unfilledSoon(Instant now) {
    return p -> p.isUnfilled() && p.startsAt() != null && p.startsAt().isBefore(now.plus(SOON));
  }

  /** Makes it of what the rooms count. */
  static final class Maker {
    private final Communities communities;
    private final Board board;
    private final TravelClaims claims;
    private final Transfers transfers;
    private final Incidents incidents;
    private final Reports reports;
    private final Insurances insurances;

    Maker(
        Communities communities,
        Board board,
        TravelClaims claims,
        Transfers transfers,
        Incidents incidents,
        Reports reports,
        Insurances insurances) {
      this.insurances = insurances;
      this.communities = communities;
      this.board = board;
      this.claims = claims;
      this.transfers = transfers;
      this.incidents = incidents;
      this.reports = reports;
    }

    DeskHome of(Form form, Tx tx) {
      return new DeskHome(
          form.caller().memberships().stream()
              .filter(m -> m.role() == Role.COORDINATOR)
              .map(Membership::communityId)
              .filter(Objects::nonNull)
              .distinct()
              .map(id -> desk(form, tx, id))
              .toList());
    }

    private Desk desk(Form form, Tx tx, CommunityId id) {
      Caller caller = form.caller();
      List<Board.Posted> posted = board.posted(tx, id, null);
      long owed =
          transfers.balances(tx, id, "JPY", null, MOST).stream()
              .filter(b -> b.account().name().startsWith("owed:") && b.posted() > 0)
              .count();
      int low = new Funds().low(tx, id);
      return new Desk(
          id,
          communities.get(tx, id).name(form.lang()),
          count(posted, p -> p.state() == TaskState.REVIEW),
          count(posted, p -> p.waiting() > 0),
          Integer.toString(
              claims.ofCommunity(tx, caller, id, TravelClaim.State.CLAIMED, null, MOST).size()),
          count(posted, unfilledSoon(tx.now())),
          Long.toString(owed),
          Integer.toString(incidents.open(tx, caller, id)),
          Integer.toString(reports.open(tx, id)),
          low == 0 ? "" : Integer.toString(low),
          Integer.toString(insurances.unsent(tx, id)));
    }

    private static String count(List<Board.Posted> posted, Predicate<Board.Posted> which) {
      return Long.toString(posted.stream().filter(which).count());
    }
  }
}
