package yui.photos;

import java.awt.geom.AffineTransform;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a camera was held, by the one number of EXIF (1 to 8) that the picture needs once the rest is
 * dropped.
 *
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-008-Translation-2023-E.pdf">EXIF 3.0, tag
 *     274</a>
 */
record Orientation(int number) {
  private static final Orientation UPRIGHT = new Orientation(1);
  private static final int TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;

  /** Of a JPEG; upright where it tells nothing that can be read. */
  static Orientation of(byte[] sent) {
    ByteBuffer bytes = ByteBuffer.wrap(sent);
    try {
      if (bytes.getShort() != (short) 0xffd8) return UPRIGHT;
      while (true) {
        int marker = bytes.getShort() & 0xffff;
        if (marker < 0xffe0 || marker > 0xffef) return UPRIGHT;
        int length = bytes.getShort() & 0xffff;
        int next = bytes.position() + length - 2;
        if (marker == 0xffe1 && length > 14 && isExif(bytes)) {
          return tag(bytes.slice(bytes.position() + 6, length - 2 - 6));
        }
        bytes.position(next);
      }
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return UPRIGHT; // cut short: the picture itself may still be good
    }
  }

  private static boolean isExif(ByteBuffer bytes) {
    byte[] name = new byte[4];
    bytes.get(bytes.position(), name);
    return new String(name, StandardCharsets.US_ASCII).equals("Exif");
  }

  private static Orientation tag(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int at = directory + 2 + i * ENTRY_BYTES;
      if ((tiff.getShort(at) & 0xffff) != TAG) continue;
      int number = tiff.getShort(at + 8) & 0xffff;
      return number >= 1 && number <= 8 ? new Orientation(number) : UPRIGHT;
    }
    return UPRIGHT;
  }

  boolean swapsSides() {
    return number >= 5;
  }

  /** Turns and mirrors a picture of these sides upright. */
  AffineTransform upright(int width, int height) {
    return switch (number) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
      default -> new AffineTransform();
    };
  }
}
