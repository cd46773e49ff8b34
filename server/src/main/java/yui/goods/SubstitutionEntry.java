package yui.goods;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a host proposes.
 *
 * @param quantity of what is owed; all of it where nothing is said
 * @param until the last day for an answer
 */
record SubstitutionEntry(
    int rewardLine,
    @Nullable Long quantity,
    String newUnit,
    long newQuantity,
    String reason,
    @Nullable LocalDate until) {}
