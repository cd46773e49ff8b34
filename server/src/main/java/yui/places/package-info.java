/**
 * Where things are, without the internet: municipalities and postal codes of Japan, outlines, drawn
 * maps, and how a place is picked on a page.
 *
 * <p>Owns {@code municipality_outlines}, filled by {@code ./yui admin geo import}; answers
 * lookupPostalCode and listMunicipalities. Knows no feature: it is handed points and hands back
 * drawings.
 */
@NullMarked
package yui.places;

import org.jspecify.annotations.NullMarked;
