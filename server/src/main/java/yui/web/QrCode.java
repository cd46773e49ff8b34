package yui.web;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** An address as a picture that a telephone reads: SVG markup of our own making. */
public final class QrCode {
  private QrCode() {}

  /** One path of unit squares: sharp at any size on paper. */
  public static String svg(String text) {
    Map<EncodeHintType, Object> hints = new LinkedHashMap<>();
    hints.put(EncodeHintType.MARGIN, 4);
    BitMatrix dots;
    try {
      dots = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, hints);
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for a code", e);
    }
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < dots.getHeight(); y++) {
      for (int x = 0; x < dots.getWidth(); x++) {
        if (dots.get(x, y)) path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
      }
    }
    return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"QR\"><path d=\"%s\"/></svg>"
        .formatted(dots.getWidth(), dots.getHeight(), path);
  }
}
