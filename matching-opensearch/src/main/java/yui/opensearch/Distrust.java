package yui.opensearch;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a node's certificate is not believed, in words that say what to mend. */
final class Distrust {
  private Distrust() {}

  /** Null where it is something else. */
  static @Nullable String of(IOException failed, @Nullable Path ca) {
    if (!(failed instanceof SSLException)) return null;
    String found = null;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof CertificateExpiredException) {
        return "its certificate has run out: " + message;
      }
      if (cause instanceof CertificateNotYetValidException) {
        return "its certificate is not valid yet: " + message;
      }
      if (cause instanceof CertPathBuilderException) {
        found =
            ca == null
                ? "nobody whom Java trusts vouches for its certificate; MATCH_CA names who does"
                : "nobody in " + ca + " vouches for its certificate";
      }
      if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
        return "its certificate is for another name: " + message;
      }
      if (message.contains("nrecognized SSL message")) {
        return "it speaks no TLS; is it http?";
      }
    }
    return found;
  }
}
