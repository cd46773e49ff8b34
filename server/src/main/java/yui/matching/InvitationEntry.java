package yui.matching;

import org.jspecify.annotations.Nullable;
import yui.core.PersonId;

/** Whom to invite, with which words. */
record InvitationEntry(PersonId residentId, @Nullable String message) {}
