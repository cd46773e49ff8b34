package yui.identity;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app, written down once more from RFC 4226 and RFC 6238. */
final class App {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private final byte[] secret;

  App(String base32) {
    StringBuilder bits = new StringBuilder();
    for (char c : base32.toCharArray()) {
      String five = Integer.toBinaryString(32 + ALPHABET.indexOf(c)).substring(1);
      bits.append(five);
    }
    secret = new byte[bits.length() / 8];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
  }

  String code() throws Exception {
    return code(0);
  }

  /** The code so many steps from now. */
  String code(long steps) throws Exception {
    // Not so near the end of a step that the server would already be in the next.
    long left = 30_000 - Instant.now().toEpochMilli() % 30_000;
    if (left < 2_000) Thread.sleep(left);
    return at(Instant.now().getEpochSecond() / 30 + steps);
  }

  String at(long step) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret, "RAW"));
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int offset = hash[19] & 15;
    int number =
        ByteBuffer.wrap(Arrays.copyOfRange(hash, offset, offset + 4)).getInt() & 0x7fffffff;
    return String.format(Locale.ROOT, "%06d", number % 1_000_000);
  }
}
