package yui.goods;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.FieldError;

/**
 * What a pledge is made of.
 *
 * @param quantity in the unit's smallest scale
 */
record PledgeEntry(
    @Nullable UUID groupId,
    @Nullable UUID fundId,
    String unit,
    long quantity,
    @Nullable String name,
    @Nullable LocalDate harvestOn,
    @Nullable LocalDate availableFrom,
    @Nullable LocalDate bestBefore,
    @Nullable LocalDate pickUpUntil,
    @Nullable String place,
    @Nullable String hours,
    @Nullable String note) {

  /** What the database would refuse in one word, said field by field. */
  List<FieldError> errors(LocalDate today) {
    List<FieldError> errors = new ArrayList<>();
    if ((groupId == null) == (fundId == null)) errors.add(new FieldError("/groupId", "missing"));
    LocalDate begins = availableFrom == null ? harvestOn : availableFrom;
    if (harvestOn != null && availableFrom != null && availableFrom.isBefore(harvestOn)) {
      errors.add(new FieldError("/availableFrom", "end_before_start"));
    }
    ends("/bestBefore", bestBefore, begins, today, errors);
    ends("/pickUpUntil", pickUpUntil, begins, today, errors);
    return errors;
  }

  private static void ends(
      String at,
      @Nullable LocalDate end,
      @Nullable LocalDate begins,
      LocalDate today,
      List<FieldError> errors) {
    if (end == null) return;
    if (begins != null && end.isBefore(begins)) {
      errors.add(new FieldError(at, "end_before_start"));
    } else if (end.isBefore(today)) {
      errors.add(new FieldError(at, "in_the_past"));
    }
  }
}
