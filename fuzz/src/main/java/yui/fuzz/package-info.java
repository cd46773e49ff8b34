/**
 * Random bytes for every parser ({@code ./yui fuzz}). A harness stands in its parser's own package,
 * for parsers are not open to others; what has fallen once stays in {@code seeds} and is tried in
 * every build. Never in the server's jar.
 */
@NullMarked
package yui.fuzz;

import org.jspecify.annotations.NullMarked;
