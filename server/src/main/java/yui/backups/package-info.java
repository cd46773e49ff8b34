/**
 * Backups: every table of one moment in one file, and back. Owns {@code backups}; answers no
 * operation; called by the command line. Reads all tables by their names and knows no feature.
 */
@NullMarked
package yui.backups;

import org.jspecify.annotations.NullMarked;
