/** Programs that measure and torment; never in the server's jar. */
@NullMarked
package yui.bench;

import org.jspecify.annotations.NullMarked;
