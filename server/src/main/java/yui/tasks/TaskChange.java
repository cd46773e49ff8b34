package yui.tasks;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.GroupId;
import yui.ledger.FundId;

/** An edit of a task: what is named is replaced whole, what is null stays. */
record TaskChange(
    @Nullable String title,
    @Nullable String description,
    @Nullable HardParts hardParts,
    @Nullable TaskKind kind,
    @Nullable Engagement engagement,
    @Nullable PlaceEntry place,
    @Nullable String bring,
    @Nullable List<RequiredSkillEntry> requiredSkills,
    @Nullable List<String> requiredLicences,
    @Nullable List<DesiredSkillEntry> desiredSkills,
    @Nullable List<SlotEntry> slots,
    @Nullable OffsetDateTime applyUntil,
    @Nullable List<RewardEntry> rewards,
    @Nullable TravelEntry travel,
    @Nullable String insurance,
    @Nullable OnCall onCall,
    @Nullable OffsetDateTime opensAt,
    @Nullable FarEntry far,
    @Nullable List<Equipment> equipment) {

  /** Where, as it is sent. */
  record PlaceEntry(double lat, double lon, String label, @Nullable String meetingPoint) {}

  /** A wished skill as it is sent. */
  record DesiredSkillEntry(String code, @Nullable Double weight) {}

  /** Places kept for those who live so far away. */
  record FarEntry(int places, int km, @Nullable OffsetDateTime nearUntil) {}

  /** A slot as it is sent; with an id it is one that exists. */
  record SlotEntry(
      @Nullable SlotId id, OffsetDateTime startsAt, OffsetDateTime endsAt, int capacity) {}

  /** Who gives it: one of the two. */
  record PayerEntry(@Nullable FundId fundId, @Nullable GroupId groupId) {}

  /** A line of thanks as it is sent. */
  record RewardEntry(
      RewardKind kind,
      @Nullable Per per,
      @Nullable PayerEntry payer,
      @Nullable Long amountYen,
      @Nullable Long count,
      @Nullable String note,
      @Nullable String item,
      @Nullable Long quantity,
      @Nullable String unit,
      @Nullable LocalDate availableFrom) {}

  /** Travel support as it is sent. */
  record TravelEntry(
      Travel.Policy policy,
      @Nullable Long amountYen,
      @Nullable Long capYen,
      @Nullable Boolean paidDirectly,
      @Nullable FundId fundId) {}
}
