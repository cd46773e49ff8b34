/**
 * The engine of {@code yui.engine} on an OpenSearch cluster, where one machine's index is not
 * enough. The cluster narrows and orders by a bound that is never too low; what it names is weighed
 * here by the one score, and read on until nothing that is left can stand among the best. So
 * answers are the same as of an index in a directory, and the cluster needs no plugin.
 */
@NullMarked
package yui.opensearch;

import org.jspecify.annotations.NullMarked;
