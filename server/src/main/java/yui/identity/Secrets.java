package yui.identity;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import yui.core.Sha256;

/** Random words that are given away once and kept as digests only. */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int CODES = 100_000_000;

  private Secrets() {}

  static byte[] bytes(int length) {
    byte[] secret = new byte[length];
    RANDOM.nextBytes(secret);
    return secret;
  }

  static String random(int bytes) {
    return base64(bytes(bytes));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Fit to stand in an address. */
  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Eight digits. */
  static String code() {
    return "%08d".formatted(RANDOM.nextInt(CODES));
  }

  static byte[] digest(String secret) {
    return Sha256.of(secret);
  }

  /** The id under which a challenge is kept; it does not tell the challenge. */
  static UUID id(String challenge) {
    ByteBuffer digest = ByteBuffer.wrap(digest(challenge));
    return new UUID(digest.getLong(), digest.getLong());
  }

  /** A code's digest under its challenge: the table alone tells nobody the code. */
  static byte[] digest(String challenge, String code) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(challenge.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(code.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
