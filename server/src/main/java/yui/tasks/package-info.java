@NullMarked
package yui.tasks;

import org.jspecify.annotations.NullMarked;
