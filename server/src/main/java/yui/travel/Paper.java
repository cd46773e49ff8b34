package yui.travel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.jspecify.annotations.Nullable;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.photos.Darkroom;
import yui.photos.Drawn;

/** A receipt that was sent and read, not kept yet: by what it is, not by what it is called. */
record Paper(
    Receipt.Kind kind, int pages, @Nullable Integer width, @Nullable Integer height, byte[] bytes) {
  static final int MOST_PAGES = 20;
  static final int MOST_PDF_BYTES = 5 << 20;
  private static final String AT = "/receipt";
  private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);

  /** Refuses what is neither a photo nor a PDF that anybody may open. */
  static Paper of(byte[] sent, Darkroom darkroom) {
    boolean pdf =
        sent.length >= PDF.length && Arrays.equals(sent, 0, PDF.length, PDF, 0, PDF.length);
    if (pdf) return darkroom.work(() -> document(sent));
    Drawn.Print print = photo(sent, darkroom).largest();
    return new Paper(Receipt.Kind.JPEG, 1, print.width(), print.height(), print.jpeg());
  }

  private static Drawn photo(byte[] sent, Darkroom darkroom) {
    try {
      return darkroom.draw(sent, AT);
    } catch (Refusal refusal) {
      boolean none = refusal.errors().stream().anyMatch(e -> e.code().equals("photo_unreadable"));
      // Here a PDF would have done as well: the words say so.
      throw none ? because(Refusal.invalid(AT, "receipt_unreadable"), refusal) : refusal;
    }
  }

  static Paper document(byte[] sent) {
    if (sent.length > MOST_PDF_BYTES) {
      throw invalid("receipt_too_large", Map.of("megabytes", MOST_PDF_BYTES >> 20));
    }
    try (PDDocument document = Loader.loadPDF(sent)) {
      int pages = document.getNumberOfPages();
      if (pages < 1) throw Refusal.invalid(AT, "receipt_unreadable");
      if (pages > MOST_PAGES) {
        throw invalid("receipt_too_many_pages", Map.of("max", MOST_PAGES));
      }
      return new Paper(Receipt.Kind.PDF, pages, null, null, sent);
    } catch (InvalidPasswordException e) {
      throw because(Refusal.invalid(AT, "receipt_locked"), e);
    } catch (Refusal refusal) {
      throw refusal;
    } catch (IOException | RuntimeException e) {
      // A broken file makes the library stumble over whatever comes next.
      throw because(Refusal.invalid(AT, "receipt_unreadable"), e);
    }
  }

  private static Refusal invalid(String code, Map<String, Object> values) {
    return Refusal.invalid(List.of(new FieldError(AT, code, values)));
  }

  private static Refusal because(Refusal refusal, Exception e) {
    refusal.addSuppressed(e);
    return refusal;
  }
}
