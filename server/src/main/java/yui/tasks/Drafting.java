package yui.tasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.core.FieldError;
import yui.core.Ids;
import yui.core.Refusal;
import yui.db.Tx;
import yui.ledger.FundId;
import yui.ledger.Funds;
import yui.ledger.Units;
import yui.people.Skills;

/** Applies an edit to a task and finds everything that is wrong with it. */
final class Drafting {
  private static final String JPY = "JPY";
  private static final int ALL = 10_000;

  private final Tx tx;
  private final Task before;
  private final TaskChange change;
  private final List<FieldError> errors = new ArrayList<>();

  private final Skills skills;
  private final Funds funds;

  private Drafting(Tx tx, Skills skills, Funds funds, Task before, TaskChange change) {
    this.tx = tx;
    this.skills = skills;
    this.funds = funds;
    this.before = before;
    this.change = change;
  }

  /** The task as it would be, or a refusal that names every bad field. */
  static Task apply(Tx tx, Skills skills, Funds funds, Task before, TaskChange change) {
    Drafting drafting = new Drafting(tx, skills, funds, before, change);
    Task after = drafting.after();
    if (!drafting.errors.isEmpty()) throw Refusal.invalid(drafting.errors);
    return after;
  }

  private Task after() {
    List<RewardLine> rewards = rewards();
    return new Task(
        before.id(),
        before.communityId(),
        before.groupId(),
        before.state(),
        Objects.requireNonNullElse(change.kind(), before.kind()),
        engagement(rewards),
        Objects.requireNonNullElse(change.title(), before.title()),
        Objects.requireNonNullElse(change.description(), before.description()),
        change.hardParts() == null ? before.hardParts() : change.hardParts().list(),
        spot(),
        Objects.requireNonNullElse(change.bring(), before.bring()),
        requiredSkills(),
        desiredSkills(),
        licences(),
        slots(),
        rewards,
        travel(),
        Objects.requireNonNullElse(change.insurance(), before.insurance()),
        change.onCall() == null ? before.onCall() : change.onCall(),
        applyUntil(),
        opening(),
        change.equipment() == null ? before.equipment() : change.equipment(),
        before.sheetVersion(),
        before.checkInCode(),
        before.reason(),
        before.needId(),
        before.createdBy(),
        before.createdAt(),
        before.publishedAt(),
        tx.now(),
        before.version());
  }

  private Engagement engagement(List<RewardLine> rewards) {
    Engagement engagement = Objects.requireNonNullElse(change.engagement(), before.engagement());
    if (engagement == Engagement.EMPLOYMENT) {
      errors.add(new FieldError("/engagement", "employment_refused"));
    }
    if (engagement == Engagement.UNPAID
        && rewards.stream().anyMatch(line -> line.kind() == RewardKind.CASH)) {
      errors.add(new FieldError("/engagement", "unpaid_has_cash"));
    }
    return engagement;
  }

  private @Nullable Spot spot() {
    TaskChange.PlaceEntry place = change.place();
    if (place == null) return before.spot();
    return new Spot(
        place.lat(),
        place.lon(),
        place.label(),
        Objects.requireNonNullElse(place.meetingPoint(), ""));
  }

  private List<RequiredSkill> requiredSkills() {
    if (change.requiredSkills() == null) return before.requiredSkills();
    List<RequiredSkill> asked =
        change.requiredSkills().stream().map(RequiredSkillEntry::skill).toList();
    List<String> codes = asked.stream().map(RequiredSkill::code).toList();
    checkCodes("/requiredSkills/", codes, skills.knownSkills(tx), "unknown_skill");
    return asked;
  }

  private List<DesiredSkill> desiredSkills() {
    if (change.desiredSkills() == null) return before.desiredSkills();
    List<DesiredSkill> asked =
        change.desiredSkills().stream()
            .map(s -> new DesiredSkill(s.code(), Objects.requireNonNullElse(s.weight(), 1.0)))
            .toList();
    List<String> codes = asked.stream().map(DesiredSkill::code).toList();
    checkCodes("/desiredSkills/", codes, skills.knownSkills(tx), "unknown_skill");
    return asked;
  }

  private List<String> licences() {
    if (change.requiredLicences() == null) return before.requiredLicences();
    List<String> codes = change.requiredLicences();
    checkCodes("/requiredLicences/", codes, skills.knownLicences(tx), "unknown_licence");
    return codes;
  }

