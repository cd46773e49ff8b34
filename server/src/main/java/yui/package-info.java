/** The command line and the only place that wires features together. */
@NullMarked
package yui;

import org.jspecify.annotations.NullMarked;
