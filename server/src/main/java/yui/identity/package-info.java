@NullMarked
package yui.identity;

import org.jspecify.annotations.NullMarked;
