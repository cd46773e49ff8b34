package yui;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import yui.core.Sha256;

/**
 * What pages are dressed with, from memory: a file that is sent from disk goes out uncompressed,
 * and the style sheet is most of what a page weighs.
 */
final class StaticFiles implements Handler<RoutingContext> {
  private static final Pattern NAME =
      Pattern.compile("(?:[a-z0-9-]+/)*[a-z0-9-]+(?:\\.[a-z0-9]+)+");

  // Some that names gzip and does not refuse it.
  private static final Pattern TAKES_GZIP =
      Pattern.compile("(?:^|,)\\s*gzip\\s*(?:,|$|;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$)))");

  private record File(Buffer bytes, Buffer packed, String etag, String type) {}

  private final String root;
  private final Map<String, Optional<File>> files = new ConcurrentHashMap<>();

  /**
   * @param root a folder of the class path
   */
  StaticFiles(String root) {
    this.root = root;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpMethod method = context.request().method();
    String path = context.normalizedPath();
    String name = path.substring(path.indexOf('/', 1) + 1);
    File file =
        NAME.matcher(name).matches() && (method == HttpMethod.GET || method == HttpMethod.HEAD)
            ? file(name)
            : null;
    if (file == null) {
      context.next();
      return;
    }
    HttpServerResponse response =
        context
            .response()
            .putHeader("Content-Type", file.type())
            .putHeader("Cache-Control", "public, max-age=3600")
            .putHeader("ETag", file.etag())
            .putHeader("Vary", "Accept-Encoding");
    if (file.etag().equals(context.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
    } else {
      answer(response, file, context.request().getHeader("Accept-Encoding"));
    }
  }

  // Packed once and as small as can be, not anew for everybody.
  private static void answer(HttpServerResponse response, File file, @Nullable String accepted) {
    if (accepted == null || !TAKES_GZIP.matcher(accepted).find()) {
      response.end(file.bytes());
    } else {
      response.putHeader("Content-Encoding", "gzip").end(file.packed());
    }
  }

  private @Nullable File file(String name) {
    Optional<File> known = files.get(name);
    if (known == null) {
      known = Optional.ofNullable(read(name));
      // What is not there is not remembered: anybody can ask for anything.
      if (known.isPresent()) files.put(name, known);
    }
    return known.orElse(null);
  }

  private @Nullable File read(String name) {
    try (InputStream in =
        StaticFiles.class.getClassLoader().getResourceAsStream(root + "/" + name)) {
      if (in == null) return null;
      byte[] bytes =
          switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> squeezed(in.readAllBytes());
            case "js" -> squeezedScript(in.readAllBytes());
            default -> in.readAllBytes();
          };
      String digest = Sha256.hex(bytes).substring(0, 24);
      return new File(
          Buffer.buffer(bytes), Buffer.buffer(packed(bytes)), "W/\"" + digest + "\"", type(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new Smallest(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static final class Smallest extends GZIPOutputStream {
    Smallest(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /** Without air, and without comments but for the first: it says whose the colours are. */
  private static byte[] squeezed(byte[] css) {
    String text = new String(css, StandardCharsets.UTF_8);
    int first = text.startsWith("/*") ? text.indexOf("*/") + 2 : 0;
    return (text.substring(0, first)
            + text.substring(first)
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("\\n\\s+", "\n")
                .replaceAll("([;,:{}])\\s+", "$1")
                .replaceAll(" \\{", "{")
                .replace(";}", "}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Without indents, and without comments that have lines of their own. */
  private static byte[] squeezedScript(byte[] script) {
    return new String(script, StandardCharsets.UTF_8)
        .replaceAll("(?m)^\\s*/\\*\\*(?s:.*?)\\*/\\s*$", "")
        .replaceAll("(?m)^\\s*//.*$", "")
        .replaceAll("\\n\\s+", "\n")
        .strip()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "html" -> "text/html; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "application/octet-stream";
    };
  }
}
