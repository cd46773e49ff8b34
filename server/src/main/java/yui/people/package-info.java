/**
 * Residents: what they can do, where their bases are, when they stay and when they are free. Owns
 * {@code residents}, {@code resident_skills}, {@code resident_licences}, {@code bases}, {@code
 * stays}, {@code availability}, {@code availability_weeks}, {@code blocks} and {@code
 * identity_checks}, and the lists {@code skills}, {@code skill_groups} and {@code licences}, which
 * change by a migration only; answers getResident, putResident, getAvailability, putAvailability,
 * getWeek, putWeek, importBusyTimes, listStays, addStay, removeStay, listSkills and listLicences.
 * An exact base is answered to its person alone. Tasks, matching, applications and attendance may
 * ask it.
 */
@NullMarked
package yui.people;

import org.jspecify.annotations.NullMarked;
