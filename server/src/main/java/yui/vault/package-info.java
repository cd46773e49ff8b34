/**
 * What lies sealed in the database, under keys that lie elsewhere. Owns no table: rooms name theirs
 * that hold something sealed.
 */
@NullMarked
package yui.vault;

import org.jspecify.annotations.NullMarked;