  private void checkCodes(String at, List<String> codes, Set<String> known, String unknown) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < codes.size(); i++) {
      if (!known.contains(codes.get(i))) errors.add(new FieldError(at + i, unknown));
      else if (!seen.add(codes.get(i))) errors.add(new FieldError(at + i, "repeated"));
    }
  }

  private List<Slot> slots() {
    if (change.slots() == null) return before.slots();
    List<Slot> slots = new ArrayList<>();
    Set<SlotId> seen = new HashSet<>();
    for (int i = 0; i < change.slots().size(); i++) {
      TaskChange.SlotEntry entry = change.slots().get(i);
      Instant startsAt = entry.startsAt().toInstant();
      Instant endsAt = entry.endsAt().toInstant();
      String at = "/slots/" + i;
      Slot old = null;
      if (entry.id() != null) {
        old = before.slot(entry.id()).orElse(null);
        if (old == null) errors.add(new FieldError(at + "/id", "unknown_slot"));
        if (!seen.add(entry.id())) errors.add(new FieldError(at + "/id", "repeated"));
      }
      boolean stays = old != null && old.startsAt().equals(startsAt) && old.endsAt().equals(endsAt);
      if (!stays) SlotTimes.check(startsAt, endsAt, tx.now(), at, errors);
      slots.add(
          new Slot(
              old == null ? new SlotId(Ids.next()) : old.id(),
              startsAt,
              endsAt,
              entry.capacity(),
              old == null ? 0 : old.taken(),
              false));
    }
    return slots;
  }

  private @Nullable Instant applyUntil() {
    if (change.applyUntil() == null) return before.applyUntil();
    Instant until = change.applyUntil().toInstant();
    if (!until.isAfter(tx.now()) && !until.equals(before.applyUntil())) {
      errors.add(new FieldError("/applyUntil", "in_the_past"));
    }
    return until;
  }

  private Opening opening() {
    Opening was = before.opening();
    TaskChange.FarEntry far = change.far();
    Opening opening =
        new Opening(
            change.opensAt() == null ? was.opensAt() : change.opensAt().toInstant(),
            far == null ? was.farPlaces() : far.places(),
            far == null ? was.farKm() : far.km(),
            far == null
                ? was.nearUntil()
                : far.nearUntil() == null ? null : far.nearUntil().toInstant());
    Instant until =
        change.applyUntil() == null ? before.applyUntil() : change.applyUntil().toInstant();
    if (until != null && opening.opensAt() != null && !opening.opensAt().isBefore(until)) {
      errors.add(new FieldError("/opensAt", "opens_after_it_closes"));
    }
    if (until != null && opening.nearUntil() != null && opening.nearUntil().isAfter(until)) {
      errors.add(new FieldError("/far/nearUntil", "near_close_after_the_far"));
    }
    return opening;
  }

  private List<RewardLine> rewards() {
    if (change.rewards() == null) return before.rewards();
    List<TaskChange.RewardEntry> sent = change.rewards();
    Set<String> items =
        Units.items(tx, before.communityId(), "", ALL).stream()
            .map(Units.Item::item)
            .collect(Collectors.toSet());
    List<RewardLine> lines = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      RewardLine line = line(i, sent.get(i), items);
      lines.add(paid(i, line, sent.get(i).payer()));
    }
    return lines;
  }

  private RewardLine line(int i, TaskChange.RewardEntry sent, Set<String> items) {
    String item = sent.item();
    if (item != null && !items.contains(item)) {
      errors.add(new FieldError("/rewards/" + i + "/item", "unknown_item"));
    }
    return switch (sent.kind()) {
      case CASH -> line(i, sent, Units.ofYen(Objects.requireNonNullElse(sent.amountYen(), 0L)));
      case MEAL -> line(i, sent, Units.ofMeals(Objects.requireNonNullElse(sent.count(), 0L)));
      case PRODUCE ->
          line(
              i,
              sent,
              Units.ofProduce(
                      Objects.requireNonNullElse(item, ""),
                      Objects.requireNonNullElse(sent.unit(), ""),
                      Objects.requireNonNullElse(sent.quantity(), 0L))
                  .orElseThrow(() -> Refusal.invalid("/rewards/" + i + "/unit", "unknown_unit")));
    };
  }

  private static RewardLine line(int i, TaskChange.RewardEntry sent, Units.Amount amount) {
    return new RewardLine(
        i + 1,
        sent.kind(),
        Objects.requireNonNullElse(sent.per(), Per.PERSON),
        amount.unit(),
        amount.amount(),
        sent.quantity(),
        sent.unit(),
        sent.item(),
        Objects.requireNonNullElse(sent.note(), ""),
        sent.availableFrom(),
        null,
        null);
  }

  /** The line with its payer: as named, else the first fund for cash and the group for goods. */
  private RewardLine paid(int i, RewardLine line, TaskChange.@Nullable PayerEntry payer) {
    if (payer == null) {
      return line.kind() == RewardKind.CASH
          ? line.paidBy(funds.usual(tx, before.communityId(), JPY), null)
          : line.paidBy(null, before.groupId());
    }
    String at = "/rewards/" + i + "/payer";
    if (payer.fundId() != null) {
      checkFund(at + "/fundId", payer.fundId(), line.unit());
      return line.paidBy(payer.fundId(), null);
    }
    if (!before.groupId().equals(payer.groupId())) {
      errors.add(new FieldError(at + "/groupId", "unknown_group"));
    }
    return line.paidBy(null, before.groupId());
  }

  private void checkFund(String at, FundId fund, String unit) {
    if (funds.find(tx, before.communityId(), fund).isEmpty()) {
      errors.add(new FieldError(at, "unknown_fund"));
    } else if (!funds.gives(tx, fund, unit)) {
      errors.add(new FieldError(at, "unit_mismatch"));
    }
  }

  private Travel travel() {
    TaskChange.TravelEntry sent = change.travel();
    if (sent == null) return before.travel();
    if (sent.policy() == Travel.Policy.NONE) return Travel.NONE;
    if (sent.policy() == Travel.Policy.DISTANCE
        && Objects.requireNonNullElse(change.kind(), before.kind()) == TaskKind.REMOTE) {
      errors.add(new FieldError("/travel/policy", "distance_needs_a_place"));
    }
    FundId fund = sent.fundId();
    if (fund == null) fund = funds.usual(tx, before.communityId(), JPY);
    else checkFund("/travel/fundId", fund, JPY);
    return new Travel(
        sent.policy(),
        sent.amountYen(),
        sent.capYen(),
        Boolean.TRUE.equals(sent.paidDirectly()),
        fund);
  }
}
