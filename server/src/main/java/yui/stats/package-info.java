/**
 * Figures: what was posted, who came and what was given, by month and fiscal year. Owns no table;
 * counts what other rooms publish in the views of {@code V51__figures.sql}. Answers getFigures,
 * exportFigures, getAllFigures and exportAllFigures.
 */
@NullMarked
package yui.stats;

import org.jspecify.annotations.NullMarked;
