package yui.matching;

import java.time.LocalDate;
import java.util.function.Function;
import yui.core.CommunityId;
import yui.engine.Thanks;
import yui.tasks.TaskId;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;

/** Searching, recommending, candidates, proposals and invitations over HTTP. */
public final class MatchingRoutes {
  private final Matching matching;
  private final Searching searching;
  private final Invitations invitations;
  private final Proposals proposals;
  private final Freshness freshness;

  public MatchingRoutes(
      Matching matching,
      Searching searching,
      Invitations invitations,
      Proposals proposals,
      Freshness freshness) {
    this.matching = matching;
    this.searching = searching;
    this.invitations = invitations;
    this.proposals = proposals;
    this.freshness = freshness;
  }

  public void bind(Api api) {
    asking(api, "searchTasks", rq -> searching.search(rq.caller(), search(rq), isFresh(rq)));
    asking(
        api,
        "recommendTasks",
        rq -> matching.recommend(rq.caller(), rq.limit(), rq.query("cursor")));
    asking(
        api,
        "findCandidates",
        rq ->
            matching.candidates(
                rq.caller(), new TaskId(rq.id("taskId")), rq.limit(), rq.query("cursor")));
    api.write(
        "invite",
        (rq, tx) ->
            Answer.created(
                invitations.invite(
                    tx, rq.caller(), new TaskId(rq.id("taskId")), rq.body(InvitationEntry.class))));
    api.plain(
        "proposeAssignments",
        rq ->
            Answer.ok(
                proposals.propose(
                    rq.caller(),
                    new CommunityId(rq.id("communityId")),
                    rq.body(ProposalEntry.class))));
    api.write(
        "inviteProposed",
        (rq, tx) ->
            Answer.ok(
                proposals.invite(
                    tx,
                    rq.caller(),
                    new CommunityId(rq.id("communityId")),
                    rq.body(InvitationsEntry.class))));
    api.read(
        "listInvitations",
        (rq, tx) -> Answer.ok(invitations.mine(tx, rq.caller(), rq.limit(), rq.query("cursor"))));
  }

  private void asking(Api api, String operationId, Function<Request, Object> answer) {
    api.plain(
        operationId,
        rq -> {
          if (isFresh(rq)) freshness.await();
          return Answer.ok(answer.apply(rq));
        });
  }

  private static boolean isFresh(Request rq) {
    return rq.query("fresh").map(Boolean::valueOf).orElse(false);
  }

  private static Search search(Request rq) {
    return new SearchFilters(
            rq.query("q").orElse(null),
            rq.queryId("communityId").orElse(null),
            rq.query("prefecture").orElse(null),
            rq.query("place").orElse(null),
            rq.query("skill").orElse(null),
            rq.query("near").orElse(null),
            rq.query("withinKm").map(Double::valueOf).orElse(null),
            rq.query("from").map(LocalDate::parse).orElse(null),
            rq.query("to").map(LocalDate::parse).orElse(null),
            rq.query("reward").map(Thanks::valueOf).orElse(null),
            rq.query("travelPaid").map(Boolean::valueOf).orElse(null),
            rq.query("sort").orElse(null))
        .page(rq.limit(), rq.query("cursor").orElse(null));
  }
}
