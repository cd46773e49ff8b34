package yui.sheets;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.GroupId;

/**
 * What a village is told of its work.
 *
 * @param groupId the group it is of; null: all of the community
 * @param from the Monday it begins with; {@code to} the last Sunday
 * @param open work for which people are looked for on these days
 * @param done as many days before: what was done, and how often somebody came
 */
record Circular(
    CommunityId communityId,
    @Nullable GroupId groupId,
    LocalDate from,
    LocalDate to,
    List<Coming> open,
    List<Done> done) {

  record Coming(UUID taskId, String title, Instant startsAt) {}

  record Done(UUID taskId, String title, Instant startsAt, long times) {}
}
