package yui.identity;

import java.time.Instant;

/** What a program gets at login: a short-lived access token and what renews it once. */
record LoginTokens(String accessToken, Instant expiresAt, String refreshToken) {}
