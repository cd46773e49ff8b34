package yui.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * A file that was made from a frozen settlement; the same settlement always gives the same bytes.
 */
record Export(
    UUID id,
    UUID settlementId,
    String format,
    String fileName,
    String contentType,
    int size,
    String sha256,
    Instant madeAt) {}
