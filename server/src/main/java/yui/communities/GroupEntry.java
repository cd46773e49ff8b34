package yui.communities;

import org.jspecify.annotations.Nullable;

/** What adds a group. */
record GroupEntry(String name, @Nullable String about) {}
