/** The engine against a scan that knows nothing of it, and small stories of one valley. */
@NullMarked
package yui.engine;

import org.jspecify.annotations.NullMarked;
