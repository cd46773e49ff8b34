@NullMarked
package yui.people;

import org.jspecify.annotations.NullMarked;
