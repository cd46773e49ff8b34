package yui.travel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Audit;
import yui.db.Tx;
import yui.ledger.Ledger;
import yui.ledger.Promised;
import yui.ledger.Purpose;

/**
 * Travel at actual cost: claimed by the resident for one or several tasks of a community, approved
 * or returned by the official desk. A claim is granted up to what was promised, each task's part
 * from its own fund.
 */
public final class TravelClaims {
  private static final int MOST_RECEIPTS = 10;

  /** Travel money that waits for its claim. */
  record Claimable(
      UUID applicationId,
      CommunityId communityId,
      String title,
      long capYen,
      @Nullable Instant until) {}

  private final Ledger ledger;
  private final Rules rules;
  private final TravelLetters letters;

  public TravelClaims(Ledger ledger, Rules rules, TravelLetters letters) {
    this.ledger = ledger;
    this.rules = rules;
    this.letters = letters;
  }

  /** Oldest first, after an id. */
  public List<TravelClaim> ofCommunity(
      Tx tx,
      Caller caller,
      CommunityId community,
      TravelClaim.@Nullable State state,
      @Nullable UUID after,
      int most) {
    if (!caller.coordinates(community) && !caller.audits(community)) {
      throw refused(caller, community);
    }
    return ClaimStore.ofCommunity(tx, community, state == null ? null : state.name(), after, most);
  }

  /** Newest first, before an id. */
  List<TravelClaim> ofPerson(Tx tx, PersonId person, @Nullable UUID before, int most) {
    return ClaimStore.ofPerson(tx, person, before, most);
  }

  /** What a person may still claim, of those promises that pay actual costs. */
  List<Claimable> claimable(Tx tx, PersonId person) {
    return ClaimStore.claimable(tx, person);
  }

  /** For whoever claims, the desk and the auditor; a draft is the traveller's alone. */
  TravelClaim visible(Tx tx, Caller caller, UUID id) {
    TravelClaim claim = ClaimStore.find(tx, id).orElseThrow(Refusal::notFound);
    if (caller.is(claim.personId())) return claim;
    if (claim.state() == TravelClaim.State.DRAFT) throw Refusal.notFound();
    if (!caller.coordinates(claim.communityId()) && !caller.audits(claim.communityId())) {
      throw refused(caller, claim.communityId());
    }
    return claim;
  }

  /** How a cost would fall on the tasks; writes nothing. */
  List<TravelClaim.Part> preview(Tx tx, Caller caller, TypedClaim typed) {
    List<ClaimStore.Work> works = works(tx, caller, typed);
    List<Long> caps = caps(tx, caller.lang(), works, null);
    List<Long> parts = Split.of(typed.amountYen(), caps);
    List<TravelClaim.Part> shown = new ArrayList<>();
    for (int i = 0; i < works.size(); i++) {
      ClaimStore.Work work = works.get(i);
      shown.add(
          new TravelClaim.Part(
              work.applicationId(), work.taskId(), work.title(), caps.get(i), parts.get(i)));
    }
    return shown;
  }

  /** Says what was spent, even beyond the caps: the desk sees both, and grants up to the caps. */
  TravelClaim claim(Tx tx, Caller caller, TypedClaim typed, boolean draft) {
    List<ClaimStore.Work> works = works(tx, caller, typed);
    List<Long> caps = caps(tx, caller.lang(), works, null);
    UUID id = Ids.next();
    ClaimStore.add(
        tx,
        id,
        works.getFirst(),
        typed,
        sum(caps),
        draft ? TravelClaim.State.DRAFT : TravelClaim.State.CLAIMED);
    ClaimStore.part(tx, id, works, caps, typed.amountYen(), !draft);
    return ClaimStore.find(tx, id).orElseThrow();
  }

  /** Says it otherwise, before it is sent or after it came back. */
  TravelClaim change(Tx tx, Caller caller, UUID id, TypedClaim typed) {
    TravelClaim claim = mine(tx, caller, id);
    List<ClaimStore.Work> works = works(tx, caller, typed);
    if (!works.getFirst().communityId().equals(claim.communityId())) {
      throw Refusal.conflict("travel_claim_one_community");
    }
    List<Long> caps = caps(tx, caller.lang(), works, id);
    if (!ClaimStore.change(tx, id, works.getFirst(), typed, sum(caps))) throw sent();
    ClaimStore.part(tx, id, works, caps, typed.amountYen(), false);
    return ClaimStore.find(tx, id).orElseThrow();
  }

