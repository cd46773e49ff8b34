/**
 * What people say of one another: words of thanks, blocks, reports to the desk, and the flag that a
 * desk saw who somebody is.
 *
 * <p>Owns {@code words_of_thanks} and {@code reports}; blocks and identity checks lie with the
 * people they are about. Answers writeWords, getWords, blockGroup, listMyBlocks, liftMyBlock,
 * blockResident, listBlocks, liftBlock, report, listReports, getReport, lookAtReport, closeReport,
 * checkIdentity, getIdentity and withdrawIdentity. Nobody calls it.
 */
@NullMarked
package yui.trust;

import org.jspecify.annotations.NullMarked;
