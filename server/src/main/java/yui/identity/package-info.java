/**
 * Logins: codes by mail, passkeys, second factors, page sessions, access and refresh tokens, and
 * who I am. Owns {@code persons}, {@code login_challenges}, {@code login_counts}, {@code
 * login_devices}, {@code logins}, {@code refresh_tokens}, {@code signing_keys}, {@code passkeys},
 * {@code passkey_challenges}, {@code totp_secrets}, {@code recovery_codes} and {@code
 * administrator_codes}; answers the operations of coming in, of oneself, of one's logins and second
 * factors, and a desk's resetting them. A new address becomes a person at its first login. Logins
 * live on the wall clock, whatever the product's clock says. Nobody calls it but the doors, to
 * learn who stands before them; what a second factor is asked for, each room says by {@code
 * Caller.demandProof}.
 */
@NullMarked
package yui.identity;

import org.jspecify.annotations.NullMarked;
