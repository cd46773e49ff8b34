package yui.ledger;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;

/**
 * What a rule made of a settlement's line, and which version of the rule it was; kept with the line
 * once that is frozen.
 *
 * @param from the day from which the community decided it so; null where it was as shipped
 * @param value the rule as it was read
 * @param base what it looked at, {@code amount} what it made of that, both in the line's unit
 */
record Decision(
    PersonId personId,
    String unit,
    String rule,
    @Nullable LocalDate from,
    JsonObject value,
    long base,
    long amount) {}
