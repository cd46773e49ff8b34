package yui.identity;

import java.nio.charset.StandardCharsets;
import yui.core.Refusal;

/** Access tokens before their signature is looked at: all that are not ours are refused alike. */
public final class TokenFuzz {
  private TokenFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      AccessTokens.Presented.read(new String(bytes, StandardCharsets.UTF_8));
    } catch (Refusal refused) {
      if (refused.kind() != Refusal.Kind.LOGIN_NEEDED) throw refused;
    }
  }
}
