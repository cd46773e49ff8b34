package yui.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;

/**
 * A fund and what has become of it.
 *
 * @param promised set aside and not yet earned, in the fund's unit
 * @param left of the limit; null without one
 * @param closedAt since when it promises nothing new
 */
public record Fund(
    FundId id,
    CommunityId communityId,
    String name,
    String budgetLine,
    Source source,
    String sourceName,
    String unit,
    @Nullable Long limit,
    @Nullable Long softLimit,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    long promised,
    long spent,
    @Nullable Long left,
    @Nullable Instant closedAt) {

  /** Who gives. */
  public enum Source {
    CITY,
    PREFECTURE,
    NATION,
    SPONSOR,
    FARMER,
    WARD,
    OTHER
  }

  /** Whether more is promised and spent than the amount from which on it warns. */
  @JsonProperty("softPassed")
  boolean isSoftPassed() {
    return softLimit != null && promised + spent > softLimit;
  }
}
