package yui.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import yui.core.Refusal;
import yui.core.Sha256;

/**
 * What came with a form that may carry files. It is refused by its length before it is read, and
 * again as soon as more comes than was said; it stays in memory and touches no disk.
 */
final class Uploads {
  static final int LIMIT = 12 << 20;
  private static final int MOST_FILES = 10;
  private static final int MOST_FIELDS = 2_000;
  private static final String KEY = "yui.uploads";

  private final Map<String, List<Buffer>> files = new HashMap<>();
  private int count;
  private boolean refused;

  private Uploads() {}

  static boolean isMultipart(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  /**
   * Reads the request, which is paused, and goes on to the next handler when all of it is there.
   */
  static void receive(RoutingContext context) {
    HttpServerRequest request = context.request();
    String length = request.getHeader("Content-Length");
    if (length != null && (length.length() > 9 || Long.parseLong(length) > LIMIT)) {
      throw tooLarge();
    }
    Uploads uploads = new Uploads();
    context.put(KEY, uploads);
    Buffer whole = Buffer.buffer();
    request.exceptionHandler(
        e -> uploads.refuse(context, Refusal.of(Refusal.Kind.INVALID, "bad_request")));
    request.handler(
        chunk -> {
          if (uploads.refused) return;
          if (whole.length() + chunk.length() > LIMIT) uploads.refuse(context, tooLarge());
          else whole.appendBuffer(chunk);
        });
    request.endHandler(
        end -> {
          if (uploads.refused) return;
          try {
            uploads.open(request, whole);
          } catch (Refusal refusal) {
            uploads.refuse(context, refusal);
            return;
          }
          context.next();
        });
    request.resume();
  }

  private void open(HttpServerRequest request, Buffer whole) {
    read(request.getHeader("Content-Type"), whole, part -> take(request, part));
    if (count > MOST_FILES) {
      throw Refusal.of(Refusal.Kind.INVALID, "too_many_files", Map.of("max", MOST_FILES));
    }
  }

  interface Taker {
    void take(InterfaceHttpData part) throws IOException;
  }

  // Vert.x would decode each chunk where nobody catches what Java throws at a name that is no
  // character set's, and leave the request unanswered.
  static void read(String contentType, Buffer whole, Taker taker) {
    HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
    head.headers().set("Content-Type", contentType);
    HttpPostMultipartRequestDecoder decoder = null;
    try {
      decoder =
          new HttpPostMultipartRequestDecoder(
              new DefaultHttpDataFactory(false), head, StandardCharsets.UTF_8, MOST_FIELDS, LIMIT);
      decoder.offer(new DefaultLastHttpContent(Unpooled.wrappedBuffer(whole.getBytes())));
      for (InterfaceHttpData part : decoder.getBodyHttpDatas()) taker.take(part);
    } catch (IOException | RuntimeException e) { // whatever the library throws at what is no form
      throw Refusal.of(Refusal.Kind.INVALID, "bad_request");
    } finally {
      if (decoder != null) decoder.destroy();
    }
  }

  private void take(HttpServerRequest request, InterfaceHttpData part) throws IOException {
    if (part instanceof Attribute field) {
      request.formAttributes().add(field.getName(), field.getValue());
    } else if (part instanceof FileUpload file) {
      if (++count > MOST_FILES) return;
      files
          .computeIfAbsent(file.getName(), name -> new ArrayList<>())
          .add(Buffer.buffer(file.get()));
    }
  }

  private void refuse(RoutingContext context, Refusal refusal) {
    if (refused) return;
    refused = true;
    context.request().pause();
    context.fail(refusal);
  }

  private static Refusal tooLarge() {
    return Refusal.of(Refusal.Kind.TOO_LARGE, "photo_too_large", Map.of("megabytes", LIMIT >> 20));
  }

  /** A file that was chosen; an empty field is none. */
  static Optional<byte[]> file(RoutingContext context, String name) {
    return files(context, name).stream().findFirst();
  }

  /** All that were chosen in one field, in order. */
  static List<byte[]> files(RoutingContext context, String name) {
    Uploads uploads = context.get(KEY);
    if (uploads == null) return List.of();
    return uploads.files.getOrDefault(name, List.of()).stream()
        .filter(file -> file.length() > 0)
        .map(Buffer::getBytes)
        .toList();
  }

  static boolean came(RoutingContext context) {
    return context.get(KEY) != null;
  }

  /** One for what was typed and sent, so that a repeat can be told from something else. */
  static byte[] digest(RoutingContext context) {
    Uploads uploads = context.get(KEY);
    StringBuilder all = new StringBuilder();
    context
        .request()
        .formAttributes()
        .forEach(e -> all.append(e.getKey()).append('=').append(e.getValue()).append('\n'));
    if (uploads != null) {
      new TreeMap<>(uploads.files)
          .forEach(
              (name, several) ->
                  several.forEach(
                      file -> all.append(name).append(':').append(Sha256.hex(file.getBytes()))));
    }
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }
}
