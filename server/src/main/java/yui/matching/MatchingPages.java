package yui.matching;

import com.fasterxml.jackson.databind.node.ObjectNode;
import yui.db.Tx;
import yui.places.Maps;
import yui.tasks.TaskId;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;

/** The search, a task's candidates and a desk's proposal, as pages. */
public final class MatchingPages {
  private final Invitations invitations;
  private final SearchPage search;
  private final CandidatesPage candidates;
  private final ProposalPage proposal;

  public MatchingPages(
      Matching matching,
      Searching searching,
      Invitations invitations,
      Proposals proposals,
      Maps maps) {
    this.invitations = invitations;
    this.search = new SearchPage(matching, searching, maps);
    this.candidates = new CandidatesPage(matching);
    this.proposal = new ProposalPage(matching, invitations, proposals);
  }

  public void bind(Pages pages) {
    pages.getPlain("/tasks", search::show);
    pages.getPlain("/tasks/:id/candidates", candidates::show);
    pages.post("/tasks/:id/invitations", this::invite);
    proposal.bind(pages);
  }

  private Page invite(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("residentId", form.text("residentId"));
    form.filled("message").ifPresent(message -> body.put("message", message));
    TaskId id = new TaskId(form.id("id"));
    invitations.invite(tx, form.caller(), id, form.body("invite", body, InvitationEntry.class));
    return Page.elsewhere(form.base() + "/tasks/" + id + "/candidates", "invited");
  }
}
