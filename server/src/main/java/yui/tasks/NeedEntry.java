package yui.tasks;

import org.jspecify.annotations.Nullable;

/** A problem as it is told. */
record NeedEntry(String words, @Nullable String place) {}
