package yui.travel;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Spoken;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.people.Contact;
import yui.people.People;

/** What a traveller is told of a claim: how much of it is granted, or why it comes back. */
public final class TravelLetters {
  private final People people;
  private final Communities communities;
  private final Outbox outbox;
  private final String origin;

  /**
   * @param origin where letters' links begin, without a slash at its end
   */
  public TravelLetters(People people, Communities communities, Outbox outbox, String origin) {
    this.people = people;
    this.communities = communities;
    this.outbox = outbox;
    this.origin = origin;
  }

  void approved(Tx tx, TravelClaim claim) {
    Contact to = people.contact(tx, claim.personId());
    Map<String, String> model = about(tx, claim, to);
    model.put("amount", Spoken.yen(Objects.requireNonNull(claim.grantedYen()), to.lang()));
    model.put("claimed", Spoken.yen(claim.amountYen(), to.lang()));
    put(tx, to, Kind.TRAVEL_APPROVED, model, claim);
  }

  void returned(Tx tx, TravelClaim claim) {
    Contact to = people.contact(tx, claim.personId());
    Map<String, String> model = about(tx, claim, to);
    model.put("claimed", Spoken.yen(claim.amountYen(), to.lang()));
    model.put("reason", claim.reason());
    put(tx, to, Kind.TRAVEL_RETURNED, model, claim);
  }

  private Map<String, String> about(Tx tx, TravelClaim claim, Contact to) {
    Community community = communities.get(tx, claim.communityId());
    Map<String, String> model = new HashMap<>();
    model.put("name", to.name());
    model.put("task", claim.title());
    model.put("url", origin + to.lang().path() + "/travel-claims/" + claim.id());
    model.put("office", (community.officeName() + " " + community.officePhone()).strip());
    return model;
  }

  private void put(Tx tx, Contact to, Kind kind, Map<String, String> model, TravelClaim claim) {
    String cause = kind.name() + ":" + claim.id() + ":" + claim.decidedAt();
    outbox.put(tx, Letter.of(to.email(), to.id(), kind, to.lang(), model, cause));
  }
}
