package yui.web;

import io.vertx.core.buffer.Buffer;
import yui.core.Refusal;

/** Forms with files: taken apart, or refused whatever the library stumbles over. */
public final class UploadFuzz {
  private UploadFuzz() {}

  public static void fuzzerTestOneInput(byte[] body) {
    try {
      Uploads.read(
          "multipart/form-data; boundary=x",
          Buffer.buffer(body),
          part -> {
            if (part.getName() == null) throw new AssertionError("a part without a name");
          });
    } catch (Refusal refused) {
      return;
    }
  }
}
