package yui.engine;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.UUID;

/**
 * How many of the found tasks share a value; most frequent first, days and months in their order
 * from asOf on.
 */
public record Facets(
    Map<UUID, Integer> communities,
    Map<YearMonth, Integer> months,
    Map<LocalDate, Integer> days,
    Map<Thanks, Integer> thanks,
    Map<String, Integer> skills) {}
