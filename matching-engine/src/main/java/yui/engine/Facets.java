package yui.engine;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How many of the found tasks share a value; most frequent first, days and months in their order
 * from asOf on.
 *
 * @param spots by the first word of the place's name
 * @param periods one count for each that was asked
 */
public record Facets(
    Map<UUID, Integer> communities,
    Map<String, Integer> spots,
    Map<YearMonth, Integer> months,
    Map<LocalDate, Integer> days,
    List<Integer> periods,
    Map<Thanks, Integer> thanks,
    Map<String, Integer> skills,
    int travelPaid) {}
