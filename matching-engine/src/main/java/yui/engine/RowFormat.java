package yui.engine;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.util.BytesRef;

/** The words that the binary rows of residents and tasks are spelled with. */
final class RowFormat {
  /** Another number at open means other rows, columns or tokens: the index is built anew. */
  static final String VERSION = "5";

  private static final Thanks[] KINDS = Thanks.values();

  private RowFormat() {}

  static void writeId(DataOutput out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  static UUID readId(DataInput in) throws IOException {
    long high = in.readLong();
    return new UUID(high, in.readLong());
  }

  static void writeCode(DataOutput out, String code) throws IOException {
    BytesRef bytes = new BytesRef(code);
    out.writeVInt(bytes.length);
    out.writeBytes(bytes.bytes, bytes.offset, bytes.length);
  }

  static BytesRef readCode(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readVInt()];
    in.readBytes(bytes, 0, bytes.length);
    return new BytesRef(bytes);
  }

  static void writeDouble(DataOutput out, double value) throws IOException {
    out.writeLong(Double.doubleToLongBits(value));
  }

  static double readDouble(DataInput in) throws IOException {
    return Double.longBitsToDouble(in.readLong());
  }

  static int bits(Set<Thanks> kinds) {
    int bits = 0;
    for (Thanks kind : kinds) {
      bits |= 1 << kind.ordinal();
    }
    return bits;
  }

  static Set<Thanks> kinds(int bits) {
    Set<Thanks> kinds = EnumSet.noneOf(Thanks.class);
    for (Thanks kind : KINDS) {
      if ((bits >> kind.ordinal() & 1) == 1) {
        kinds.add(kind);
      }
    }
    return kinds;
  }
}
