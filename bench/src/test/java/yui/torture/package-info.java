@NullMarked
package yui.torture;

import org.jspecify.annotations.NullMarked;
