package yui.ledger;

import java.util.UUID;
import yui.core.CommunityId;
import yui.core.PersonId;

/**
 * Something else in place of what is owed of a line, with the consent of both sides.
 *
 * @param id of the consent; every transfer of it carries it
 * @param quantity how much of the old unit is no longer owed
 */
public record Replacement(
    UUID id,
    CommunityId communityId,
    UUID applicationId,
    PersonId personId,
    UUID groupId,
    int line,
    long quantity,
    String newUnit,
    long newQuantity) {}
