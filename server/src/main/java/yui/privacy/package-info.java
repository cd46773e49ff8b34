/**
 * What people may ask of what is kept about them: a copy, who looked, that it goes. {@link
 * yui.privacy.Register} lists every column and why it is there; the rest is made from it.
 */
@NullMarked
package yui.privacy;

import org.jspecify.annotations.NullMarked;
