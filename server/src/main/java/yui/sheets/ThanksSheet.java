package yui.sheets;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import yui.core.GroupId;

/**
 * A group's thanks to those who came, to be hung up.
 *
 * @param people different persons; {@code times} presences, companions counted; {@code hours}
 *     theirs
 * @param names those who agreed that their name is shown
 * @param done the work, that with most presences first
 * @param given meals and produce handed over, in the ledger's units
 */
record ThanksSheet(
    GroupId groupId,
    LocalDate from,
    LocalDate to,
    long people,
    long times,
    long hours,
    List<String> names,
    List<Done> done,
    List<Given> given) {

  record Done(UUID taskId, String title, long times) {}

  record Given(String unit, long amount) {}
}
