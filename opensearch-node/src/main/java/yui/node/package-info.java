/** An OpenSearch node to test against; no part of what is shipped. */
@NullMarked
package yui.node;

import org.jspecify.annotations.NullMarked;
