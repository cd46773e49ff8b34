package yui.engine;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a found task stands: the larger key first, then the smaller second, then the smaller id.
 * Printed, it is where a page ended; opaque outside.
 */
public record Cursor(TaskSort sort, double key, long second, UUID id)
    implements Comparable<Cursor> {
  private static final int BYTES = 1 + 4 * Long.BYTES;

  @Override
  public int compareTo(Cursor other) {
    int keys = Double.compare(other.key, key);
    int seconds = keys != 0 ? keys : Long.compare(second, other.second);
    return seconds != 0 ? seconds : Best.BY_ID.compare(id, other.id);
  }

  public String print() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.put((byte) sort.ordinal()).putDouble(key).putLong(second);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  public static Cursor parse(String text, TaskSort sort) {
    ByteBuffer bytes = ByteBuffer.wrap(decoded(text));
    BadQuery.unless(
        bytes.limit() == BYTES && bytes.get() == sort.ordinal(), "cursor_invalid", text);
    double key = bytes.getDouble();
    BadQuery.unless(!Double.isNaN(key), "cursor_invalid", text);
    long second = bytes.getLong();
    long high = bytes.getLong();
    return new Cursor(sort, key, second, new UUID(high, bytes.getLong()));
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notOurs) {
      throw new BadQuery("cursor_invalid", text);
    }
  }
}
