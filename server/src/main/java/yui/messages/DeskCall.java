package yui.messages;

import java.time.Instant;

/** That the desk was asked to read along, by which side and why. */
record DeskCall(Side side, String reason, Instant calledAt) {}
