@NullMarked
package yui.communities;

import org.jspecify.annotations.NullMarked;
