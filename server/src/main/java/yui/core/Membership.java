package yui.core;

import org.jspecify.annotations.Nullable;

/** A role somebody holds, in a community and, for hosts, for a group. */
public record Membership(
    @Nullable CommunityId communityId, @Nullable GroupId groupId, Role role, @Nullable Desk desk) {}
