package yui.photos;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import yui.core.Refusal;

/**
 * Reads JPEG, PNG and WebP by what they are, not by what they are called, and draws them anew: the
 * camera's place, time and names stay behind.
 */
final class Pictures {
  private static final long MOST_PIXELS = 64_000_000;

  /** WebP is unpacked whole before it is made smaller; the others are read line by line. */
  private static final long MOST_PIXELS_AT_ONCE = 25_000_000;

  private static final int LONGEST_READ = 2 * Size.LARGE.longestSide;
  private static final float QUALITY = 0.82f;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Pictures() {}

  static Drawn draw(byte[] sent, String at) {
    BufferedImage picture = upright(read(sent, at), Orientation.of(sent));
    List<Drawn.Print> prints = new ArrayList<>();
    for (Size size : Size.values()) {
      // A small picture is not blown up: it is kept once.
      if (!prints.isEmpty()
          && Math.max(picture.getWidth(), picture.getHeight()) <= prints.getLast().width()
          && prints.getLast().height() <= picture.getHeight()) {
        break;
      }
      BufferedImage drawn = scaled(picture, size.longestSide);
      prints.add(new Drawn.Print(size, drawn.getWidth(), drawn.getHeight(), jpeg(drawn)));
    }
    return new Drawn(List.copyOf(prints));
  }

  private static BufferedImage read(byte[] sent, String at) {
    ImageReader reader = reader(sent).orElseThrow(() -> unreadable(at));
    try (MemoryCacheImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(sent))) {
      // Without the metadata: only what is drawn is unpacked.
      reader.setInput(stream, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      long most = isWebP(sent) ? MOST_PIXELS_AT_ONCE : MOST_PIXELS;
      if (width < 1 || height < 1) throw unreadable(at);
      if ((long) width * height > most) {
        throw Refusal.invalid(at, "photo_too_many_pixels");
      }
      ImageReadParam how = reader.getDefaultReadParam();
      int step = Math.max(1, Math.ceilDiv(Math.max(width, height), LONGEST_READ));
      how.setSourceSubsampling(step, step, 0, 0);
      return reader.read(0, how);
    } catch (Refusal refusal) {
      throw refusal;
    } catch (IOException | RuntimeException e) {
      // A broken picture makes its reader stumble over whatever comes next.
      Refusal refusal = unreadable(at);
      refusal.addSuppressed(e);
      throw refusal;
    } finally {
      reader.dispose();
    }
  }

  private static Optional<ImageReader> reader(byte[] sent) {
    if (sent.length > 3
        && (sent[0] & 0xff) == 0xff
        && (sent[1] & 0xff) == 0xd8
        && (sent[2] & 0xff) == 0xff) {
      return Optional.of(ImageIO.getImageReadersByFormatName("jpeg").next());
    }
    if (sent.length > PNG.length && Arrays.equals(sent, 0, PNG.length, PNG, 0, PNG.length)) {
      return Optional.of(ImageIO.getImageReadersByFormatName("png").next());
    }
    return isWebP(sent)
        ? Optional.of(new WebPImageReaderSpi().createReaderInstance(null))
        : Optional.empty();
  }

  private static boolean isWebP(byte[] sent) {
    return is(sent, 0, "RIFF") && is(sent, 8, "WEBP");
  }

  private static boolean is(byte[] sent, int at, String letters) {
    if (sent.length < at + letters.length()) return false;
    for (int i = 0; i < letters.length(); i++) {
      if (sent[at + i] != letters.charAt(i)) return false;
    }
    return true;
  }

  private static Refusal unreadable(String at) {
    return Refusal.invalid(at, "photo_unreadable");
  }

  /** As it was held: on white where it is clear, turned as the camera noted. */
  private static BufferedImage upright(BufferedImage read, Orientation turned) {
    int width = turned.swapsSides() ? read.getHeight() : read.getWidth();
    int height = turned.swapsSides() ? read.getWidth() : read.getHeight();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
    pen.drawImage(read, turned.upright(read.getWidth(), read.getHeight()), null);
    pen.dispose();
    return picture;
  }

  /** Halved until it is near, so that fine lines do not vanish. */
  private static BufferedImage scaled(BufferedImage picture, int longestSide) {
    BufferedImage now = picture;
    while (true) {
      int longest = Math.max(now.getWidth(), now.getHeight());
      if (longest <= longestSide) return now;
      double by = Math.max(0.5, (double) longestSide / longest);
      int width = Math.max(1, (int) Math.round(now.getWidth() * by));
      int height = Math.max(1, (int) Math.round(now.getHeight() * by));
      BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = smaller.createGraphics();
      pen.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      pen.drawImage(
          now,
          AffineTransform.getScaleInstance(
              (double) width / now.getWidth(), (double) height / now.getHeight()),
          null);
      pen.dispose();
      now = smaller;
    }
  }

  private static byte[] jpeg(BufferedImage picture) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(null, new IIOImage(picture, null, null), how);
    } catch (IOException e) {
      throw new IllegalStateException("a drawn picture does not become JPEG", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
