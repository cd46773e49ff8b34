package yui.goods;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;

/**
 * Meals or produce that a group or a fund says is there to be promised.
 *
 * @param name what it is called, where the item says too little: コシヒカリ
 * @param byDesk whether the desk wrote it down for them
 * @param lines the lines of thanks that come out of it
 */
record Pledge(
    UUID id,
    CommunityId communityId,
    @Nullable UUID groupId,
    @Nullable UUID fundId,
    String giver,
    String unit,
    long quantity,
    String name,
    @Nullable LocalDate harvestOn,
    @Nullable LocalDate availableFrom,
    @Nullable LocalDate bestBefore,
    @Nullable LocalDate pickUpUntil,
    String place,
    String hours,
    String note,
    boolean byDesk,
    Instant pledgedAt,
    @Nullable Instant withdrawnAt,
    List<Line> lines) {

  /** A line of a task's thanks. */
  record Line(UUID taskId, int rewardLine, String title) {}

  boolean stands() {
    return withdrawnAt == null;
  }
}
