package yui.identity;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import yui.core.Refusal;

/** Codes of an authenticator app (RFC 6238): six digits, new every 30 seconds, HMAC-SHA-1. */
final class Totp {
  private static final TimeBasedOneTimePasswordGenerator CODES =
      new TimeBasedOneTimePasswordGenerator();
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int SECRET_BYTES = 20;
  private static final int SECONDS = 30;

  private Totp() {}

  /** A secret that nobody has yet, as apps take it. */
  static String drawn() {
    return base32(Secrets.bytes(SECRET_BYTES));
  }

  /** What an app reads from a picture. */
  static String uri(String secret, String issuer, String account) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s"
        .formatted(
            Secrets.escaped(issuer), Secrets.escaped(account), secret, Secrets.escaped(issuer));
  }

  /** The step of a code that is good now and later than the last one used. */
  static Optional<Long> step(byte[] secret, String typed, Instant now, long last) {
    long current = now.getEpochSecond() / SECONDS;
    // A clock or a slow hand may be one step off.
    for (long step = current - 1; step <= current + 1; step++) {
      byte[] good = code(secret, step).getBytes(StandardCharsets.US_ASCII);
      if (step > last && MessageDigest.isEqual(good, typed.getBytes(StandardCharsets.UTF_8))) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  static String code(byte[] secret, long step) {
    try {
      return CODES.generateOneTimePasswordString(
          new SecretKeySpec(secret, "RAW"), Instant.ofEpochSecond(step * SECONDS));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < bytes.length * 8; bit += 5) {
      int value = 0;
      for (int i = bit; i < bit + 5; i++) {
        int set = i / 8 < bytes.length ? bytes[i / 8] >> (7 - i % 8) & 1 : 0;
        value = value << 1 | set;
      }
      text.append(BASE32.charAt(value));
    }
    return text.toString();
  }

  /** The bytes of a secret of ours: 160 bits, so nothing is left over. */
  static byte[] secret(String base32) {
    if (!base32.matches("[A-Z2-7]{32}")) throw Refusal.invalid("/secret", "pattern");
    byte[] bytes = new byte[SECRET_BYTES];
    for (int i = 0; i < base32.length(); i++) {
      int value = BASE32.indexOf(base32.charAt(i));
      for (int j = 0; j < 5; j++) {
        int bit = i * 5 + j;
        bytes[bit / 8] |= (byte) ((value >> (4 - j) & 1) << (7 - bit % 8));
      }
    }
    return bytes;
  }
}
