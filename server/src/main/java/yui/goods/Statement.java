package yui.goods;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a giver did in a span of days, without a name of anybody who got it.
 *
 * @param people who were handed something, each counted once
 */
record Statement(
    @Nullable UUID groupId,
    @Nullable UUID fundId,
    String giver,
    LocalDate from,
    LocalDate to,
    int people,
    List<Line> lines) {

  /**
   * One unit.
   *
   * @param promised what was set aside in these days and not given back since
   * @param given what was handed over in these days
   * @param expired what went back because nobody came for it
   * @param people who were handed some of it
   */
  record Line(String unit, long pledged, long promised, long given, long expired, int people) {}
}
