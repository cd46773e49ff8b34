package yui;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.Said;
import yui.people.People;
import yui.tasks.Board;
import yui.tasks.Need;
import yui.tasks.NeedId;
import yui.tasks.NeedState;
import yui.tasks.Needs;
import yui.tasks.TaskId;
import yui.tasks.TaskState;
import yui.travel.TravelClaim;
import yui.travel.TravelClaims;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Words;

/** A desk's inbox: what waits to be approved, answered, paid back and filled. */
final class DeskPages {
  private static final int MOST = 100;

  private final Communities communities;
  private final Board board;
  private final People people;
  private final Needs needs;
  private final TravelClaims claims;
  private final Words words;

  DeskPages(
      Communities communities,
      Board board,
      People people,
      Needs needs,
      TravelClaims claims,
      Words words) {
    this.communities = communities;
    this.board = board;
    this.people = people;
    this.needs = needs;
    this.claims = claims;
    this.words = words;
  }

  void bind(Pages pages) {
    pages.get("/communities/:cid/desk", this::desk);
  }

  private Page desk(Form form, Tx tx) {
    Caller caller = form.caller();
    caller.known();
    Lang lang = form.lang();
    CommunityId id = new CommunityId(form.id("cid"));
    String name = communities.get(tx, id).name(lang);
    boolean books = caller.coordinates(id) || caller.audits(id);
    if (!books && !caller.isAdmin()) {
      throw caller.isStaffOf(id) ? Refusal.forbidden("forbidden") : Refusal.notFound();
    }
    List<Board.Posted> posted = board.posted(tx, id, null);
    List<Line> review = lines(posted, p -> p.state() == TaskState.REVIEW, this::places, lang);
    List<Line> unanswered = lines(posted, p -> p.waiting() > 0, this::waiting, lang);
    List<Line> unfilled = lines(posted, DeskHome.unfilledSoon(tx.now()), this::places, lang);
    List<Claim> asked = books ? claims(tx, caller, id, lang) : List.of();
    List<Told> told = told(tx, caller, id, lang);
    return Page.show(
        "desk",
        new Desk(
            id,
            name,
            books,
            caller.settles(id),
            caller.posts(id),
            caller.coordinates(id),
            Integer.toString(review.size()),
            Integer.toString(unanswered.size()),
            Integer.toString(asked.size()),
            Integer.toString(unfilled.size()),
            review,
            !review.isEmpty(),
            unanswered,
            !unanswered.isEmpty(),
            asked,
            !asked.isEmpty(),
            unfilled,
            !unfilled.isEmpty(),
            told,
            !told.isEmpty()));
  }

  private interface Note {
    String of(Board.Posted posted, Lang lang);
  }

  private static List<Line> lines(
      List<Board.Posted> posted, Predicate<Board.Posted> which, Note note, Lang lang) {
    return posted.stream()
        .filter(which)
        .map(
            p ->
                new Line(
                    p.id(),
                    p.title(),
                    p.group(),
                    p.startsAt() == null || p.endsAt() == null
                        ? ""
                        : Spoken.period(p.startsAt(), p.endsAt(), lang),
                    note.of(p, lang)))
        .toList();
  }

  private String waiting(Board.Posted p, Lang lang) {
    return words.say(lang, "desk.waiting", Map.of("n", p.waiting()));
  }

  private String places(Board.Posted p, Lang lang) {
    return p.capacity() == 0
        ? ""
        : words.say(
            lang,
            p.slots() > 1 ? "home_host.places_in_all" : "home_host.places",
            Map.of("capacity", p.capacity(), "chosen", p.chosen(), "n", p.slots()));
  }

  private List<Claim> claims(Tx tx, Caller caller, CommunityId id, Lang lang) {
    List<TravelClaim> asked =
        claims.ofCommunity(tx, caller, id, TravelClaim.State.CLAIMED, null, MOST);
    var names = people.displayNames(tx, asked.stream().map(TravelClaim::personId).toList());
    Said said = new Said(tx, words, lang);
    return asked.stream()
        .map(
            c ->
                new Claim(
                    c.id(),
                    names.getOrDefault(c.personId(), ""),
                    c.title(),
                    said.amount("JPY", c.amountYen()),
                    words.say(
                        lang, "my_ledger.cap", Map.of("amount", said.amount("JPY", c.capYen()))),
                    String.join("\n", c.receipts()),
                    c.note(),
                    c.files().isEmpty()
                        ? ""
                        : words.say(lang, "travel.files", Map.of("n", c.files().size())),
                    caller.is(c.personId())))
        .toList();
  }

  private List<Told> told(Tx tx, Caller caller, CommunityId id, Lang lang) {
    return needs
        .list(tx, caller, id, NeedState.TOLD.name(), MOST, Optional.empty())
        .items()
        .stream()
        .map(need -> told(need, lang))
        .toList();
  }

  private static Told told(Need need, Lang lang) {
    return new Told(
        need.id(),
        need.words(),
        need.toldBy() == null ? "" : need.toldBy(),
        Spoken.day(need.toldAt().toInstant(), lang));
  }

  record Line(TaskId id, String title, String group, String when, String note) {}

  record Claim(
      UUID id,
      String name,
      String title,
      String amount,
      String cap,
      String receipts,
      String note,
      String files,
      boolean own) {}

  record Told(NeedId id, String words, String teller, String when) {}

  record Desk(
      CommunityId communityId,
      String community,
      boolean books,
      boolean settles,
      boolean acts,
      boolean proposes,
      String toReview,
      String unansweredCount,
      String claimsCount,
      String unfilledCount,
      List<Line> review,
      boolean hasReview,
      List<Line> unanswered,
      boolean hasUnanswered,
      List<Claim> claims,
      boolean hasClaims,
      List<Line> unfilled,
      boolean hasUnfilled,
      List<Told> needs,
      boolean hasNeeds) {}
}
