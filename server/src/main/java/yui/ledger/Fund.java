package yui.ledger;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;

/**
 * A fund and what has become of it.
 *
 * @param promised set aside and not yet earned, in the fund's unit
 * @param left of the limit; null without one
 */
public record Fund(
    FundId id,
    CommunityId communityId,
    String name,
    String budgetLine,
    String unit,
    @Nullable Long limit,
    @Nullable Long softLimit,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    long promised,
    long spent,
    @Nullable Long left) {}
