@NullMarked
package yui.bench;

import org.jspecify.annotations.NullMarked;
