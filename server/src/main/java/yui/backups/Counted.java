package yui.backups;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Counts and digests what passes. */
final class Counted extends OutputStream {
  private final OutputStream to;
  private final LongConsumer told;
  private final MessageDigest digest;
  private long bytes;
  private long rows;

  /**
   * @param told hears how many bytes there were so far
   */
  Counted(OutputStream to, LongConsumer told) {
    this.to = to;
    this.told = told;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int from, int length) throws IOException {
    to.write(buffer, from, length);
    digest.update(buffer, from, length);
    // In PostgreSQL's text format a line break within a value is written as two characters.
    for (int i = from; i < from + length; i++) if (buffer[i] == '\n') rows++;
    bytes += length;
    told.accept(bytes);
  }

  long bytes() {
    return bytes;
  }

  long rows() {
    return rows;
  }

  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
