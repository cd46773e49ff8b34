/**
 * Readings above the words of a page in easy Japanese. Owns no table, answers no operation; the web
 * room calls it with each page it has filled.
 */
@NullMarked
package yui.furigana;

import org.jspecify.annotations.NullMarked;
