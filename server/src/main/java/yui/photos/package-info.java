/**
 * Pictures of problems and of work, drawn anew so that nothing but the picture is kept. Owns photos
 * and photo_sizes; answers no operation: the room whose thing is shown says who may see it.
 */
@NullMarked
package yui.photos;

import org.jspecify.annotations.NullMarked;
