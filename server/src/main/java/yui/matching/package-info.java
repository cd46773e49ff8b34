@NullMarked
package yui.matching;

import org.jspecify.annotations.NullMarked;
