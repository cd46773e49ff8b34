package yui.goods;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a giver pledged of one unit and what became of it.
 *
 * @param promised to those who come, and not earned yet
 * @param owed earned, and not given yet
 * @param left pledged and free; below 0 when more was promised than pledged
 */
record Stock(
    @Nullable UUID groupId,
    @Nullable UUID fundId,
    String giver,
    String unit,
    long pledged,
    long promised,
    long owed,
    long given,
    long left) {

  boolean overPromised() {
    return left < 0;
  }
}
