/** Programs that torment a running server and prove that nothing is lost; never in its jar. */
@NullMarked
package yui.torture;

import org.jspecify.annotations.NullMarked;