  /** Hands it to the desk; what was promised may have changed since it was written. */
  TravelClaim send(Tx tx, Caller caller, UUID id) {
    TravelClaim claim = mine(tx, caller, id);
    List<ClaimStore.Work> works = works(tx, caller, typed(claim));
    List<Long> caps = caps(tx, caller.lang(), works, id);
    if (!ClaimStore.send(tx, id, sum(caps))) throw sent();
    ClaimStore.part(tx, id, works, caps, claim.amountYen(), true);
    return ClaimStore.find(tx, id).orElseThrow();
  }

  /**
   * Takes the work nobody came to out of a claim, so that the rest can be paid: by whoever claims
   * while it is theirs, else by the desk that decides. What it cost stays as it was said.
   */
  TravelClaim leaveOut(Tx tx, Caller caller, UUID id, UUID application) {
    TravelClaim claim = visible(tx, caller, id);
    boolean own = caller.is(claim.personId());
    if (own) mine(tx, caller, id);
    else toDecide(tx, caller, id);
    if (!mayBeLeftOut(claim, days(tx, claim), application)) {
      throw Refusal.conflict("travel_part_stays");
    }
    Map<UUID, ClaimStore.Work> works =
        ClaimStore.work(tx, claim.parts().stream().map(TravelClaim.Part::applicationId).toList());
    List<ClaimStore.Work> left = new ArrayList<>();
    List<Long> caps = new ArrayList<>();
    for (TravelClaim.Part part : claim.parts()) {
      if (part.applicationId().equals(application)) continue;
      left.add(Objects.requireNonNull(works.get(part.applicationId())));
      caps.add(part.capYen());
    }
    if (!ClaimStore.leaveOut(tx, id, left.getFirst(), sum(caps))) {
      throw Refusal.conflict("travel_claim_decided");
    }
    ClaimStore.part(tx, id, left, caps, claim.amountYen(), !own);
    audit(
        tx, caller, claim, "travel_part_left_out", Map.of("applicationId", application.toString()));
    return ClaimStore.find(tx, id).orElseThrow();
  }

  /** Whether nobody came to this work of a claim, and there is other work in it. */
  static boolean mayBeLeftOut(
      TravelClaim claim, Map<UUID, List<TravelDay>> days, UUID application) {
    return claim.parts().size() > 1
        && claim.parts().stream().anyMatch(part -> part.applicationId().equals(application))
        && TravelDay.noneAttended(days.getOrDefault(application, List.of()));
  }

  private static TypedClaim typed(TravelClaim claim) {
    return new TypedClaim(
        claim.amountYen(),
        claim.receipts(),
        claim.note(),
        claim.parts().stream().map(TravelClaim.Part::applicationId).toList());
  }

  /** Takes a draft away with its receipts. */
  void drop(Tx tx, Caller caller, UUID id) {
    if (mine(tx, caller, id).state() != TravelClaim.State.DRAFT) throw sent();
    ClaimStore.drop(tx, id);
  }

  /** Adds a receipt as long as nobody has decided. */
  TravelClaim attach(Tx tx, Caller caller, UUID id, List<Paper> papers) {
    TravelClaim claim = visible(tx, caller, id);
    if (!caller.is(claim.personId())) throw Refusal.forbidden("forbidden");
    if (claim.state() == TravelClaim.State.APPROVED) {
      throw Refusal.conflict("travel_claim_decided");
    }
    if (claim.files().size() + papers.size() > MOST_RECEIPTS) {
      throw Refusal.conflict("receipts_too_many", Map.of("most", MOST_RECEIPTS));
    }
    int years = rules.receiptYears(tx, claim.communityId(), Days.of(tx.now()));
    for (Paper paper : papers) {
      ClaimStore.keep(tx, Ids.next(), claim, paper, Days.of(tx.now()).plusYears(years));
    }
    return ClaimStore.find(tx, id).orElseThrow();
  }

  /** A receipt and what it shows. */
  record Opened(Receipt receipt, byte[] bytes) {}

