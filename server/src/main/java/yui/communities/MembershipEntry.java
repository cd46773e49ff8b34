package yui.communities;

import org.jspecify.annotations.Nullable;
import yui.core.Desk;
import yui.core.GroupId;
import yui.core.Role;

/** A role for whoever is at an address. */
record MembershipEntry(String email, Role role, @Nullable GroupId groupId, @Nullable Desk desk) {}
