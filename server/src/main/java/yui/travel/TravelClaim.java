package yui.travel;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;

/**
 * What a resident says the journey cost, for one or several tasks of a stay.
 *
 * @param capYen what was promised for all of them together
 * @param grantedYen what was posted: the cost, up to the caps
 * @param receipts what the receipts say, in words
 * @param parts what each application bears, in the order named
 * @param files the receipts themselves
 */
public record TravelClaim(
    UUID id,
    CommunityId communityId,
    PersonId personId,
    long amountYen,
    long capYen,
    List<String> receipts,
    String note,
    State state,
    @Nullable Long grantedYen,
    String reason,
    Instant claimedAt,
    @Nullable Instant decidedAt,
    List<Part> parts,
    List<Receipt> files) {

  /** A draft is told to nobody; a returned claim is mended and sent again; an approved one ends. */
  public enum State {
    DRAFT,
    CLAIMED,
    APPROVED,
    RETURNED;

    boolean isOpen() {
      return this == DRAFT || this == RETURNED;
    }
  }

  /** What one application bears of the cost. */
  public record Part(UUID applicationId, UUID taskId, String title, long capYen, long partYen) {}

  /** What nobody promised. */
  public long notCoveredYen() {
    return Math.max(0, amountYen - capYen);
  }

  /** What it is about, in a line. */
  public String title() {
    return String.join("・", parts.stream().map(Part::title).distinct().toList());
  }
}
