package yui.identity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import yui.core.Refusal;

/** Codes and secrets as they are typed: of apps (base32), of apps' six digits, on paper. */
public final class CodesFuzz {
  private static final Instant NOW = Instant.parse("2026-12-05T00:00:00Z");

  private CodesFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String typed = new String(bytes, StandardCharsets.UTF_8);
    try {
      byte[] secret = Totp.secret(typed);
      if (secret.length != 20) throw new AssertionError(typed);
      Totp.step(secret, typed, NOW, 0);
    } catch (Refusal refused) {
      if (!refused.errors().getFirst().pointer().equals("/secret")) throw refused;
    }
    String folded = PaperCodes.folded(typed);
    if (PaperCodes.isOne(folded) && !PaperCodes.folded(PaperCodes.spoken(folded)).equals(folded)) {
      throw new AssertionError(typed);
    }
  }
}
