package yui.engine;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** The last thing of a page: its sort key and id; opaque outside. */
record Cursor(TaskSort sort, double key, UUID id) {
  String print() {
    ByteBuffer bytes = ByteBuffer.allocate(1 + 3 * Long.BYTES);
    bytes.put((byte) sort.ordinal()).putDouble(key);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  static Cursor parse(String text, TaskSort sort) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      BadQuery.unless(
          bytes.limit() == 1 + 3 * Long.BYTES && bytes.get() == sort.ordinal(),
          "cursor_invalid",
          text);
      double key = bytes.getDouble();
      BadQuery.unless(!Double.isNaN(key), "cursor_invalid", text);
      long high = bytes.getLong();
      return new Cursor(sort, key, new UUID(high, bytes.getLong()));
    } catch (BadQuery known) {
      throw known;
    } catch (IllegalArgumentException | BufferUnderflowException notOurs) {
      throw new BadQuery("cursor_invalid", text);
    }
  }
}