  /** For whoever claims, the official desk and the auditor; another's look is kept. */
  Opened open(Tx tx, Caller caller, UUID id) {
    Receipt receipt = ClaimStore.file(tx, id).orElseThrow(Refusal::notFound);
    TravelClaim claim = visible(tx, caller, receipt.claimId());
    if (!caller.is(claim.personId())) {
      if (!seesReceipts(caller, claim)) throw Refusal.forbidden("forbidden");
      audit(tx, caller, claim, "travel_receipt_seen", Map.of("receiptId", id.toString()));
    }
    return new Opened(receipt, ClaimStore.bytes(tx, id));
  }

  static boolean seesReceipts(Caller caller, TravelClaim claim) {
    return caller.is(claim.personId())
        || caller.settles(claim.communityId())
        || caller.audits(claim.communityId());
  }

  /** By whoever claims, before it is sent or after it came back; answers the claim. */
  TravelClaim detach(Tx tx, Caller caller, UUID id) {
    Receipt receipt = ClaimStore.file(tx, id).orElseThrow(Refusal::notFound);
    TravelClaim claim = mine(tx, caller, receipt.claimId());
    ClaimStore.dropFile(tx, id);
    return ClaimStore.find(tx, claim.id()).orElseThrow();
  }

  /** Posts the cost up to the caps, each part from its fund, and gives the rest back. */
  public TravelClaim approve(Tx tx, Caller caller, UUID id) {
    TravelClaim claim = toDecide(tx, caller, id);
    Map<UUID, List<TravelDay>> days = days(tx, claim);
    for (TravelClaim.Part part : claim.parts()) {
      mustHaveCome(tx.now(), part, days.getOrDefault(part.applicationId(), List.of()));
    }
    List<Promised> pending = new ArrayList<>();
    List<Long> caps = new ArrayList<>();
    for (TravelClaim.Part part : claim.parts()) {
      List<Promised> of = pending(tx, part.applicationId());
      pending.addAll(of);
      caps.add(of.stream().mapToLong(Promised::amount).sum());
    }
    if (pending.isEmpty()) throw Refusal.conflict("travel_not_offered");
    List<Long> parts = Split.of(claim.amountYen(), caps);
    Map<UUID, Long> rest = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      rest.put(claim.parts().get(i).applicationId(), parts.get(i));
    }
    Map<Promised, Long> granted = new LinkedHashMap<>();
    for (Promised promise : pending) {
      UUID application = Objects.requireNonNull(promise.about().applicationId());
      long part = Math.min(rest.getOrDefault(application, 0L), promise.amount());
      granted.put(promise, part);
      rest.merge(application, -part, Long::sum);
    }
    long paid = sum(parts);
    if (!ClaimStore.approve(tx, id, paid, caller.known())) {
      throw Refusal.conflict("travel_claim_decided");
    }
    ClaimStore.granted(tx, id, claim.parts(), parts);
    ledger.grant(tx, id, granted);
    audit(tx, caller, claim, "travel_claim_approve", Map.of());
    TravelClaim after = ClaimStore.find(tx, id).orElseThrow();
    letters.approved(tx, after);
    return after;
  }

  /** Sends it back with the reason; the resident mends it and sends it again. */
  public TravelClaim giveBack(Tx tx, Caller caller, UUID id, String reason) {
    TravelClaim claim = toDecide(tx, caller, id);
    if (!ClaimStore.giveBack(tx, id, reason, caller.known())) {
      throw Refusal.conflict("travel_claim_decided");
    }
    audit(tx, caller, claim, "travel_claim_return", Map.of("reason", reason));
    TravelClaim after = ClaimStore.find(tx, id).orElseThrow();
    letters.returned(tx, after);
    return after;
  }

  /** For a job: erases receipts whose time is over, and drafts nobody sent for a season. */
  public int forget(Tx tx) {
    return ClaimStore.forget(tx, Days.of(tx.now()));
  }

  private TravelClaim toDecide(Tx tx, Caller caller, UUID id) {
    TravelClaim claim = ClaimStore.find(tx, id).orElseThrow(Refusal::notFound);
    if (claim.state() == TravelClaim.State.DRAFT) throw Refusal.notFound();
    if (!caller.settles(claim.communityId())) throw refused(caller, claim.communityId());
    caller.demandProof();
    if (caller.is(claim.personId())) throw Refusal.forbidden("not_your_own");
    if (claim.state() != TravelClaim.State.CLAIMED) {
      throw Refusal.conflict("travel_claim_decided");
    }
    return claim;
  }

  /** The caller's own that is not with the desk. */
  private TravelClaim mine(Tx tx, Caller caller, UUID id) {
    TravelClaim claim = visible(tx, caller, id);
    if (!caller.is(claim.personId())) throw Refusal.forbidden("forbidden");
    if (!claim.state().isOpen()) throw sent();
    return claim;
  }

  private static Refusal sent() {
    return Refusal.conflict("travel_claim_sent");
  }

  /** The work named: the caller's own, of one community, that pays actual costs. */
  private static List<ClaimStore.Work> works(Tx tx, Caller caller, TypedClaim typed) {
    if (typed.applications().isEmpty()) throw Refusal.invalid("/applicationIds", "missing");
    Map<UUID, ClaimStore.Work> found = ClaimStore.work(tx, typed.applications());
    List<ClaimStore.Work> works = new ArrayList<>();
    for (UUID id : typed.applications()) {
      ClaimStore.Work work =
          Optional.ofNullable(found.get(id))
              .filter(w -> caller.is(w.personId()))
              .orElseThrow(Refusal::notFound);
      if (work.paidDirectly()) throw Refusal.conflict("travel_bought_for_you");
      if (!work.paysActual()) throw Refusal.conflict("travel_not_offered");
      works.add(work);
    }
    if (works.stream().map(ClaimStore.Work::communityId).distinct().count() > 1) {
      throw Refusal.conflict("travel_claim_one_community");
    }
    return works;
  }

  /**
   * @param claim the claim itself, which does not stand in its own way
   */
  private List<Long> caps(Tx tx, Lang lang, List<ClaimStore.Work> works, @Nullable UUID claim) {
    List<Long> caps = new ArrayList<>();
    for (ClaimStore.Work work : works) {
      if (ClaimStore.isClaimed(tx, work.applicationId(), claim)) {
        throw Refusal.conflict("travel_claimed_already");
      }
      long cap = pending(tx, work.applicationId()).stream().mapToLong(Promised::amount).sum();
      if (cap == 0) throw nothingLeft(tx, lang, work.applicationId());
      caps.add(cap);
    }
    return caps;
  }

  private static Refusal nothingLeft(Tx tx, Lang lang, UUID application) {
    return ClaimStore.lapsed(tx, application)
        .map(
            until ->
                Refusal.conflict(
                    "travel_claim_too_late",
                    Map.of("until", Spoken.day(until.minusMillis(1), lang))))
        .orElseGet(() -> Refusal.conflict("travel_not_offered"));
  }

  /** Of each application of a claim, as the caller may know it. */
  static Map<UUID, List<TravelDay>> days(Tx tx, TravelClaim claim) {
    return ClaimStore.days(
        tx, claim.parts().stream().map(TravelClaim.Part::applicationId).toList());
  }

  private static void mustHaveCome(Instant now, TravelClaim.Part part, List<TravelDay> days) {
    Map<String, Object> about = Map.of("task", part.title());
    if (TravelDay.noneAttended(days)) throw Refusal.conflict("travel_not_attended", about);
    if (TravelDay.isToCome(days, now)) throw Refusal.conflict("travel_still_to_come", about);
  }

  private List<Promised> pending(Tx tx, UUID application) {
    return ledger.promisedOf(tx, application).stream()
        .filter(p -> p.purpose() == Purpose.TRAVEL && p.state() == Promised.State.PENDING)
        .toList();
  }

  private static long sum(List<Long> yen) {
    return yen.stream().mapToLong(Long::longValue).sum();
  }

  private static void audit(
      Tx tx, Caller caller, TravelClaim claim, String deed, Map<String, String> more) {
    Map<String, Object> about = new HashMap<>(more);
    about.put("claimId", claim.id().toString());
    Audit.write(tx, caller.known(), claim.communityId(), deed, about);
  }

  /** Whoever is not of the community does not learn that the thing is there. */
  static Refusal refused(Caller caller, CommunityId community) {
    return caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
  }
}
