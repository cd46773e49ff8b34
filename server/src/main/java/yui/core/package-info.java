/**
 * Words every room uses: who is asking, in which language, ids, days and how people say them,
 * digests, refusals. Imports nothing of ours.
 */
@NullMarked
package yui.core;

import org.jspecify.annotations.NullMarked;
