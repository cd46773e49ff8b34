package yui.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.papers.Press;
import yui.web.Sheet;

/**
 * A file that was made from a frozen settlement; the same settlement always gives the same bytes.
 */
record Export(
    UUID id,
    UUID settlementId,
    Format format,
    String fileName,
    String contentType,
    int size,
    String sha256,
    Instant madeAt,
    @Nullable LocalDate payOn) {

  /** For whom it is. */
  enum Format {
    /** The lines of the settlement. */
    CSV("settlement", "csv", Sheet.CSV_TYPE),
    /** By payee and budget line, for a treasurer. */
    LIST("payments", "csv", Sheet.CSV_TYPE),
    /** The same as a workbook. */
    XLSX("payments", "xlsx", Sheet.XLSX_TYPE),
    /** Transfers for a bank. */
    ZENGIN("transfers", "txt", "text/plain; charset=Shift_JIS"),
    /** To be signed, a page for each payee. */
    RECEIPTS("receipts", "pdf", Press.CONTENT_TYPE),
    /** To be given to the payees, a page for each. */
    STATEMENTS("statements", "pdf", Press.CONTENT_TYPE);

    private final String name;
    private final String ending;
    final String contentType;

    Format(String name, String ending, String contentType) {
      this.name = name;
      this.ending = ending;
      this.contentType = contentType;
    }

    boolean isPaper() {
      return this == RECEIPTS || this == STATEMENTS;
    }

    String fileName(Settlement settlement) {
      String kind = settlement.kind().name().toLowerCase(Locale.ROOT);
      return name + "-" + kind + "-" + settlement.until() + "." + ending;
    }
  }
}
