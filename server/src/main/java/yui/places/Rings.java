package yui.places;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Rings as bytes: how many; for each its points, then the steps between them in hundred-thousandths
 * of a degree (a metre). Numbers are zigzag varints, so a step takes two bytes or three.
 */
final class Rings {
  private static final double UNIT = 1e5;

  private Rings() {}

  static Buffer bytes(List<Ring> rings) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, rings.size());
    for (Ring ring : rings) {
      put(out, ring.size());
      long x = 0;
      long y = 0;
      for (int i = 0; i < ring.size(); i++) {
        long lon = Math.round(ring.lons()[i] * UNIT);
        long lat = Math.round(ring.lats()[i] * UNIT);
        put(out, lon - x);
        put(out, lat - y);
        x = lon;
        y = lat;
      }
    }
    return Buffer.buffer(out.toByteArray());
  }

  static List<Ring> of(Buffer bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes.getBytes());
    int count = (int) next(in);
    List<Ring> rings = new ArrayList<>(count);
    for (int n = 0; n < count; n++) {
      int size = (int) next(in);
      double[] lons = new double[size];
      double[] lats = new double[size];
      long x = 0;
      long y = 0;
      for (int i = 0; i < size; i++) {
        x += next(in);
        y += next(in);
        lons[i] = x / UNIT;
        lats[i] = y / UNIT;
      }
      rings.add(new Ring(lons, lats));
    }
    return rings;
  }

  private static void put(ByteArrayOutputStream out, long value) {
    long rest = value << 1 ^ value >> 63;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long next(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte part;
    do {
      part = in.get();
      value |= (part & 0x7fL) << shift;
      shift += 7;
    } while (part < 0);
    return value >>> 1 ^ -(value & 1);
  }
}
