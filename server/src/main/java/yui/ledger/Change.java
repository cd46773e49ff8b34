package yui.ledger;

import java.util.Optional;
import yui.core.PersonId;

/**
 * One line of a preview, or of what was done.
 *
 * @param from the account that gives, {@code to} the one that gets; empty where nothing moves
 * @param before what the person was owed in this unit
 * @param change by how much that grows or shrinks; 0 when a promise is voided
 * @param promised what the promise held
 * @param earned what will have been earned of it
 */
public record Change(
    PersonId personId,
    String unit,
    Code code,
    Optional<Account> from,
    Optional<Account> to,
    Purpose purpose,
    About about,
    long promised,
    long earned,
    long before,
    long change,
    long after) {}
