/**
 * Logins: codes by mail, page sessions, access and refresh tokens, and who I am. Owns {@code
 * persons}, {@code login_challenges}, {@code logins}, {@code refresh_tokens} and {@code
 * signing_keys}; answers requestLoginCode, login, refreshLogin, logout, me and changeMe. A new
 * address becomes a person at its first login. Logins live on the wall clock, whatever the
 * product's clock says. Nobody calls it but the doors, to learn who stands before them.
 */
@NullMarked
package yui.identity;

import org.jspecify.annotations.NullMarked;
