package yui.identity;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.util.exception.WebAuthnException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a device says of a passkey: the library stumbles only in the ways that we catch. */
public final class PasskeyFuzz {
  private static final WebAuthnManager MANAGER = WebAuthnManager.createNonStrictWebAuthnManager();

  private PasskeyFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String said = new String(bytes, StandardCharsets.UTF_8);
    try {
      MANAGER.parseRegistrationResponseJSON(said);
    } catch (WebAuthnException
        | IllegalArgumentException
        | NullPointerException
        | UncheckedIOException e) {
      // Passkeys answers these with a refusal.
    }
    try {
      MANAGER.parseAuthenticationResponseJSON(said);
    } catch (WebAuthnException
        | IllegalArgumentException
        | NullPointerException
        | UncheckedIOException e) {
      // As above.
    }
  }
}
