package yui.people;

import java.time.LocalDate;
import java.util.List;

/** The half-days ({@code 2026-12-05.AM}) of a window of days that a resident is free. */
record Availability(LocalDate from, LocalDate to, List<String> halfDays) {}
