/**
 * Searches that people keep: found again by name, read by other programs at a secret address, and
 * told of in a weekly letter. Owns {@code saved_searches}; answers listSavedSearches, saveSearch,
 * renameSavedSearch and removeSavedSearch.
 */
@NullMarked
package yui.searches;

import org.jspecify.annotations.NullMarked;
