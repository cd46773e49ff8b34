package yui.ledger;

import yui.core.PersonId;

/**
 * One line of a preview, or of what was done.
 *
 * @param before what the person was owed in this unit
 * @param change by how much that grows or shrinks
 * @param promised what the promise held
 * @param earned what will have been earned of it
 */
public record Change(
    PersonId personId,
    String unit,
    Code code,
    Purpose purpose,
    About about,
    long promised,
    long earned,
    long before,
    long change,
    long after) {}
