/**
 * From the database to the index and back: the feed, the search, recommendations, candidates,
 * proposals and invitations. Owns changes, feed_epoch, feed_readers and invitations; answers
 * searchTasks, recommendTasks, findCandidates, proposeAssignments, invite, inviteProposed and
 * listInvitations. The index is a cache: what is answered is read again under the caller's rights.
 * Only the pages where people begin call it.
 */
@NullMarked
package yui.matching;

import org.jspecify.annotations.NullMarked;
