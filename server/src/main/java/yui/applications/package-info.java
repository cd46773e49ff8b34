@NullMarked
package yui.applications;

import org.jspecify.annotations.NullMarked;
