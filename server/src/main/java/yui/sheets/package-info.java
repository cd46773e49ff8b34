/**
 * Sheets for the village: the circular that goes from house to house, and the thank-you that hangs
 * on a wall. Owns no table; reads the views of {@code V59__sheets.sql} and {@code
 * figures_presence}. Answers getCircular and getThanksSheet; called by nobody.
 */
@NullMarked
package yui.sheets;

import org.jspecify.annotations.NullMarked;
