@NullMarked
package yui.attendance;

import org.jspecify.annotations.NullMarked;
