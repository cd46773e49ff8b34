package yui.travel;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as it is listed; what it shows is fetched apart.
 *
 * @param pages 1 for a photo
 * @param width of a photo
 */
public record Receipt(
    UUID id,
    UUID claimId,
    Kind kind,
    int pages,
    int bytes,
    @Nullable Integer width,
    @Nullable Integer height,
    Instant addedAt) {

  /** A photo drawn anew, or a document as it came. */
  public enum Kind {
    JPEG("image/jpeg", "jpg"),
    PDF("application/pdf", "pdf");

    final String contentType;
    final String ending;

    Kind(String contentType, String ending) {
      this.contentType = contentType;
      this.ending = ending;
    }
  }
}
