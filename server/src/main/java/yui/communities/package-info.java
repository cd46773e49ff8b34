/**
 * Communities, their groups, who holds which role, and their rules by date. Owns {@code
 * communities}, {@code community_rules}, {@code withdrawn_rules}, {@code districts}, {@code groups}
 * and {@code memberships}, and makes rows of {@code persons} for addresses that are given a role.
 * Answers listCommunities, createCommunity, getCommunity, listGroups, addGroup, listMemberships,
 * addMembership, removeMembership, listRules, decideRule and withdrawRule. {@code public_holidays}
 * changes by a migration only. Shows the other rooms {@code group_hosts}. Every feature may ask it.
 */
@NullMarked
package yui.communities;

import org.jspecify.annotations.NullMarked;
