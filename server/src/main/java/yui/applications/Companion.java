package yui.applications;

import org.jspecify.annotations.Nullable;

/** Somebody who comes along: a name for the insurance, no account. */
public record Companion(String name, @Nullable Integer age) {}
