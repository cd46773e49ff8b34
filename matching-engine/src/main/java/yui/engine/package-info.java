/**
 * Matching: the best residents for a task, the best tasks for a resident, and the search over
 * tasks. Knows no database, no HTTP and no clock; everything comes in as rows and instants,
 * everything leaves as ids, scores and reasons.
 */
@NullMarked
package yui.engine;

import org.jspecify.annotations.NullMarked;
