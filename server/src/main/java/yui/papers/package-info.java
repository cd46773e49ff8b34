/**
 * Papers as print and as pages: what stands on a sheet, its setting on A4, the font with it. Owns
 * no table and answers no operation: the room whose paper it is says what stands there and who may
 * have it.
 */
@NullMarked
package yui.papers;

import org.jspecify.annotations.NullMarked;
