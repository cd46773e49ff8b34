package yui.tasks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;

/** What somebody did with a told problem, and when. */
record NeedEvent(Instant at, @Nullable PersonId by, String verb, NeedState state, String words) {}
