/**
 * What went wrong in the field, from a near miss on: told at once, answered first by somebody at a
 * time, closed with what came of it.
 *
 * <p>Owns {@code incidents} and {@code incident_events}. Answers tellIncident, listIncidents,
 * getIncident, respondToIncident and closeIncident. Nobody calls it.
 */
@NullMarked
package yui.incidents;

import org.jspecify.annotations.NullMarked;
